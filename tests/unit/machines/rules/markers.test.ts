import { describe, expect, it } from 'vitest';
import {
  abortedIn,
  applyMarker,
  clearVerification,
  entriesOf,
  expireProducers,
  expireVerifications,
  filterAborted,
  firstUnstableOffset,
  guardHolds,
  lastSequenceOf,
  lastStableOffset,
  markerBatch,
  needsVerification,
  noVerifications,
  noteAborted,
  openFirstOffsets,
  produceErrorOf,
  rebuildStates,
  recordAppend,
  snapshotOf,
  startVerification,
  stillUndecided,
  truncateAborted,
  validateMarker,
} from '../../../../src/machines/log/rules';
import type {
  AbortedIndex,
  Batch,
  Control,
  LogEntry,
  Marker,
  ProducerEntry,
  ProducerStates,
} from '../../../../src/machines/log/rules';

const PID = 7;

function known(change: Partial<ProducerEntry>): ProducerStates {
  return new Map([
    [
      PID,
      {
        epoch: 2,
        coordinatorEpoch: 3,
        currentTransactionFirstOffset: undefined,
        batches: [],
        lastTimestampMs: 0,
        ...change,
      },
    ],
  ]);
}

function marker(change: Partial<Marker> = {}): Marker {
  return { producerId: PID, epoch: 3, coordinatorEpoch: 3, control: 'commit', transactionVersion: 2, ...change };
}

describe('control markers', () => {
  const open = { currentTransactionFirstOffset: 5 };
  it.each([
    ['a lower epoch', open, marker({ epoch: 1 }), 'INVALID_PRODUCER_EPOCH'],
    [
      'V2: the same epoch while a transaction is open is a late copy',
      open,
      marker({ epoch: 2 }),
      'INVALID_PRODUCER_EPOCH',
    ],
    ['V2: the same epoch and nothing open is a retry', {}, marker({ epoch: 2 }), undefined],
    ['V1: the same epoch ends the transaction', open, marker({ epoch: 2, transactionVersion: 1 }), undefined],
    ['a lower coordinator epoch', open, marker({ coordinatorEpoch: 2 }), 'TRANSACTION_COORDINATOR_FENCED'],
    [
      'the producer epoch is looked at first',
      open,
      marker({ epoch: 1, coordinatorEpoch: 2 }),
      'INVALID_PRODUCER_EPOCH',
    ],
    ['a higher coordinator epoch', open, marker({ coordinatorEpoch: 4 }), undefined],
    ['in order', open, marker(), undefined],
  ] as const)('%s', (_, entry, written, error) => {
    expect(validateMarker(known(entry), written)).toBe(error);
  });

  it('of an unknown producer is taken, and followers test nothing', () => {
    expect(validateMarker(new Map(), marker())).toBeUndefined();
    expect(validateMarker(known(open), marker({ epoch: 0 }), 'replication')).toBeUndefined();
  });

  it('ends the open transaction and takes over both epochs', () => {
    const states = known({
      ...open,
      batches: [{ firstSequence: 0, lastSequence: 0, firstOffset: 5, lastOffset: 5, timestampMs: 0 }],
    });
    expect(applyMarker(states, marker({ control: 'abort', coordinatorEpoch: 4 }), 9, 70)).toEqual({
      producerId: PID,
      firstOffset: 5,
      markerOffset: 9,
      aborted: true,
    });
    expect(states.get(PID)).toEqual({
      epoch: 3,
      coordinatorEpoch: 4,
      currentTransactionFirstOffset: undefined,
      batches: [],
      lastTimestampMs: 70,
    });
  });

  it('of the same epoch keeps the remembered batches (V1)', () => {
    const states = known({
      ...open,
      batches: [{ firstSequence: 0, lastSequence: 0, firstOffset: 5, lastOffset: 5, timestampMs: 0 }],
    });
    applyMarker(states, marker({ epoch: 2 }), 9, 70);
    expect(states.get(PID)?.batches).toHaveLength(1);
  });

  it('stands in the log as a transactional record of its own without sequence', () => {
    const [entry] = entriesOf(markerBatch(marker({ control: 'abort' })), 9, 1, 70);
    expect(entry).toMatchObject({
      offset: 9,
      transactional: true,
      control: 'abort',
      sequence: -1,
      record: 0,
      batchSize: 1,
    });
  });

  it('without an open transaction ends nothing but still raises the epoch', () => {
    const states = known({});
    expect(applyMarker(states, marker(), 9, 70)).toBeUndefined();
    expect(states.get(PID)?.epoch).toBe(3);
  });
});

