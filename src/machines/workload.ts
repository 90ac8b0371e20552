/** The workload: the outside world that hands records to whoever sends them. */
import type { Effects } from '../engine/contracts';

export interface WorkloadPace {
  readonly records: number;
  readonly everyMs: number;
  /** When the first record comes; absent: at once. */
  readonly firstMs?: number;
}

/** When this record is due, in virtual ms; the first one is number 1. */
export const dueAtMs = ({ everyMs, firstMs = 0 }: Omit<WorkloadPace, 'records'>, record: number): number =>
  firstMs + (record - 1) * everyMs;

/** Waits for the next record, if there is one: `recordDue`. Its timer is the outside world's, and no event of the run. */
export function expectNext(pace: WorkloadPace, next: number, now: number): Effects {
  if (next > pace.records) return [];
  const delayMs = Math.max(0, dueAtMs(pace, next) - now);
  return [{ do: 'startTimer', name: 'outside.workload', event: 'recordDue', delayMs }];
}
