import type { Action, AnyRole, Guard, NodePlan, Part, System } from '../../src/engine/contracts';
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
    const breakPart = (part: Part<NodeData>): Part<NodeData> => {
      const broken = Object.entries(actions).map(([name, change]) => [name, change(part.actions[name]!)] as const);
      return {
        ...part,
        guards: { ...part.guards, ...guards },
        actions: { ...part.actions, ...Object.fromEntries(broken) },
      };
    };
    const known = Object.values(role.parts).flatMap((part) => [
      ...Object.keys(part.actions),
      ...Object.keys(part.guards),
    ]);
    const unknown = [...Object.keys(actions), ...Object.keys(guards)].filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`nothing to break in ${node}: ${unknown.join(', ')}`);
    const parts = Object.entries(role.parts).map(([name, part]) => [name, breakPart(part)] as const);
    return { ...role, parts: Object.fromEntries(parts) };
  };
  const plan: System['plan'] = (settings, workload) => {
    const sound = kafka.plan(settings, workload);
    const breakIt = (one: NodePlan): NodePlan => (one.id === node ? { ...one, role: breakRole(one.role) } : one);
    return { ...sound, nodes: sound.nodes.map(breakIt) };
  };
  return { ...kafka, plan };
}
