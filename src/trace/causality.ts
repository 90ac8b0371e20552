/** Who caused whom: walking a trace along its causes, backwards and forwards. */
import type { TraceEvent } from './event';

/** All events from which `seqs` can be reached along causes, `seqs` included, in order. */
export function ancestorsOf(events: readonly TraceEvent[], seqs: readonly number[]): readonly TraceEvent[] {
  const seen = new Set<number>(seqs);
  const open = [...seqs];
  for (let seq = open.pop(); seq !== undefined; seq = open.pop()) {
    for (const cause of events[seq]?.causes ?? []) {
      if (seen.has(cause)) continue;
      seen.add(cause);
      open.push(cause);
    }
  }
  return [...seen].toSorted((a, b) => a - b).flatMap((seq) => events[seq] ?? []);
}

/** By event: the events that name it as a cause, in order. */
export function effectsOf(events: readonly TraceEvent[]): readonly (readonly number[])[] {
  const effects: number[][] = events.map(() => []);
  for (const { seq, causes } of events) for (const cause of causes) effects[cause]?.push(seq);
  return effects;
}

/** Whether the first event happened before the second: a chain of causes leads from the one to the other. */
export function happensBefore(events: readonly TraceEvent[], earlier: number, later: number): boolean {
  return earlier !== later && ancestorsOf(events, [later]).some(({ seq }) => seq === earlier);
}

export type VectorClock = ReadonlyMap<string, number>;

/**
 * A vector clock for every event: its node has ticked once more, and it knows what its causes knew. Events of one node
 * are taken as ordered, as a log on that node would show them.
 */
export function vectorClocks(events: readonly TraceEvent[]): readonly VectorClock[] {
  const clocks: VectorClock[] = [];
  const latest = new Map<string, VectorClock>();
  for (const { node, causes } of events) {
    const clock = new Map(latest.get(node) ?? []);
    for (const cause of causes)
      clocks[cause]?.forEach((ticks, who) => clock.set(who, Math.max(clock.get(who) ?? 0, ticks)));
    clock.set(node, (clock.get(node) ?? 0) + 1);
    clocks.push(clock);
    latest.set(node, clock);
  }
  return clocks;
}