describe('verification', () => {
  const first = { producerId: PID, epoch: 2, firstSequence: 4 };
  const v2 = { nowMs: 0, transactionVersion: 2 } as const;
  const data = { producerId: PID, epoch: 2, transactional: true };

  it('keeps one guard a producer until it is used up', () => {
    const verifications = noVerifications();
    const { guard } = startVerification(verifications, new Map(), first, v2);
    expect(startVerification(verifications, new Map(), first, v2)).toEqual({ guard, error: 'NONE' });
    expect(guardHolds(verifications, PID, guard)).toBe(true);
    clearVerification(verifications, { ...data, transactional: false });
    expect(guardHolds(verifications, PID, guard)).toBe(true);
    clearVerification(verifications, data);
    expect(guardHolds(verifications, PID, guard)).toBe(false);
    expect(startVerification(verifications, new Map(), first, v2).guard).not.toBe(guard);
  });

  it.each([
    ['V2, of the transaction that is verified', 2, 3, false],
    ['V2, of the one before it', 2, 2, true],
    ['V1', 1, 2, false],
  ] as const)('a marker uses the guard up: %s', (_, transactionVersion, epoch, holds) => {
    const verifications = noVerifications();
    const { guard } = startVerification(verifications, new Map(), first, { nowMs: 0, transactionVersion });
    clearVerification(verifications, { ...data, epoch, control: 'commit' });
    expect(guardHolds(verifications, PID, guard)).toBe(holds);
  });

  it('is not needed while the transaction is open here, and not begun for a stale epoch', () => {
    const open = startVerification(noVerifications(), known({ currentTransactionFirstOffset: 0 }), first, v2);
    expect(open).toEqual({ guard: 0, error: 'NONE' });
    expect(guardHolds(noVerifications(), PID, 0)).toBe(false);
    const stale = startVerification(noVerifications(), known({ epoch: 3 }), first, v2);
    expect(stale).toEqual({ guard: 0, error: 'INVALID_PRODUCER_EPOCH' });
  });

  it.each([
    ['V1, switched on', true, 1, true, undefined, true],
    ['V1, switched off', true, 1, false, undefined, false],
    ['V2, switched off', true, 2, false, undefined, true],
    ['a plain batch', false, 2, true, undefined, false],
    ['an open transaction', true, 2, true, 0, false],
  ] as const)('is asked for: %s', (_, transactional, transactionVersion, verificationEnabled, open, isNeeded) => {
    const states = known({ currentTransactionFirstOffset: open });
    const batch = { ...data, transactional };
    expect(needsVerification(states, batch, { transactionVersion, verificationEnabled })).toBe(isNeeded);
  });

  it.each([
    ['a lower sequence of the same epoch counts', { epoch: 2, firstSequence: 1 }, 2, 1],
    ['a higher sequence of the same epoch does not', { epoch: 2, firstSequence: 6 }, 2, 4],
    ['a higher epoch starts afresh', { epoch: 3, firstSequence: 9 }, 3, 9],
    ['a lower epoch changes nothing', { epoch: 1, firstSequence: 0 }, 2, 4],
  ])('%s', (_, second, epoch, lowestSequence) => {
    const verifications = noVerifications();
    startVerification(verifications, new Map(), first, v2);
    startVerification(verifications, new Map(), { producerId: PID, ...second }, v2);
    expect(verifications.entries.get(PID)).toMatchObject({ epoch, lowestSequence });
  });

  it('expires like producer state', () => {
    const verifications = noVerifications();
    startVerification(verifications, new Map(), first, { ...v2, nowMs: 10 });
    expireVerifications(verifications, 109, 100);
    expect(verifications.entries.size).toBe(1);
    expireVerifications(verifications, 110, 100);
    expect(verifications.entries.size).toBe(0);
  });

  it.each([
    ['PRODUCER_FENCED', 2, true, 'INVALID_PRODUCER_EPOCH'],
    ['TRANSACTION_ABORTABLE', 2, true, 'TRANSACTION_ABORTABLE'],
    ['TRANSACTION_ABORTABLE', 1, false, 'INVALID_TXN_STATE'],
    ['COORDINATOR_LOAD_IN_PROGRESS', 2, true, 'NOT_ENOUGH_REPLICAS'],
    ['COORDINATOR_NOT_AVAILABLE', 2, true, 'NOT_ENOUGH_REPLICAS'],
    ['NOT_COORDINATOR', 2, true, 'NOT_ENOUGH_REPLICAS'],
    ['NETWORK_EXCEPTION', 2, true, 'NOT_ENOUGH_REPLICAS'],
    ['CONCURRENT_TRANSACTIONS', 1, true, 'NOT_ENOUGH_REPLICAS'],
    ['CONCURRENT_TRANSACTIONS', 2, true, 'CONCURRENT_TRANSACTIONS'],
    ['INVALID_PRODUCER_ID_MAPPING', 2, true, 'INVALID_PRODUCER_ID_MAPPING'],
  ] as const)(
    '%s of the coordinator is heard by a V%s producer (knows abortable: %s) as %s',
    (answer, version, knows, heard) => {
      expect(produceErrorOf(answer, version, knows)).toBe(heard);
    },
  );

  it('takes a producer for one that knows of abortable errors', () => {
    expect(produceErrorOf('TRANSACTION_ABORTABLE', 2)).toBe('TRANSACTION_ABORTABLE');
  });
});

