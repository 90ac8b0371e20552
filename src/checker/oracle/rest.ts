/** Whether a run has come to rest: only then may anybody say that something will never happen any more. */
import type { Trace, TraceEvent } from '../../trace/event';
import type { FinalLog } from './finalLog';

/** Why it has not: '' when it has. */
export function whyUndecided({ events }: Trace, logs: readonly FinalLog[]): string {
  const last = events.at(-1);
  if (last?.kind !== 'end' || last.ended !== 'quiet') return 'cut off by a limit';
  const stopped = stoppedNodes(events);
  const leaderless = logs.find(({ leader }) => stopped.has(leader));
  if (leaderless !== undefined) return `${leaderless.leader} is down`;
  const coordinator = events.find(({ kind, node }) => kind === 'transaction' && stopped.has(node));
  if (coordinator !== undefined) return `${coordinator.node} is down`;
  if (cutLinks(events) > 0) return 'a link is cut';
  const behind = logs.find(({ highWatermark, logEnd }) => highWatermark < logEnd);
  return behind === undefined ? '' : `partition ${behind.partition} is not replicated`;
}

function stoppedNodes(events: readonly TraceEvent[]): ReadonlySet<string> {
  const stopped = new Set<string>();
  for (const { kind, node } of events) {
    if (kind === 'crash' || kind === 'pause') stopped.add(node);
    if (kind === 'restart' || kind === 'wake') stopped.delete(node);
  }
  return stopped;
}

function cutLinks(events: readonly TraceEvent[]): number {
  return events.reduce((sum, { kind }) => sum + (kind === 'cut' ? 1 : kind === 'heal' ? -1 : 0), 0);
}
