/** The states of a run's nodes at every instant, read off its trace once. */
import type { Trace } from '../event';
import { readBatches, type BatchHistory } from './batches';
import { readCoordination, type CoordinationHistory } from './coordination';
import { readEdges, type EdgeHistory } from './edges';
import { readLogs, type LogHistory } from './logs';
import { readReaders, type ReaderHistory } from './readers';

export * from './batches';
export * from './coordination';
export * from './edges';
export * from './logs';
export * from './memory';
export * from './readers';
export * from './timeline';

export interface History {
  readonly logs: LogHistory;
  readonly readers: ReaderHistory;
  readonly coordination: CoordinationHistory;
  readonly batches: BatchHistory;
  readonly edges: EdgeHistory;
}

/** Reads the whole trace; linear in the number of its events. */
export function readHistory(trace: Trace): History {
  const { events } = trace;
  return {
    logs: readLogs(events),
    readers: readReaders(events),
    coordination: readCoordination(events),
    batches: readBatches(events),
    edges: readEdges(trace),
  };
}
