import { describe, expect, it } from 'vitest';
import {
  MAX_SEQUENCE,
  applyMarker,
  addSequence,
  entriesOf,
  follows,
  lastSequenceOf,
  recordAppend,
  validateAppend,
} from '../../../../src/machines/log/rules';
import type {
  AppendContext,
  Batch,
  CachedBatch,
  ProducerEntry,
  ProducerStates,
} from '../../../../src/machines/log/rules';

const PID = 7;

function batch(change: Partial<Batch> & { sequence?: number; count?: number } = {}): Batch {
  const { sequence = 0, count = 1, ...rest } = change;
  const records = Array.from({ length: count }, (_, index) => index + 1);
  return {
    producerId: PID,
    epoch: 2,
    firstSequence: sequence,
    lastSequence: lastSequenceOf(sequence, count),
    transactional: false,
    records,
    ...rest,
  };
}

function context(change: Partial<AppendContext> = {}): AppendContext {
  return {
    origin: 'client',
    acks: 'all',
    isrSize: 3,
    minIsr: 2,
    verified: true,
    verificationEnabled: true,
    ...change,
  };
}

/** A verification entry of a client of this version. */
const asked = (lowestSequence: number, version: 1 | 2): Partial<AppendContext> => ({
  verification: { lowestSequence, supportsEpochBump: version === 2 },
});

function cached(firstSequence: number, lastSequence: number, firstOffset: number): CachedBatch {
  return {
    firstSequence,
    lastSequence,
    firstOffset,
    lastOffset: firstOffset + lastSequence - firstSequence,
    timestampMs: 0,
  };
}

function states(change: Partial<ProducerEntry> | undefined): ProducerStates {
  const known: ProducerEntry = {
    epoch: 2,
    coordinatorEpoch: -1,
    currentTransactionFirstOffset: undefined,
    batches: [cached(0, 4, 0)],
    lastTimestampMs: 0,
  };
  const states: ProducerStates = new Map();
  return change === undefined ? states : states.set(PID, { ...known, ...change });
}

const OOO = 'OUT_OF_ORDER_SEQUENCE_NUMBER';
const STALE = 'INVALID_PRODUCER_EPOCH';
const BAD_STATE = 'INVALID_TXN_STATE';
const OK = 'append';

type Row = readonly [
  rule: string,
  known: Partial<ProducerEntry> | undefined,
  sent: Batch,
  asked: Partial<AppendContext>,
  expected: string,
];

