/**
 * Who watches whom. Heartbeats and session timers would fill a trace with events that say nothing and never let it end;
 * what they amount to is this: somebody learns that a peer has been unable to answer for a while.
 */
import { nodeOf } from './record';
import { freshId, type Due, type NodeState, type Watch, type World } from './world';
import { isBlocked } from './wire';

const NOT_COUNTING = 0;

export const watchKey = (watch: { node: string; peer: string }): string => `${watch.node}>${watch.peer}`;

/** A node starts to watch a peer; a second watch on the same peer replaces the first. */
export function keepWatch(world: World, node: NodeState, peer: string, silenceMs: number): void {
  const watch: Watch = { node: node.id, peer, silenceMs, token: NOT_COUNTING, silent: false };
  world.watches.set(watchKey(watch), watch);
  review(world, watch, node.lastSeq);
}

/** A process that is gone watches nobody. */
export function dropWatchesOf(world: World, id: string): void {
  world.watches.forEach((watch, key) => watch.node === id && world.watches.delete(key));
}

/** Whether a silence was broken before its time, or nobody watches for it any more: nobody is told of it. */
export const isBroken = (world: World, { watch, token }: Extract<Due, { what: 'silence' }>): boolean =>
  watch.token !== token || world.watches.get(watchKey(watch)) !== watch;

/** Something changed who can answer whom: silences begin and end. */
export function reviewWatches(world: World, cause: number): void {
  world.watches.forEach((watch) => review(world, watch, cause));
}

function review(world: World, watch: Watch, cause: number): void {
  const answers = canAnswer(world, watch);
  if (answers && watch.token !== NOT_COUNTING) {
    watch.token = NOT_COUNTING;
    if (watch.silent) world.queue.push(world.now + world.network.latencyMs[0], { what: 'heard', watch, cause });
    watch.silent = false;
  } else if (!answers && watch.token === NOT_COUNTING) {
    watch.token = freshId(world);
    world.queue.push(world.now + watch.silenceMs, { what: 'silence', watch, token: watch.token, cause });
  }
}

function canAnswer(world: World, { node, peer }: Watch): boolean {
  return nodeOf(world, peer).status === 'up' && !isBlocked(world, node, peer) && !isBlocked(world, peer, node);
}
