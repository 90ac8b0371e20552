/** Which producer snapshot a log is loaded from (`ProducerStateManager.loadFromSnapshot`, `UnifiedLog.rebuildProducerState`). */
import { expireProducers, rebuildStates, type Snapshot } from './rebuildStates';
import type { LogEntry, ProducerStates } from './types';

/** The newest snapshot that holds nothing from `offset` on; `undefined` when there is none. */
export function newestSnapshot(snapshots: readonly Snapshot[], offset: number): Snapshot | undefined {
  let newest: Snapshot | undefined;
  for (const snapshot of snapshots)
    if (snapshot.offset <= offset && (newest === undefined || snapshot.offset >= newest.offset)) newest = snapshot;
  return newest;
}

export interface Load {
  /** Before this offset nothing is left to replay. */
  readonly logStart: number;
  readonly nowMs: number;
  readonly expirationMs: number;
}

/** The states of a log that ends at `offset`: newest snapshot, without those who expired meanwhile, then the log after it. */
export function loadStates(
  entries: readonly LogEntry[],
  snapshots: readonly Snapshot[],
  offset: number,
  { logStart, nowMs, expirationMs }: Load,
): ProducerStates {
  const snapshot = newestSnapshot(snapshots, offset) ?? { offset: 0, states: new Map() };
  const start = rebuildStates([], snapshot).states;
  expireProducers(start, nowMs, expirationMs);
  const from = Math.max(snapshot.offset, logStart);
  const rest = entries.filter((entry) => entry.offset >= from && entry.offset < offset);
  return rebuildStates(rest, { offset: from, states: start }).states;
}
