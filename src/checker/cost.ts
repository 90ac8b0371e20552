/** What a lane's guarantee cost, in counts that mean the same in every system. */
import type { Trace, TraceEvent } from '../trace/event';
import type { RecordEvidence } from './evidence';
import type { Judged } from './judgeRecord';
import type { Cost } from './verdict';

/** Messages put on the wire, writes that survive a crash, names remembered at most, and the time until visible. */
export function costOf(trace: Trace, evidence: readonly RecordEvidence[], judged: readonly Judged[]): Cost {
  let messages = 0;
  let durableWrites = 0;
  let batches = 0;
  let names = 0;
  for (const event of trace.events) {
    if (event.kind === 'send') messages += 1;
    if (event.durable) durableWrites += 1;
    if (event.kind === 'append') batches = Math.max(batches, event.remembered);
    if (event.kind === 'remember') names = Math.max(names, event.names);
  }
  const visible = timesUntilVisible(trace.events, evidence, judged);
  return {
    messages,
    durableWrites,
    visibleMs: { p50: nearestRank(visible, 50), p99: nearestRank(visible, 99) },
    virtualMs: trace.events.at(-1)?.at ?? 0,
    rememberedNames: batches + names,
  };
}

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