/** Each row quotes its rule by the number of the test in Kafka's order. */
const ROWS: readonly Row[] = [
  ['0: acks=all below the minimum ISR', {}, batch({ sequence: 5 }), { isrSize: 1 }, 'NOT_ENOUGH_REPLICAS'],
  [
    '0: comes before everything, duplicates included',
    {},
    batch({ sequence: 0, count: 5 }),
    { isrSize: 1 },
    'NOT_ENOUGH_REPLICAS',
  ],
  ['0: as many as the minimum', {}, batch({ sequence: 5 }), { isrSize: 2 }, OK],
  ['0: acks=1 does not care', {}, batch({ sequence: 5 }), { isrSize: 1, acks: 1 }, OK],
  ['0: acks=0 does not care', {}, batch({ sequence: 5 }), { isrSize: 1, acks: 0 }, OK],
  [
    '0: a coordinator waits for all and is refused too',
    {},
    batch({ sequence: -1 }),
    { isrSize: 1, origin: 'coordinator' },
    'NOT_ENOUGH_REPLICAS',
  ],
  ['1: exactly a remembered batch', {}, batch({ sequence: 0, count: 5 }), {}, 'duplicate 0-4'],
  [
    '1: the oldest of five',
    { batches: [0, 1, 2, 3, 4].map((n) => cached(n, n, 10 + n)) },
    batch({ sequence: 0 }),
    {},
    'duplicate 10-10',
  ],
  ['1: an overlap is no duplicate', {}, batch({ sequence: 3, count: 2 }), {}, OOO],
  ['1: a longer one is no duplicate', {}, batch({ sequence: 0, count: 6 }), {}, OOO],
  [
    '1: one that fell out of the memory is no duplicate',
    { batches: [1, 2, 3, 4, 5].map((n) => cached(n, n, n)) },
    batch({ sequence: 0 }),
    {},
    OOO,
  ],
  ['1: another epoch is no duplicate', {}, batch({ sequence: 0, count: 5, epoch: 3 }), {}, OK],
  ['1: a stale epoch is no duplicate', {}, batch({ sequence: 0, count: 5, epoch: 1 }), {}, STALE],
  [
    '1: of an open transaction',
    { currentTransactionFirstOffset: 0 },
    batch({ sequence: 0, count: 5, transactional: true }),
    { verified: false },
    'duplicate 0-4',
  ],
  [
    '2: first data of a transaction without a guard',
    { batches: [] },
    batch({ transactional: true }),
    { verified: false },
    BAD_STATE,
  ],
  ['2: unknown producer without a guard', undefined, batch({ transactional: true }), { verified: false }, BAD_STATE],
  [
    '2: verification switched off',
    undefined,
    batch({ transactional: true }),
    { verified: false, verificationEnabled: false },
    OK,
  ],
  [
    '2: the transaction is open here already',
    { currentTransactionFirstOffset: 0 },
    batch({ sequence: 5, transactional: true }),
    { verified: false },
    OK,
  ],
  [
    '2: open under a lower epoch does not count',
    { currentTransactionFirstOffset: 0 },
    batch({ epoch: 3, transactional: true }),
    { verified: false },
    BAD_STATE,
  ],
  [
    '2: a stale epoch is named before the guard',
    {},
    batch({ epoch: 1, transactional: true }),
    { verified: false },
    STALE,
  ],
  [
    '2: also for the group coordinator',
    undefined,
    batch({ sequence: -1, transactional: true }),
    { origin: 'coordinator', verified: false },
    BAD_STATE,
  ],
  [
    '2: a marker needs no guard',
    undefined,
    batch({ sequence: -1, transactional: true, control: 'commit' }),
    { origin: 'coordinator', verified: false },
    OK,
  ],
  [
    '4: a coordinator has no sequence',
    undefined,
    batch({ sequence: 5, transactional: true }),
    { origin: 'coordinator', ...asked(0, 2) },
    OK,
  ],
  ['3: stale epoch', {}, batch({ epoch: 1, sequence: 5 }), {}, STALE],
  ['3: stale epoch from a coordinator', {}, batch({ epoch: 1, sequence: -1 }), { origin: 'coordinator' }, STALE],
  [
    '4: beyond the lowest sequence of the verification',
    undefined,
    batch({ sequence: 1, transactional: true }),
    asked(0, 1),
    OOO,
  ],
  ['4: equal to it', undefined, batch({ sequence: 3, transactional: true }), asked(3, 1), OK],
  ['5: V2, nothing remembered, not 0', undefined, batch({ sequence: 1, transactional: true }), asked(1, 2), OOO],
  ['5: V2, batches remembered', {}, batch({ sequence: 5, transactional: true }), asked(5, 2), OK],
  ['5: V2, nothing remembered, 0', undefined, batch({ sequence: 0, transactional: true }), asked(0, 2), OK],
  ['5: V1, nothing remembered', undefined, batch({ sequence: 1, transactional: true }), asked(1, 1), OK],
  ['5: without a verification', undefined, batch({ sequence: 1 }), {}, OK],
  ['5: V2, a plain batch beside the verification', undefined, batch({ sequence: 1 }), asked(1, 2), OOO],
  ['6: a new epoch not at 0', {}, batch({ epoch: 3, sequence: 5 }), {}, OOO],
  ['6: a new epoch at 0', {}, batch({ epoch: 3, sequence: 0 }), {}, OK],
  ['7: the next sequence', {}, batch({ sequence: 5 }), {}, OK],
  ['7: a gap', {}, batch({ sequence: 6 }), {}, OOO],
  ['7: again without being remembered', {}, batch({ sequence: 4 }), {}, OOO],
  ['7: 0 follows the largest', { batches: [cached(MAX_SEQUENCE, MAX_SEQUENCE, 9)] }, batch({ sequence: 0 }), {}, OK],
  [
    '7: 1 does not follow the largest',
    { batches: [cached(MAX_SEQUENCE, MAX_SEQUENCE, 9)] },
    batch({ sequence: 1 }),
    {},
    OOO,
  ],
  [
    '7: 0 does not follow the last but one',
    { batches: [cached(MAX_SEQUENCE - 1, MAX_SEQUENCE - 1, 9)] },
    batch({ sequence: 0 }),
    {},
    OOO,
  ],
  ['7: after a marker alone only 0', { batches: [] }, batch({ sequence: 1 }), {}, OOO],
  ['7: after a marker alone 0', { batches: [] }, batch({ sequence: 0 }), {}, OK],
  ['7: a coordinator has no sequence', {}, batch({ sequence: -1 }), { origin: 'coordinator' }, OK],
  ['8: an unknown producer may begin anywhere', undefined, batch({ sequence: 5 }), {}, OK],
  ['8: epoch -1 is unknown', { epoch: -1, batches: [] }, batch({ sequence: 5 }), {}, OK],
  [
    '9: outside a transaction while one is open',
    { currentTransactionFirstOffset: 0 },
    batch({ sequence: 5 }),
    {},
    BAD_STATE,
  ],
  ['9: sequence comes first', { currentTransactionFirstOffset: 0 }, batch({ sequence: 6 }), {}, OOO],
  ['without producer id nothing is tested', {}, batch({ producerId: -1, epoch: -1, sequence: -1 }), {}, OK],
  ['a follower tests nothing', {}, batch({ epoch: 0, sequence: 99 }), { origin: 'replication', isrSize: 0 }, OK],
];

