/** Which edges a chart took last, and what was refused on them. */
import type { Edge, EventOf, Trace, TraceEvent } from '../event';
import { addSince, chartKey, valueAt, type Since } from './timeline';

export type Refusal = EventOf<'refuse'> | EventOf<'absorb'>;

/** One edge, with what was refused on it: then its guard is the one that refused. */
export interface TakenEdge {
  readonly edge: Edge;
  readonly refusals: readonly Refusal[];
}

/** What one event set off in a chart: an edge, and those that followed because the chart told itself something. */
export interface Move {
  readonly atMs: number;
  /** The event that set it off; -1: the outside world. */
  readonly by: number;
  readonly edges: readonly TakenEdge[];
}

/** By node and part. */
export type EdgeHistory = ReadonlyMap<string, readonly Since<Move>[]>;

/** Reads all edges of a run. Linear in the number of edges and events. */
export function readEdges({ events, taken }: Trace): EdgeHistory {
  const moves = new Map<string, Since<Move>[]>();
  taken.forEach(({ after, by, node, part, edge }, index) => {
    const until = taken[index + 1]?.after ?? events.length - 1;
    const refusals = events
      .slice(after + 1, until + 1)
      .filter((event) => event.node === node)
      .filter(isRefusal);
    const step: TakenEdge = { edge, refusals };
    const key = chartKey(node, part);
    const seq = by < 0 ? after + 1 : after;
    const last = moves.get(key)?.at(-1);
    if (last !== undefined && by >= 0 && last.value.by === by)
      addSince(moves, key, { seq, value: { ...last.value, edges: [...last.value.edges, step] } });
    else addSince(moves, key, { seq, value: { atMs: events[seq]?.at ?? 0, by, edges: [step] } });
  });
  return moves;
}

/** The last move of this part's chart up to event `seq`; undefined before its first. */
export const moveAt = (history: EdgeHistory, node: string, part: string, seq: number): Move | undefined =>
  valueAt(history.get(chartKey(node, part)) ?? [], seq);

const isRefusal = (event: TraceEvent): event is Refusal => event.kind === 'refuse' || event.kind === 'absorb';
