import type { Action, AnyRole, Guard, NodePlan, System } from '../../src/engine/contracts';
import type { NodeData } from '../../src/engine/contracts';
import { kafka } from '../../src/systems/kafka';

export interface Break {
  readonly node: string;
  readonly guards?: Record<string, Guard<NodeData>>;
  /** Gets the sound action and returns the broken one. */
  readonly actions?: Record<string, (sound: Action<NodeData>) => Action<NodeData>>;
}

/** Kafka with one node broken on purpose. */
export function brokenKafka({ node, guards = {}, actions = {} }: Break): System {
  const breakRole = (role: AnyRole): AnyRole => {
    const broken = Object.entries(actions).map(([name, change]) => [name, change(role.actions[name]!)] as const);
    return {
      ...role,
      guards: { ...role.guards, ...guards },
      actions: { ...role.actions, ...Object.fromEntries(broken) },
    };
  };
  const plan: System['plan'] = (settings, workload) => ({
    nodes: kafka
      .plan(settings, workload)
      .nodes.map((one): NodePlan => (one.id === node ? { ...one, role: breakRole(one.role) } : one)),
  });
  return { ...kafka, plan };
}
