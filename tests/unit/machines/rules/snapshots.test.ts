/** From which snapshot a log is loaded, and what a new leader says of its latest offset. */
import { describe, expect, test } from 'vitest';
import {
  entriesOf,
  latestOffset,
  loadStates,
  newestSnapshot,
  rebuildStates,
  snapshotOf,
  type LogEntry,
} from '../../../../src/machines/log/rules';

/** Producer 7 with a batch of one record at each offset, one millisecond after another. */
const log = (count: number): LogEntry[] =>
  Array.from({ length: count }, (_, place) =>
    entriesOf(
      {
        producerId: 7,
        epoch: 0,
        firstSequence: place,
        lastSequence: place,
        transactional: false,
        records: [place + 1],
      },
      place,
      0,
      place,
    ),
  ).flat();

const at = (offset: number): ReturnType<typeof snapshotOf> => snapshotOf(rebuildStates(log(offset)).states, offset);
const load = { logStart: 0, nowMs: 10, expirationMs: 1_000 };
const sequences = (states: ReturnType<typeof loadStates>): number[] | undefined =>
  states.get(7)?.batches.map(({ lastSequence }) => lastSequence);

describe('loading (ProducerStateManager.loadFromSnapshot)', () => {
  test('the newest snapshot that is not beyond the offset', () => {
    expect(newestSnapshot([at(1), at(3), at(2)], 2)?.offset).toBe(2);
    expect(newestSnapshot([at(3)], 2)).toBeUndefined();
    expect(newestSnapshot([at(1), at(3), at(2)], 9)?.offset).toBe(3);
  });

  test.each<readonly [string, readonly number[], number, number[]]>([
    ['no snapshot: everything is replayed, five batches are remembered', [], 6, [1, 2, 3, 4, 5]],
    ['a snapshot holds one batch', [4], 4, [3]],
    ['a snapshot, and what comes after it', [2], 4, [1, 2, 3]],
    ['a later snapshot does not count', [5], 4, [0, 1, 2, 3]],
    ['nothing from the offset on', [], 2, [0, 1]],
  ])('%s', (_, offsets, offset, expected) => {
    expect(sequences(loadStates(log(6), offsets.map(at), offset, load))).toEqual(expected);
  });

  test('whoever has expired is not loaded, unless the log after the snapshot shows it', () => {
    const late = { ...load, nowMs: 5_000 };
    expect(sequences(loadStates(log(3), [at(3)], 3, late))).toBeUndefined();
    expect(sequences(loadStates(log(4), [at(3)], 4, late))).toEqual([3]);
  });

  test('deleted segments are not replayed', () => {
    expect(sequences(loadStates(log(4), [], 4, { ...load, logStart: 2 }))).toEqual([2, 3]);
  });

  test('loading leaves the snapshot as it was', () => {
    const snapshot = at(2);
    loadStates(log(4), [snapshot], 4, { ...load, nowMs: 5_000 });
    expect(snapshot.states.get(7)?.batches).toHaveLength(1);
  });
});

test.each<readonly [string, number, number, number, boolean, object]>([
  ['read_uncommitted: the high watermark', 5, 3, 0, false, { error: 'NONE', offset: 5 }],
  ['read_committed: the last stable offset', 5, 3, 0, true, { error: 'NONE', offset: 3 }],
  [
    "KIP-207: the high watermark lags behind the leader's start",
    5,
    3,
    6,
    false,
    { error: 'OFFSET_NOT_AVAILABLE', offset: -1 },
  ],
  ['KIP-207: it does not any longer', 6, 3, 6, true, { error: 'NONE', offset: 3 }],
])('latest offset, %s', (_, highWatermark, lastStable, epochStart, committedOnly, answer) => {
  expect(latestOffset({ highWatermark, lastStable, epochStart }, committedOnly)).toEqual(answer);
});
