/** One turn of a node: the chart says which actions, each action says which effects, and they are done in order. */
import { invariant } from '../terms/invariant';
import type { NodeEvent } from './contracts';
import { perform } from './perform';
import { denialOf } from './rights';
import type { NodeState, PartState, Timer, Trigger, Turn, Word, World } from './world';

/** Tells a node of an event: at once when it is up, later when it is paused, never when it is down. */
export const tell = (world: World, node: NodeState, event: NodeEvent, trigger: Trigger): void =>
  hear(world, node, { event, trigger });

/** Tells a node that one of its timers is over. A paused one may learn something first that makes it stop the timer. */
export const tellTimer = (world: World, node: NodeState, timer: Timer, trigger: Trigger): void =>
  hear(world, node, { event: timer.event, trigger, timer });

function hear(world: World, node: NodeState, word: Word): void {
  if (node.status === 'down') return;
  if (node.status === 'paused') {
    node.inbox.push(word);
    return;
  }
  if (word.timer !== undefined) {
    if (word.timer.stopped) return;
    node.timers.delete(word.timer.key);
  }
  node.raised.push(word);
  settle(world, node);
}

/** What a node does when it wakes: the interrupted turn first, then what it told itself, then what came meanwhile. */
export function resume(world: World, node: NodeState): void {
  const interrupted = node.interrupted;
  node.interrupted = undefined;
  if (interrupted !== undefined) runTurn(world, node, interrupted);
  settle(world, node);
  while (node.status === 'up' && node.inbox.length > 0) hear(world, node, node.inbox.shift()!);
}

function settle(world: World, node: NodeState): void {
  while (node.status === 'up' && node.raised.length > 0) {
    const { event, trigger } = node.raised.shift()!;
    const part = listenerOf(node, event.part);
    if (part === undefined) node.raised.unshift(...forEachPart(node, event, trigger));
    else
      runTurn(world, node, refusal(world, node, part, event, trigger) ?? beginTurn(world, node, part, event, trigger));
  }
}

/** The part that an event is for; `undefined` when it is for all of several. */
function listenerOf(node: NodeState, name: string): PartState | undefined {
  return node.parts.length === 1 ? node.parts[0] : node.parts.find((part) => part.name === name);
}

/** An event for no part in particular is told to each, in order. */
function forEachPart(node: NodeState, event: NodeEvent, trigger: Trigger): Word[] {
  invariant(event.part === '', `${node.id} has no part ${event.part}`);
  return node.parts.map(({ name }) => ({ event: { ...event, part: name }, trigger }));
}

/** Who asks may not do this: the server says so, and its chart never sees the question. */
function refusal(world: World, node: NodeState, part: PartState, event: NodeEvent, trigger: Trigger): Turn | undefined {
  const effects = world.losses.size === 0 ? undefined : denialOf(world, node, event);
  return effects && { part, event, trigger, actions: [], effects };
}

function beginTurn(world: World, node: NodeState, part: PartState, event: NodeEvent, trigger: Trigger): Turn {
  const step = part.stepper.step(part.state, event.type, (name) => {
    const guard = part.part.guards[name];
    invariant(guard !== undefined, `${node.id} has no guard ${name}`);
    return guard(node.data, event, world.now);
  });
  if (step.edge !== undefined) world.recorder.take(trigger.seqs.at(-1) ?? -1, node.id, part.name, step.edge);
  node.acting = part;
  part.state = step.state;
  return { part, event, trigger, actions: [...step.actions], effects: [] };
}

function runTurn(world: World, node: NodeState, turn: Turn): void {
  node.acting = turn.part;
  while (node.status === 'up') {
    const effect = turn.effects.shift();
    if (effect !== undefined) {
      perform(world, node, effect, turn);
      continue;
    }
    const name = turn.actions.shift();
    if (name === undefined) return;
    const action = turn.part.part.actions[name];
    invariant(action !== undefined, `${node.id} has no action ${name}`);
    turn.effects.push(...action(node.data, turn.event, world.now));
  }
  if (node.status === 'paused') node.interrupted = turn;
}
