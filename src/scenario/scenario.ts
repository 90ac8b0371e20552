/** The scenario: everything that a run depends on, as data. Types only; `validate.ts` makes values of them. */

/** From, to: whole numbers, both included. */
export type Range = readonly [number, number];

export type SettingValue = string | number | boolean;
export type Settings = Readonly<Record<string, SettingValue>>;

export interface Workload {
  readonly count: number;
  readonly everyMs: number;
  /** Records are dealt to keys in turn: record n has key (n - 1) mod keys. */
  readonly keys: number;
  readonly kind: string;
}

export interface NetworkWeather {
  readonly latencyMs: Range;
  readonly lossPerMille: number;
  readonly duplicatePerMille: number;
  readonly delayPerMille: number;
  readonly delayMs: Range;
}

export interface CrashWeather {
  readonly perMille: number;
  readonly forMs: Range;
}

/** A message, found by its name, a record that it holds, and how many such messages went before it. */
export interface MessagePin {
  readonly message: string;
  readonly record: number;
  readonly attempt: number;
  readonly from?: string;
  readonly to?: string;
}

/** Just before or just after a step of a node for a record; `attempt` counts that node's runs of this step. */
export interface StepPin {
  readonly when: 'before' | 'after';
  readonly step: string;
  readonly record: number;
  readonly attempt: number;
}

export type MessageFault =
  | ({ readonly do: 'drop' } & MessagePin)
  | ({ readonly do: 'duplicate'; readonly byMs: number } & MessagePin)
  | ({ readonly do: 'delay'; readonly byMs: number } & MessagePin);

/** `pin` is a step, or an instant. `forMs` absent: it never comes back. */
export interface NodeFault {
  readonly do: 'crash' | 'powerLoss' | 'pause';
  readonly node: string;
  readonly pin: StepPin | { readonly atMs: number };
  readonly forMs?: number;
}

export interface PartitionFault {
  readonly do: 'partition';
  readonly between: readonly [string, string];
  readonly atMs: number;
  readonly forMs?: number;
  /** True: only what goes from the first to the second is lost. */
  readonly oneWay: boolean;
}

/** Faults of time, rights and memory that a system may list as its own. */
export interface SystemFault {
  readonly do: 'expire' | 'revoke' | 'forget';
  readonly target: string;
  readonly atMs: number;
  /** Whose right or certificate it is; absent where it is nobody's in particular. */
  readonly principal?: string;
  /** Of a right: to do what with the target. */
  readonly operation?: string;
  /** So long after it the principal has its right, or a valid certificate, again; absent: never. */
  readonly forMs?: number;
}

export type Fault = MessageFault | NodeFault | PartitionFault | SystemFault;

export interface LaneSpec {
  readonly id: string;
  readonly system: string;
  readonly preset: string;
  readonly settings: Settings;
}

export interface RunLimits {
  readonly virtualMs: number;
  readonly events: number;
}

/** Complete: every default filled in. What `validateScenario` returns and `simulate` takes. */
export interface Scenario {
  readonly version: 1;
  readonly title: string;
  readonly seed: string;
  readonly records: Workload;
  readonly network: NetworkWeather;
  readonly crashes: CrashWeather;
  readonly faults: readonly Fault[];
  readonly lanes: readonly LaneSpec[];
  readonly limits: RunLimits;
}
