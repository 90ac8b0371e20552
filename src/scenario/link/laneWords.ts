/** Lanes and their settings in a link. The three references are left out; what is changed of them is not. */
import { compareText } from '../canonical';
import type { Catalog } from '../catalog';
import { referenceLanes } from '../read/lanes';
import type { LaneSpec } from '../scenario';
import { decodeText, encodeText } from './words';

const isLike = (lane: LaneSpec, other: LaneSpec | undefined): boolean =>
  lane.id === other?.id && lane.system === other.system && lane.preset === other.preset;

/** Values of `p`: the name alone of a reference lane, otherwise `yours.kafka.exactly-once`. Empty for the references. */
export function writeLanes(lanes: readonly LaneSpec[], catalog: Catalog): readonly string[] {
  const references = referenceLanes(catalog);
  const plain = lanes.length === references.length && lanes.every((lane, index) => isLike(lane, references[index]));
  return plain ? [] : lanes.map((lane) => writeLane(lane, references));
}

function writeLane(lane: LaneSpec, references: readonly LaneSpec[]): string {
  if (references.some((reference) => isLike(lane, reference))) return lane.id;
  return [lane.id, encodeText(lane.system), encodeText(lane.preset)].join('.');
}

/** Values of `o`: lane, the setting's own name with its dots, value: `alo.enable.idempotence.true`. */
export function writeSettings(lanes: readonly LaneSpec[]): readonly string[] {
  return lanes.flatMap((lane) =>
    Object.entries(lane.settings)
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, value]) => [lane.id, ...name.split('.').map(encodeText), encodeText(String(value))].join('.')),
  );
}

export interface ReadLanes {
  /** In the form of a file, not yet validated; undefined when the link changes nothing about the references. */
  readonly raw: readonly object[] | undefined;
  /** Values of `o` that belong to no lane, or have no name. */
  readonly strange: readonly string[];
}

interface RawLane {
  readonly id: string;
  readonly system: string | undefined;
  readonly preset: string | undefined;
  readonly settings: Map<string, string>;
}

/** Puts the values of `p` and `o` together. */
export function readLaneWords(laneValues: readonly string[], settings: readonly string[], catalog: Catalog): ReadLanes {
  const references = referenceLanes(catalog);
  const values = laneValues.length > 0 ? laneValues : references.map((lane) => lane.id);
  const lanes = values.map((value) => readLane(value, references));
  const strange = settings.filter((value) => !putSetting(value, lanes));
  if (laneValues.length === 0 && strange.length === settings.length) return { raw: undefined, strange };
  return { raw: lanes.map((lane) => ({ ...lane, settings: Object.fromEntries(lane.settings) })), strange };
}

function readLane(value: string, references: readonly LaneSpec[]): RawLane {
  const [id = '', system, preset] = value.split('.');
  const reference = system === undefined ? references.find((lane) => lane.id === id) : undefined;
  const settings = new Map<string, string>();
  if (reference !== undefined) return { id, system: reference.system, preset: reference.preset, settings };
  return { id, system: decodeText(system ?? ''), preset: decodeText(preset ?? ''), settings };
}

function putSetting(value: string, lanes: readonly RawLane[]): boolean {
  const [id, ...rest] = value.split('.');
  const lane = lanes.find((each) => each.id === id);
  const written = decodeText(rest.pop() ?? '');
  const names = rest.map(decodeText);
  if (lane === undefined || written === undefined || names.length === 0 || names.includes(undefined)) return false;
  lane.settings.set(names.join('.'), written);
  return true;
}
