/** The states of a run's nodes at every instant, read off its trace once. */
import type { Trace } from '../event';
import { readBatches, type BatchHistory } from './batches';
import { readCoordination, type CoordinationHistory } from './coordination';
import { readLogs, type LogHistory } from './logs';
import { readReaders, type ReaderHistory } from './readers';

export * from './batches';
export * from './coordination';
export * from './logs';
export * from './memory';
export * from './readers';
export * from './timeline';

export interface History {
  readonly logs: LogHistory;
  readonly readers: ReaderHistory;
  readonly coordination: CoordinationHistory;
  readonly batches: BatchHistory;
}

/** Reads the whole trace; linear in the number of its events. */
export function readHistory({ events }: Trace): History {
  return {
    logs: readLogs(events),
    readers: readReaders(events),
    coordination: readCoordination(events),
    batches: readBatches(events),
  };
}
