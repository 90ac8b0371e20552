/**
 * What a system says of itself, as data: the one description from which the settings panel, the link, the validation and
 * the command line are made.
 */
import type { Claim } from '../terms/claim';
import type { Problem } from '../terms/problem';
import type { Settings, SettingValue, SystemFault } from './scenario';

export interface SettingDescription {
  /** The system's own name of it. */
  readonly name: string;
  readonly type: 'boolean' | 'number' | 'choice' | 'text';
  /** For a choice: the values. For a number: the bounds, both included. */
  readonly values?: readonly SettingValue[];
  readonly bounds?: readonly [number, number];
  readonly default: SettingValue;
  /** One plain sentence: what it changes for the reader. */
  readonly explains: string;
  /** Where the name, the default and the behaviour come from. */
  readonly source: string;
  /** The part of the system that has this setting, for grouping on the page. */
  readonly of: 'producer' | 'broker' | 'coordinator' | 'consumer' | 'sink' | 'application';
  /** Worth showing before the reader asks for all of them. */
  readonly prominent?: boolean;
}

export interface PresetDescription {
  readonly id: string;
  readonly claim: Claim;
  readonly title: string;
  /** A few words under the lane's title: `acks=0 · progress first`. */
  readonly summary: string;
  /** Times of the service that are made short to be watched, by their best-known one: `lease 3 s for 30 s`; absent: none is. */
  readonly scaled?: string;
  readonly settings: Settings;
}

/** Where a system's own guarantee ends, by its documentation. */
export interface BoundaryDescription {
  /** Nodes past it. */
  readonly outside: readonly string[];
  /** A few words beside the line. */
  readonly says: string;
  /** One plain sentence: why it does not reach further. */
  readonly because: string;
  readonly source: string;
}

/**
 * What a message is for, whatever a system calls it: it hands a record over, it brings it to who works on it, it says that
 * the work is done, it writes the effect; each with its answer.
 */
export type MessageRole =
  'send' | 'sendAnswer' | 'receive' | 'delivery' | 'settle' | 'settleAnswer' | 'write' | 'writeAnswer';

/** A cell of the comparison: what is said of a memory, and the scenario of the catalogue that shows it. */
export interface Compared {
  readonly says: string;
  readonly shownBy: string;
}

/** Where a system remembers what it has seen or done, so that it knows a repeat: a row of the comparison. */
export interface ComparedMemory {
  /** Which of the system's memories. */
  readonly of: string;
  readonly where: Compared;
  readonly scope: Compared;
  readonly window: Compared;
  readonly brokenBy: Compared;
  readonly price: Compared;
  readonly source: string;
}

/** A published figure about what a system's guarantee costs: an order of magnitude, on other machines, of other versions. */
export interface PublishedFigure {
  readonly about: string;
  readonly figure: string;
  /** Who says so, and when. */
  readonly source: string;
  readonly kind:
    | 'documentation'
    | 'specification'
    | 'vendor’s post'
    | 'competitor’s post'
    | 'secondary quotation'
    | 'open issue'
    | 'derived';
}

/** What a formula says of a link that loses messages by chance: a share for each number of steps. */
export interface Curve {
  readonly says: string;
  readonly formula: string;
  /** The share, 0 to 1, for `n` steps, 1 or more, when each message is lost with the chance `loss`, 0 to 1. */
  of(loss: number, n: number): number;
}

/** Curves that belong into one picture. */
export interface CurveChart {
  /** What they are about, and what its `n` counts. */
  readonly about: string;
  readonly curves: readonly Curve[];
}

/** A fault of time, rights or memory that a system adds, and what it may strike. */
export interface OwnFault {
  readonly do: SystemFault['do'];
  readonly targets: readonly string[];
  /** Whose: one of them must be named. Absent: nobody's. */
  readonly principals?: readonly string[];
  /** Of a right: to do what; one of them must be named. */
  readonly operations?: readonly string[];
}

export interface SystemDescription {
  readonly id: string;
  readonly title: string;
  /** What it is called beside lanes of other systems; absent: its title. */
  readonly short?: string;
  readonly settings: readonly SettingDescription[];
  readonly presets: readonly PresetDescription[];
  /** Every node id that some lane of this system can have. */
  readonly nodes: readonly string[];
  readonly messages: readonly string[];
  /** Which of the messages does what in every system: so that one fault can be pinned in all of them. */
  readonly roles?: Readonly<Partial<Record<MessageRole, string>>>;
  readonly steps: readonly string[];
  /** Absent when the guarantee covers every node. */
  readonly boundary?: BoundaryDescription;
  readonly ownFaults: readonly OwnFault[];
  /** By account that several nodes may run under: these nodes. A node that is listed nowhere is a principal by itself. */
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  /** Its memories of names, beside those of other systems. */
  readonly memories?: readonly ComparedMemory[];
  /** What others have measured or written of its price. */
  readonly figures?: readonly PublishedFigure[];
  /** What can be worked out of its promise, where a formula is known. */
  readonly curves?: readonly CurveChart[];
  /** The claim that a complete set of settings can keep; from the system's documentation, not from a run. */
  claimOf(settings: Settings, preset: PresetDescription): Claim;
  /**
   * What these complete settings contradict, each with the place and the way out: the system's own configuration errors.
   * `explicit` names the settings that the preset or the lane itself gives; a system may take the others less strictly.
   */
  refuse(settings: Settings, explicit: ReadonlySet<string>): readonly Problem[];
}

/** The systems that a scenario may name. */
export type Catalog = readonly SystemDescription[];

/** A preset in a few words, and which times it makes short. */
export const sayPreset = ({ summary, scaled }: PresetDescription): string =>
  scaled === undefined ? summary : `${summary} · ${scaled}`;

export function findSystem(catalog: Catalog, id: string): SystemDescription | undefined {
  return catalog.find((system) => system.id === id);
}

/** The nodes that act in the name of this principal. */
export const nodesOfPrincipal = (
  { principals }: Pick<SystemDescription, 'principals'>,
  name: string,
): readonly string[] => principals?.[name] ?? [name];

/** Whether a system lists this fault as its own, with this target, principal and operation. */
export function isOwnFault(own: OwnFault, fault: Omit<SystemFault, 'atMs'>): boolean {
  const among = (names: readonly string[] | undefined, name: string | undefined): boolean =>
    names === undefined ? name === undefined : name !== undefined && names.includes(name);
  return (
    own.do === fault.do &&
    own.targets.includes(fault.target) &&
    among(own.principals, fault.principal) &&
    among(own.operations, fault.operation)
  );
}

export function findPreset(system: SystemDescription, id: string): PresetDescription | undefined {
  return system.presets.find((preset) => preset.id === id);
}

/** Defaults, then the preset's settings, then the lane's own: what the lane runs with. */
export function effectiveSettings(system: SystemDescription, preset: PresetDescription, own: Settings): Settings {
  const defaults = Object.fromEntries(system.settings.map((setting) => [setting.name, setting.default]));
  return { ...defaults, ...preset.settings, ...own };
}
