/** Faults that strike a node, the way between two nodes, or what a system keeps. */
import { DEFAULT_ATTEMPT, DEFAULT_ONE_WAY } from '../defaults';
import type { OwnFault } from '../catalog';
import type { NodeFault, PartitionFault, StepPin, SystemFault } from '../scenario';
import { show } from '../show';
import type { Fields } from './fields';
import { note } from './report';
import { ATTEMPTS, DURATION_MS, INSTANT_MS } from './targets';
import type { Reading } from './targets';
import { orElse, readFlag, readList, readName, readWhole } from './values';

export function readNodeFault(reading: Reading, fields: Fields, kind: NodeFault['do']): NodeFault | undefined {
  const { report, targets } = reading;
  const node = readName(report, fields.take('node'), fields.at('node'), targets.nodes, 'node');
  const pin = readPin(reading, fields);
  const duration = readDuration(reading, fields);
  if (node === undefined || pin === undefined || duration === undefined) return undefined;
  return Object.freeze({ do: kind, node, pin: Object.freeze(pin), ...duration });
}

/** An empty object when it never ends; undefined when it says wrongly how long it lasts. */
function readDuration({ report }: Reading, fields: Fields): { forMs?: number } | undefined {
  const value = fields.take('forMs');
  if (value === undefined) return {};
  const forMs = readWhole(report, value, fields.at('forMs'), DURATION_MS);
  return forMs === undefined ? undefined : { forMs };
}

const PINS = ['before', 'after', 'atMs'] as const;

function readPin(reading: Reading, fields: Fields): NodeFault['pin'] | undefined {
  const given = PINS.filter((key) => fields.take(key) !== undefined);
  const [key, another] = given;
  if (key === undefined || another !== undefined) {
    const what = key === undefined ? 'it is pinned to nothing' : `it is pinned by ${given.join(' and ')}`;
    return note(reading.report, fields.where, what, 'give exactly one of before, after and atMs');
  }
  return key === 'atMs' ? readInstant(reading, fields) : readStep(reading, fields, key);
}

function readInstant(reading: Reading, fields: Fields): { readonly atMs: number } | undefined {
  const stray = (['record', 'attempt'] as const).find((key) => fields.take(key) !== undefined);
  const atMs = readAtMs(reading, fields);
  if (stray === undefined) return atMs === undefined ? undefined : { atMs };
  return note(reading.report, fields.at(stray), 'a fault at an instant has none', 'remove it, or use before or after');
}

function readStep({ report, targets }: Reading, fields: Fields, when: StepPin['when']): StepPin | undefined {
  const step = readName(report, fields.take(when), fields.at(when), targets.steps, 'step');
  const record = readWhole(report, fields.take('record'), fields.at('record'), [1, targets.records]);
  const attempt = orElse(fields.take('attempt'), DEFAULT_ATTEMPT, (value) =>
    readWhole(report, value, fields.at('attempt'), ATTEMPTS),
  );
  if (step === undefined || record === undefined || attempt === undefined) return undefined;
  return { when, step, record, attempt };
}

function readAtMs({ report }: Reading, fields: Fields): number | undefined {
  return readWhole(report, fields.take('atMs'), fields.at('atMs'), INSTANT_MS);
}

export function readPartition(reading: Reading, fields: Fields): PartitionFault | undefined {
  const between = readBetween(reading, fields);
  const atMs = readAtMs(reading, fields);
  const duration = readDuration(reading, fields);
  const oneWay = orElse(fields.take('oneWay'), DEFAULT_ONE_WAY, (value) =>
    readFlag(reading.report, value, fields.at('oneWay')),
  );
  if (between === undefined || atMs === undefined || duration === undefined || oneWay === undefined) return undefined;
  return Object.freeze({ do: 'partition' as const, between, atMs, ...duration, oneWay });
}

function readBetween({ report, targets }: Reading, fields: Fields): readonly [string, string] | undefined {
  const where = fields.at('between');
  const pair = readList(report, fields.take('between'), where, [2, 2]);
  if (pair === undefined) return undefined;
  const first = readName(report, pair[0], `${where}[0]`, targets.nodes, 'node');
  const second = readName(report, pair[1], `${where}[1]`, targets.nodes, 'node');
  if (first === undefined || second === undefined) return undefined;
  if (first !== second) return Object.freeze([first, second] as const);
  return note(report, where, `both ends are ${show(first)}`, 'name two different nodes');
}

export function readSystemFault(reading: Reading, fields: Fields, kind: SystemFault['do']): SystemFault | undefined {
  const { report, targets } = reading;
  const ofKind = targets.own.filter((fault) => fault.do === kind);
  const known = ofKind.flatMap((fault) => fault.targets);
  const target = readName(report, fields.take('target'), fields.at('target'), known, 'target');
  const atMs = readAtMs(reading, fields);
  if (target === undefined) return undefined;
  const whose = readWhose(
    reading,
    fields,
    ofKind.filter((fault) => fault.targets.includes(target)),
  );
  if (atMs === undefined || whose === undefined) return undefined;
  return Object.freeze({ do: kind, target, ...whose, atMs });
}

type Whose = Pick<SystemFault, 'principal' | 'operation' | 'forMs'>;

/** Whose right or certificate it is, to do what, and for how long it is gone; undefined when one of them is wrong. */
function readWhose(reading: Reading, fields: Fields, listed: readonly OwnFault[]): Whose | undefined {
  const operation = readAmong(reading, fields, 'operation', listed);
  if (operation === undefined) return undefined;
  const allowed = listed.filter(({ operations }) => operation === '' || operations?.includes(operation) === true);
  const principal = readAmong(reading, fields, 'principal', allowed);
  if (principal === undefined) return undefined;
  if (principal === '') return hasStray(reading, fields, 'forMs', 'it does not end') ? undefined : {};
  const duration = readDuration(reading, fields);
  if (duration === undefined) return undefined;
  return { principal, ...(operation === '' ? {} : { operation }), ...duration };
}

/** The name that is given, '' where none is called for, undefined when it is missing, unknown or out of place. */
function readAmong(
  reading: Reading,
  fields: Fields,
  key: 'principal' | 'operation',
  listed: readonly OwnFault[],
): string | undefined {
  const names = [...new Set(listed.flatMap((fault) => fault[`${key}s`] ?? []))];
  if (names.length > 0) return readName(reading.report, fields.take(key), fields.at(key), names, key);
  return hasStray(reading, fields, key, `this fault has no ${key}`) ? undefined : '';
}

function hasStray({ report }: Reading, fields: Fields, key: string, what: string): boolean {
  if (fields.take(key) === undefined) return false;
  note(report, fields.at(key), what, 'leave it out');
  return true;
}