/** Writes a log as a leader would and hands it out with all it knows at its end. */
function writeLog(steps: readonly (readonly [pid: number, what: number | Control])[]): {
  log: LogEntry[];
  states: ProducerStates;
  aborted: AbortedIndex;
} {
  const log: LogEntry[] = [];
  const states: ProducerStates = new Map();
  const aborted: AbortedIndex = [];
  const next = new Map<number, number>();
  for (const [producerId, what] of steps) {
    const offset = log.length;
    if (typeof what === 'number') {
      const sequence = next.get(producerId) ?? 0;
      next.set(producerId, sequence + what);
      const records = Array.from({ length: what }, (_, index) => offset + index + 1);
      const batch: Batch = {
        producerId,
        epoch: 0,
        firstSequence: sequence,
        lastSequence: lastSequenceOf(sequence, what),
        transactional: true,
        records,
      };
      recordAppend(states, batch, offset, offset);
      log.push(...entriesOf(batch, offset, 0, offset));
    } else {
      const written = { producerId, epoch: 0, coordinatorEpoch: 0, control: what };
      const ended = applyMarker(states, written, offset, offset);
      if (ended !== undefined) noteAborted(aborted, ended, openFirstOffsets(states));
      log.push(...entriesOf(markerBatch(written), offset, 0, offset));
    }
  }
  return { log, states, aborted };
}

const MIXED = [
  [1, 2],
  [2, 1],
  [1, 'abort'],
  [2, 3],
  [1, 1],
  [2, 'commit'],
  [1, 'abort'],
  [3, 2],
] as const;

describe('what survives a restart', () => {
  it('is rebuilt from the log as it was', () => {
    const { log, states, aborted } = writeLog(MIXED);
    const rebuilt = rebuildStates(log);
    expect(rebuilt.states).toEqual(states);
    expect(rebuilt.aborted).toEqual(aborted);
    expect(rebuilt.completed.map(({ producerId, markerOffset }) => [producerId, markerOffset])).toEqual([
      [1, 3],
      [2, 8],
      [1, 9],
    ]);
  });

  it('is the same from a snapshot and the rest, but for the batches before the last', () => {
    const { log, states } = writeLog(MIXED);
    const half = rebuildStates(log.slice(0, 4));
    const rebuilt = rebuildStates(log, snapshotOf(half.states, 4));
    expect([...rebuilt.states.keys()]).toEqual([...states.keys()]);
    expect(rebuilt.states.get(2)).toEqual(states.get(2));
  });

  it('keeps one batch a producer in a snapshot, and does not share it', () => {
    const { states } = writeLog([
      [1, 1],
      [1, 1],
    ]);
    const snapshot = snapshotOf(states, 2);
    expect(snapshot.states.get(1)?.batches.map((each) => each.firstSequence)).toEqual([1]);
    const rebuilt = rebuildStates([], snapshot);
    rebuilt.states.get(1)?.batches.pop();
    expect(snapshot.states.get(1)?.batches).toHaveLength(1);
  });

  it('forgets idle producers, but none with an open transaction', () => {
    const states: ProducerStates = new Map([
      ...known({ lastTimestampMs: 10 }),
      [8, { ...(known({ lastTimestampMs: 10, currentTransactionFirstOffset: 1 }).get(PID) as ProducerEntry) }],
    ]);
    expect(expireProducers(states, 109, 100)).toEqual([]);
    expect(expireProducers(states, 110, 100)).toEqual([PID]);
    expect([...states.keys()]).toEqual([8]);
  });
});

