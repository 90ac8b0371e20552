/** Which instances of an application followed each other, and when each of them had been replaced. */
import type { Trace } from '../../trace/event';
import { sessionKey, type Session } from './wire';

interface Instance {
  readonly application: string;
  /** Later instances have greater numbers. */
  readonly rank: number;
  /** When it finished initialising: `initTransactions()` had returned, or its first `send()` was acknowledged. */
  ready: number;
}

/** By session: the event from which on it was replaced. Sessions that nobody replaced are not in it. */
export function replacedSince({ events }: Trace): ReadonlyMap<string, number> {
  const instances = new Map<string, Instance>();
  for (const event of events) {
    const key = sessionKey(event);
    const instance = instances.get(key);
    if (event.kind === 'call' && instance === undefined) {
      const ready = event.api === 'initTransactions' ? event.seq : -1;
      instances.set(key, { application: applicationOf(event), rank: rankOf(event), ready });
    }
    if (event.kind === 'told' && event.outcome === 'ok' && instance !== undefined && instance.ready < 0)
      instance.ready = event.seq;
  }
  return firstReadyAfter(instances);
}

function firstReadyAfter(instances: ReadonlyMap<string, Instance>): ReadonlyMap<string, number> {
  const replaced = new Map<string, number>();
  for (const [key, { application, rank }] of instances) {
    const later = [...instances.values()].filter(
      (other) => other.application === application && other.rank > rank && other.ready >= 0,
    );
    if (later.length > 0) replaced.set(key, Math.min(...later.map(({ ready }) => ready)));
  }
  return replaced;
}

/** `producer` and `producer-2` are instances of one application; any other node is an application of its own. */
function applicationOf({ node }: Session): string {
  return /^producer(-\d+)?$/u.test(node) ? 'producer' : node;
}

/** Restarts of one node follow each other, and `producer-2` follows every life of `producer`. */
const RANKS_OF_A_NODE = 1_000_000;

function rankOf({ node, incarnation }: Session): number {
  const number = /^producer-(\d+)$/u.exec(node)?.[1];
  return Number(number ?? 1) * RANKS_OF_A_NODE + incarnation;
}
