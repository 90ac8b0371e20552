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
}

export interface FaultKind {
  readonly id: string;
  shape?(luck: Luck, configuration: Configuration): Shape;
  strike(luck: Luck, target: Target): readonly Fault[];
  /** '' when the run shows the fault as it is defined and no other; else in which way it does not. */
  deviation(trace: Trace, configuration: Configuration): string;
}