describe('the last stable offset', () => {
  const ended = [{ firstOffset: 3, markerOffset: 8 }];
  it.each([
    ['nothing open: the high watermark', [], [], 10, 10],
    ['the earliest open transaction', [6, 4], [], 10, 4],
    ['an open transaction beyond the high watermark does not count', [12], [], 10, 10],
    ['a decided one whose marker is not below the high watermark', [], ended, 8, 3],
    ['a decided one whose marker is below the high watermark', [], ended, 9, 9],
    ['both', [2], ended, 8, 2],
  ])('%s', (_, open, decided, highWatermark, expected) => {
    expect(lastStableOffset(open, decided, highWatermark)).toBe(expected);
  });

  it('is never below the start of the log', () => {
    expect(lastStableOffset([2], [], 10, 5)).toBe(5);
    expect(firstUnstableOffset([], [], 10)).toBeUndefined();
  });

  it('forgets decided transactions once their marker is replicated', () => {
    const all = [
      { producerId: 1, firstOffset: 3, markerOffset: 8, aborted: false },
      { producerId: 2, firstOffset: 4, markerOffset: 9, aborted: false },
    ];
    expect(stillUndecided(all, 9).map((each) => each.producerId)).toEqual([2]);
  });
});

describe('aborted transactions', () => {
  const { log, aborted } = writeLog(MIXED);

  it('are listed when they touch what is fetched', () => {
    expect(abortedIn(aborted, 0, 12)).toEqual([
      { producerId: 1, firstOffset: 0 },
      { producerId: 1, firstOffset: 7 },
    ]);
    expect(abortedIn(aborted, 4, 12)).toEqual([{ producerId: 1, firstOffset: 7 }]);
    expect(abortedIn(aborted, 0, 7)).toEqual([{ producerId: 1, firstOffset: 0 }]);
    expect(abortedIn(aborted, 10, 12)).toEqual([]);
  });

  it('note what was still undecided then, so that a search can stop', () => {
    const { aborted: noted } = writeLog([
      [2, 1],
      [1, 1],
      [1, 'abort'],
      [3, 1],
      [3, 'abort'],
      [2, 'abort'],
    ]);
    expect(noted.map((each) => [each.producerId, each.lastStableOffset])).toEqual([
      [1, 0],
      [3, 0],
      [2, 6],
    ]);
    expect(abortedIn(noted, 0, 2).map((each) => each.producerId)).toEqual([1, 2]);
  });

  it('are forgotten with the tail that held their marker', () => {
    const copy = [...aborted];
    truncateAborted(copy, 9);
    expect(copy.map((each) => each.lastOffset)).toEqual([3]);
  });

  it('are dropped by the consumer, markers are never handed out, and positions have gaps', () => {
    const { delivered, dropped } = filterAborted(log.slice(0, 10), abortedIn(aborted, 0, 10), 'read_committed');
    expect(delivered.map((entry) => entry.offset)).toEqual([2, 4, 5, 6]);
    expect(dropped.map((entry) => entry.offset)).toEqual([0, 1, 7]);
  });

  it('reach a reader of everything', () => {
    const { delivered } = filterAborted(log.slice(0, 10), abortedIn(aborted, 0, 10), 'read_uncommitted');
    expect(delivered.map((entry) => entry.offset)).toEqual([0, 1, 2, 4, 5, 6, 7]);
  });

  it('end at their own marker: what the same producer writes next is delivered', () => {
    const next = writeLog([
      [1, 1],
      [1, 'abort'],
      [1, 1],
      [1, 'commit'],
    ]);
    const { delivered } = filterAborted(next.log, abortedIn(next.aborted, 0, 4), 'read_committed');
    expect(delivered.map((entry) => entry.offset)).toEqual([2]);
  });
});
