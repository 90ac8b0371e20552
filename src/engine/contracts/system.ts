/** How a system lays out one lane: nodes with roles, and who opens connections. */
import type { SystemDescription } from '../../scenario/catalog';
import type { Settings, Workload } from '../../scenario/scenario';
import type { RightPlan } from './rights';
import type { AnyRole } from './role';

export interface NodePlan {
  readonly id: string;
  readonly role: AnyRole;
}

export interface LanePlan {
  /** In the order in which the diagram shows them and in which they start. */
  readonly nodes: readonly NodePlan[];
  /** What each partition is called, by its number in the trace: `payments-0`. A lane without a log has none. */
  readonly partitions: readonly string[];
  /** By target of the system's own faults: the nodes that are told of it, as an event of the fault's name. */
  readonly targets?: Readonly<Record<string, readonly string[]>>;
  /** What its servers allow their principals only by a right that can be revoked. */
  readonly rights?: readonly RightPlan[];
}

/** A system: its description, and how its settings become nodes. */
export interface System extends SystemDescription {
  plan(settings: Settings, workload: Workload): LanePlan;
}
