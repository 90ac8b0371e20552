/** What a fault of the oracle is: how a seed becomes one occurrence of it, and whether a run shows it as it is defined. */
import type { Fault, NetworkWeather, Settings, Workload } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/event';
import type { Configuration } from './configurations';
import type { Luck } from './luck';

/** What a fault needs of the world before it can strike: a workload that is under way, a timeout that can pass. */
export interface Shape {
  readonly settings?: Settings;
  readonly records?: Partial<Workload>;
  readonly network?: Partial<NetworkWeather>;
}

/** The world that a fault is about to strike. */
export interface Target {
  readonly configuration: Configuration;
  readonly settings: Settings;
  readonly records: Workload;
  readonly network: NetworkWeather;
  /** The same run without the fault: up to the instant at which the fault strikes, the run with it is the same. */
  readonly calm: () => Trace;
  /** The run with these faults: what else they would bring about. */
  readonly trial: (faults: readonly Fault[]) => Trace;
}

export interface FaultKind {
  readonly id: string;
  shape?(luck: Luck, configuration: Configuration): Shape;
  strike(luck: Luck, target: Target): readonly Fault[];
  /** '' when the run shows the fault as it is defined; else what of the definition did not happen. */
  missing(trace: Trace, configuration: Configuration): string;
  /** The other rows whose definitions the same strike meets in this run: what they allow is allowed too. */
  also?(trace: Trace, configuration: Configuration): readonly string[];
}