function verdictOf([, known, sent, asked]: Row): string {
  const verdict = validateAppend(states(known), sent, context(asked));
  if (verdict.verdict === 'refuse') return verdict.error;
  return verdict.verdict === 'duplicate' ? `duplicate ${verdict.firstOffset}-${verdict.lastOffset}` : verdict.verdict;
}

describe('the tests of an append, in their order', () => {
  it.each(ROWS)('%s', (...row) => {
    expect(verdictOf(row)).toBe(row[4]);
  });
});

describe('what an append leaves behind', () => {
  it('remembers five batches and forgets the sixth', () => {
    const known: ProducerStates = new Map();
    for (let sequence = 0; sequence < 6; sequence += 1) recordAppend(known, batch({ sequence }), sequence, sequence);
    expect(known.get(PID)?.batches.map((each) => each.firstSequence)).toEqual([1, 2, 3, 4, 5]);
    expect(validateAppend(known, batch({ sequence: 0 }), context())).toEqual({ verdict: 'refuse', error: OOO });
    expect(validateAppend(known, batch({ sequence: 1 }), context())).toEqual({
      verdict: 'duplicate',
      firstOffset: 1,
      lastOffset: 1,
    });
  });

  it('forgets the batches of the old epoch', () => {
    const known = states({});
    recordAppend(known, batch({ epoch: 3 }), 9, 1);
    expect(known.get(PID)).toMatchObject({ epoch: 3, batches: [{ firstSequence: 0, firstOffset: 9 }] });
  });

  it('notes where a transaction begins, once', () => {
    const known: ProducerStates = new Map();
    recordAppend(known, batch({ transactional: true, count: 2 }), 5, 1);
    recordAppend(known, batch({ transactional: true, sequence: 2 }), 9, 1);
    expect(known.get(PID)?.currentTransactionFirstOffset).toBe(5);
  });

  it('keeps nothing of a producer without id', () => {
    const known: ProducerStates = new Map();
    recordAppend(known, batch({ producerId: -1, epoch: -1, sequence: -1 }), 0, 0);
    expect(known.size).toBe(0);
  });

  it('gives each record its offset and its own sequence, also over the wrap', () => {
    const entries = entriesOf(batch({ sequence: MAX_SEQUENCE, count: 3 }), 4, 1, 50);
    expect(entries.map((entry) => [entry.offset, entry.sequence, entry.record])).toEqual([
      [4, MAX_SEQUENCE, 1],
      [5, 0, 2],
      [6, 1, 3],
    ]);
  });

  it('continues sequences over a V1 marker and starts them anew after a V2 marker', () => {
    const marker = { producerId: PID, coordinatorEpoch: 0, control: 'commit' } as const;
    const first = states({ currentTransactionFirstOffset: 0 });
    applyMarker(first, { ...marker, epoch: 2 }, 5, 1);
    const sent = { transactional: true, epoch: 2 };
    expect(validateAppend(first, batch({ ...sent, sequence: 5 }), context()).verdict).toBe(OK);
    const second = states({ currentTransactionFirstOffset: 0 });
    applyMarker(second, { ...marker, epoch: 3 }, 5, 1);
    expect(validateAppend(second, batch({ ...sent, epoch: 3, sequence: 5 }), context()).verdict).toBe('refuse');
    expect(validateAppend(second, batch({ ...sent, epoch: 3, sequence: 0 }), context()).verdict).toBe(OK);
  });
});

describe('sequence arithmetic', () => {
  it('wraps after the largest', () => {
    expect(addSequence(MAX_SEQUENCE, 1)).toBe(0);
    expect(addSequence(MAX_SEQUENCE - 1, 3)).toBe(1);
    expect(lastSequenceOf(MAX_SEQUENCE, 2)).toBe(0);
  });

  it('knows what follows', () => {
    expect(follows(-1, 0)).toBe(true);
    expect(follows(-1, 1)).toBe(false);
    expect(follows(4, 5)).toBe(true);
    expect(follows(4, 4)).toBe(false);
    expect(follows(MAX_SEQUENCE, 0)).toBe(true);
  });
});
