/** What the page calls a lane, and what may be set in it. */
import {
  effectiveSettings,
  findPreset,
  findSystem,
  sayPreset,
  type Catalog,
  type SettingDescription,
  type SystemDescription,
} from '../scenario/catalog';
import type { LaneSpec, SettingValue, Settings } from '../scenario/scenario';
import { LIMITS } from '../terms/limits';
import { OWN_LANE } from './edits';
import { holdsSteps } from './stepBeads';

export { sayPreset };

/** A page has room for so many lanes. */
export const LANES_MOST = LIMITS.lanes;

export interface LaneCard {
  readonly id: string;
  /** No two lanes of a page have the same. */
  readonly title: string;
  /** The title without what follows its comma, for narrow places. */
  readonly short: string;
  readonly summary: string;
  readonly own: boolean;
  readonly system: SystemDescription;
  readonly preset: string;
  /** Complete: defaults, preset and the lane's own. */
  readonly settings: Settings;
  /** Names that the lane has set differently from its preset. */
  readonly changed: ReadonlySet<string>;
}

/** Everything the page says of a lane before it runs; undefined for a lane of an unknown system (never in a valid scenario). */
function laneCard(lane: LaneSpec, catalog: Catalog, mixed: boolean): LaneCard | undefined {
  const system = findSystem(catalog, lane.system);
  const preset = system && findPreset(system, lane.preset);
  if (system === undefined || preset === undefined) return undefined;
  const changed = new Set(Object.keys(lane.settings));
  const own = lane.id === OWN_LANE;
  const title = own ? 'Yours' : mixed ? besideOthers(system, preset.title) : preset.title;
  return {
    id: lane.id,
    title,
    short: shorten(title),
    summary: changed.size === 0 ? (own ? `like ${preset.title}` : sayPreset(preset)) : sayOwn(lane.settings),
    own,
    system,
    preset: preset.id,
    settings: effectiveSettings(system, preset, lane.settings),
    changed,
  };
}

/** The cards of all lanes; those that would have the same title bear what sets them apart. */
export function laneCards(lanes: readonly LaneSpec[], catalog: Catalog): readonly LaneCard[] {
  const mixed = lanes.some(({ system }) => system !== lanes[0]?.system);
  const cards = lanes.flatMap((lane) => laneCard(lane, catalog, mixed) ?? []);
  const named = cards.map((card, index) => {
    const alike = cards.filter(({ title }) => title === card.title);
    const mark = alike.length === 1 ? '' : markOf(lanes[index]?.settings ?? {}, alike);
    return mark === '' ? card : { ...card, title: `${card.title} · ${mark}`, short: `${card.short} · ${mark}` };
  });
  // Lanes that are the same to the last setting are told apart by their names alone.
  const unique = named.map((card) =>
    named.filter(({ title }) => title === card.title).length === 1
      ? card
      : { ...card, title: `${card.title} · ${card.id}`, short: `${card.short} · ${card.id}` },
  );
  // What was cut off may have been all that differed.
  return unique.map((card) =>
    unique.filter(({ short }) => short === card.short).length === 1 ? card : { ...card, short: card.title },
  );
}

/** A preset's title with its system's name, unless it has it: `Kafka: At least once`, `SQS FIFO`, `Restate, …` of two. */
function besideOthers({ short, title }: SystemDescription, presetTitle: string): string {
  const names = short === undefined ? title.split(', ') : [short];
  return names.some((name) => presetTitle.includes(name)) ? presetTitle : `${names[0]}: ${presetTitle}`;
}

const shorten = (title: string): string => title.split(',')[0] ?? title;

/** The first of a lane's own settings that another lane of the same title has differently; empty when it has none. */
function markOf(own: Settings, alike: readonly LaneCard[]): string {
  const differing = Object.entries(own).find(([name, value]) => alike.some(({ settings }) => settings[name] !== value));
  if (differing === undefined) return '';
  const [name, value] = differing;
  return typeof value === 'string' && value !== '' ? value : `${name}=${sayValue(value)}`;
}

const SHOWN_AT_MOST = 2;

function sayOwn(settings: Settings): string {
  const said = Object.entries(settings).map(([name, value]) => `${name}=${sayValue(value)}`);
  const more = said.length - SHOWN_AT_MOST;
  return `changed: ${said.slice(0, SHOWN_AT_MOST).join(' · ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The names of the settings that the preset or the lane itself gives. */
export function explicitSettings({ system, preset, changed }: LaneCard): ReadonlySet<string> {
  return new Set([...Object.keys(findPreset(system, preset)?.settings ?? {}), ...changed]);
}

/** A setting's value as the panel prints it; an empty text is called none. */
export const sayValue = (value: SettingValue): string => (value === '' ? 'none' : String(value));

/** The settings worth showing first – the worker's steps before all – then the others, each in the system's own order. */
export function sortSettings(card: LaneCard): {
  readonly first: readonly SettingDescription[];
  readonly others: readonly SettingDescription[];
} {
  const isFirst = (setting: SettingDescription): boolean =>
    setting.prominent === true || card.changed.has(setting.name);
  return {
    first: [
      ...card.system.settings.filter(holdsSteps),
      ...card.system.settings.filter((one) => isFirst(one) && !holdsSteps(one)),
    ],
    others: card.system.settings.filter((one) => !isFirst(one) && !holdsSteps(one)),
  };
}
