import type { Trace, TraceEvent } from '../event';

/** The events as plain data, as the contract has them: at least `seq`, `at`, `node`, `kind` and `causes`. */
export function exportJson(trace: Trace): readonly TraceEvent[] {
  return trace.events;
}
