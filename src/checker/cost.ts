/** What a lane's guarantee cost, in counts that mean the same in every system. */
import type { Trace, TraceEvent } from '../trace/event';
import type { RecordEvidence } from './evidence';
import type { Judged } from './judgeRecord';
import type { Cost } from './verdict';

/** What a store does in one transaction: effects, names and progress of one request. */
const OF_A_TRANSACTION: ReadonlySet<TraceEvent['kind']> = new Set(['apply', 'remember', 'commit']);

/**
 * Messages put on the wire, writes that survive a crash, names remembered at most, and the time until visible. What one
 * request has a store do is one transaction and counts as one write, however many records it is about.
 */
export function costOf(trace: Trace, evidence: readonly RecordEvidence[], judged: readonly Judged[]): Cost {
  let messages = 0;
  const writes = new Set<string>();
  let batches = 0;
  let names = 0;
  for (const event of trace.events) {
    if (event.kind === 'send') messages += 1;
    if (event.durable) writes.add(writeOf(event));
    if (event.kind === 'append') batches = Math.max(batches, event.remembered);
    if (event.kind === 'remember') names = Math.max(names, event.names);
  }
  const visible = timesUntilVisible(trace.events, evidence, judged);
  return {
    messages,
    durableWrites: writes.size,
    visibleMs: { p50: nearestRank(visible, 50), p99: nearestRank(visible, 99) },
    virtualMs: trace.events.at(-1)?.at ?? 0,
    rememberedNames: batches + names,
  };
}

/** Events of one transaction have one name. */
const writeOf = ({ seq, node, kind, causes }: TraceEvent): string =>
  OF_A_TRANSACTION.has(kind) && causes.length > 0 ? `${node} ${causes[0]}` : `${seq}`;

function timesUntilVisible(
  events: readonly TraceEvent[],
  evidence: readonly RecordEvidence[],
  judged: readonly Judged[],
): readonly number[] {
  const times: number[] = [];
  judged.forEach(({ effects }, index) => {
    const submitted = events[evidence[index]?.submits[0] ?? -1];
    const applied = events[effects[0] ?? -1];
    if (submitted !== undefined && applied !== undefined) times.push(applied.at - submitted.at);
  });
  return times.toSorted((a, b) => a - b);
}

/** The nearest-rank percentile of sorted whole numbers; 0 of none. */
function nearestRank(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}
