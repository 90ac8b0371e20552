/** Writes down what happens in a lane, with node, incarnation, chart state and causes filled in. */
import type { Fact } from '../trace/event';
import { invariant } from '../terms/invariant';
import type { NodeState, PartState, Trigger, World } from './world';

/** The node of events that befall a link rather than a node is the link's first end. */
export function nodeOf(world: World, id: string): NodeState {
  const node = world.nodes.get(id);
  invariant(node !== undefined, `no node ${id} in this lane`);
  return node;
}

/** The part of this name; the first one when the name means all of them. */
export function partNamed(node: NodeState, name: string): PartState {
  return node.parts.find((part) => part.name === name) ?? node.parts[0]!;
}

/** A trigger by one earlier event whose content was needed. */
export const dataFrom = (seq: number): Trigger => ({ seqs: [seq], control: false });
/** A trigger by one earlier event that only let it start. */
export const controlFrom = (seq: number): Trigger => ({ seqs: [seq], control: true });
export const NO_TRIGGER: Trigger = { seqs: [], control: false };

/** Appends one event to the trace and returns its place in it. */
export function record(
  world: World,
  node: NodeState,
  fact: Fact,
  trigger: Trigger,
  relied: readonly number[] = [],
  durable = false,
): number {
  const causes = relied.length === 0 ? trigger.seqs : union(trigger.seqs, relied);
  const control = trigger.control ? trigger.seqs.filter((seq) => !relied.includes(seq)) : NO_TRIGGER.seqs;
  const seq = world.recorder.append(
    {
      at: world.now,
      node: node.id,
      incarnation: node.incarnation,
      causes,
      control,
      durable,
      part: node.acting.name,
      state: node.acting.state,
    },
    fact,
  );
  node.lastSeq = seq;
  return seq;
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  const extra = b.filter((seq, index) => !a.includes(seq) && b.indexOf(seq) === index);
  return extra.length === 0 ? a : [...a, ...extra];
}
