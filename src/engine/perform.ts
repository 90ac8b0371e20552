/** Does what nodes ask for. Each effect of the contract has one function here or in `network.ts`. */
import type { Effect } from './contracts';
import { askToConnect, closeByClient, sendMessage } from './network';
import { record } from './record';
import { isDenied } from './rights';
import { strikeAtStep } from './strike';
import { plainEvent } from './nodeEvent';
import { keepWatch } from './watch';
import { closeByServer } from './wire';
import type { NodeState, Timer, Trigger, Turn, World } from './world';

/** Performs one effect of a node's turn. */
export function perform(world: World, node: NodeState, effect: Effect, turn: Turn): void {
  switch (effect.do) {
    case 'send':
      return sendMessage(world, node, effect.message, turn.trigger, resolve(world, effect.relies));
    case 'note':
      return writeNote(world, node, effect, turn.trigger);
    case 'reach':
      return reachStep(world, node, effect, turn.trigger);
    case 'startTimer':
      return startTimer(world, node, effect, turn);
    case 'stopTimer':
      return stopTimer(node, timerKey(turn, effect.name));
    case 'needNotWait':
      return needNotWait(node, timerKey(turn, effect.name));
    case 'connect':
      return askToConnect(world, node, effect.peer, effect.backoffMs, turn.trigger);
    case 'watch':
      return keepWatch(world, node, effect.peer, effect.silenceMs);
    case 'disconnect':
      return closeByClient(world, node, effect.peer);
    case 'dismiss':
      return closeByServer(world, node.id, effect.peer, turn.trigger.seqs.at(-1) ?? node.lastSeq);
    case 'raise':
      raise(node, effect, turn);
  }
}

function raise(node: NodeState, effect: Extract<Effect, { do: 'raise' }>, turn: Turn): void {
  const event = plainEvent(effect.event, effect.body, '', '', effect.part ?? turn.part.name);
  node.raised.push({ event, trigger: turn.trigger });
}

/** The trace events behind these names; a name that nobody gave yet is left out. */
function resolve(world: World, names: readonly string[] | undefined): readonly number[] {
  if (names === undefined) return [];
  return names.map((name) => world.named.get(name)).filter((seq) => seq !== undefined);
}

function writeNote(world: World, node: NodeState, effect: Extract<Effect, { do: 'note' }>, trigger: Trigger): void {
  const seq = record(world, node, effect.fact, trigger, resolve(world, effect.relies), effect.durable);
  const names = typeof effect.as === 'string' ? [effect.as] : (effect.as ?? []);
  names.forEach((name) => world.named.set(name, seq));
}

function reachStep(world: World, node: NodeState, effect: Extract<Effect, { do: 'reach' }>, trigger: Trigger): void {
  const { step, when, record: of } = effect;
  record(world, node, { kind: 'step', step, when, record: of }, trigger, resolve(world, effect.relies));
  strikeAtStep(world, node, when, step, of);
}

function startTimer(world: World, node: NodeState, effect: Extract<Effect, { do: 'startTimer' }>, turn: Turn): void {
  const key = timerKey(turn, effect.name);
  stopTimer(node, key);
  const cause = turn.trigger.seqs.at(-1) ?? node.lastSeq;
  const timer: Timer = {
    what: 'timer',
    node: node.id,
    key,
    name: effect.name,
    event: plainEvent(effect.event, effect.body, '', '', turn.part.name),
    cause,
    stopped: false,
    isIdle: false,
  };
  node.timers.set(key, timer);
  const { whenAllowed: asks, delayMs } = effect;
  if (asks !== undefined && isDenied(world, node.id, asks))
    world.parked.push({ timer, asks, sinceMs: world.now, everyMs: delayMs });
  else world.queue.push(world.now + delayMs, timer);
}

/** Each part names its timers for itself. */
const timerKey = ({ part }: Turn, name: string): string => (part.name === '' ? name : `${part.name} ${name}`);

function needNotWait(node: NodeState, key: string): void {
  const running = node.timers.get(key);
  if (running !== undefined) running.isIdle = true;
}

function stopTimer(node: NodeState, key: string): void {
  const running = node.timers.get(key);
  if (running !== undefined) running.stopped = true;
  node.timers.delete(key);
}
