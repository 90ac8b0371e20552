/** What the faults of a scenario may name, and how far their numbers go. */
import { LIMITS } from '../../terms/limits';
import { findSystem } from '../catalog';
import type { Catalog, OwnFault } from '../catalog';
import type { Fault, LaneSpec } from '../scenario';
import type { Report } from './report';
import type { Bounds } from './values';

const MESSAGE_FAULTS = ['drop', 'duplicate', 'delay'] as const;
const NODE_FAULTS = ['crash', 'powerLoss', 'pause'] as const;
/** Only where a system lists them as its own. */
const SYSTEM_FAULTS = ['expire', 'revoke', 'forget'] as const;

export const INSTANT_MS: Bounds = [0, LIMITS.virtualMs];
export const DURATION_MS: Bounds = [1, LIMITS.virtualMs];
/** A message that was repeated more often than this is not found by counting. */
export const ATTEMPTS: Bounds = [1, 1_000_000];

/** What the lanes of a scenario offer for faults to strike. */
export interface Targets {
  readonly nodes: readonly string[];
  readonly messages: readonly string[];
  readonly steps: readonly string[];
  readonly kinds: readonly Fault['do'][];
  /** What the systems' own faults may strike. */
  readonly own: readonly OwnFault[];
  readonly records: number;
}

export function targetsOf(lanes: readonly LaneSpec[], catalog: Catalog, records: number): Targets {
  const ids = [...new Set(lanes.map((lane) => lane.system))];
  const systems = ids.flatMap((id) => findSystem(catalog, id) ?? []);
  const own = systems.flatMap((system) => system.ownFaults);
  const ownKinds = SYSTEM_FAULTS.filter((kind) => own.some((fault) => fault.do === kind));
  return {
    nodes: [...new Set(systems.flatMap((system) => system.nodes))],
    messages: [...new Set(systems.flatMap((system) => system.messages))],
    steps: [...new Set(systems.flatMap((system) => system.steps))],
    kinds: [...MESSAGE_FAULTS, ...NODE_FAULTS, 'partition', ...ownKinds],
    own,
    records,
  };
}

/** What a reader of faults needs besides the fault. */
export interface Reading {
  readonly report: Report;
  readonly targets: Targets;
}
