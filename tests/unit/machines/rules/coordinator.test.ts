import { describe, expect, it } from 'vitest';
import {
  addPartitions,
  afterMarker,
  complete,
  endTxn,
  fence,
  initProducerId,
  isLegal,
  markerWritten,
  mayExpire,
  offsetsPartitionOf,
  timedOut,
  verifyPartitions,
} from '../../../../src/machines/coordinator/rules';
import type { Decision, TransactionMetadata, TransactionState } from '../../../../src/machines/coordinator/rules';

const FRESH = 99;
const NOW = 5_000;

function metadata(change: Partial<TransactionMetadata> = {}): TransactionMetadata {
  return {
    producerId: 10,
    previousProducerId: -1,
    nextProducerId: -1,
    epoch: 5,
    lastEpoch: -1,
    timeoutMs: 1_000,
    state: 'Ongoing',
    pending: undefined,
    partitions: [0],
    startedMs: 1_000,
    updatedMs: 1_000,
    transactionVersion: 2,
    ...change,
  };
}

/** `error pid/epoch`, and after an arrow the record that is written first. */
function told(decision: Decision): string {
  const { error, producerId, epoch } = decision.answer;
  const answer = error === 'NONE' ? `NONE ${producerId}/${epoch}` : error;
  return decision.verdict === 'write'
    ? `${decision.next.state} ${decision.next.producerId}/${decision.next.epoch} then ${answer}`
    : answer;
}

const BUSY = 'CONCURRENT_TRANSACTIONS';
const FENCED = 'PRODUCER_FENCED';
const UNMAPPED = 'INVALID_PRODUCER_ID_MAPPING';
const BAD = 'INVALID_TXN_STATE';

describe('InitProducerId', () => {
  type Row = readonly [
    string,
    TransactionMetadata | undefined,
    { id?: string | null; timeoutMs?: number; pid?: number; epoch?: number },
    string,
  ];
  const idle = (change: Partial<TransactionMetadata>): TransactionMetadata =>
    metadata({ state: 'Empty', partitions: [], ...change });
  const rows: readonly Row[] = [
    ['no transactional.id: a fresh producer', undefined, { id: null }, 'NONE 99/0'],
    ['an empty transactional.id', undefined, { id: '' }, 'INVALID_REQUEST'],
    ['a time-out of 0', undefined, { timeoutMs: 0 }, 'INVALID_TRANSACTION_TIMEOUT'],
    ['a time-out of the very maximum', undefined, { timeoutMs: 900_000 }, 'Empty 99/0 then NONE 99/0'],
    ['a time-out beyond the maximum', undefined, { timeoutMs: 900_001 }, 'INVALID_TRANSACTION_TIMEOUT'],
    ['the first of its name', undefined, {}, 'Empty 99/0 then NONE 99/0'],
    ['the first of its name, whatever it believes to be', undefined, { pid: 3, epoch: 4 }, 'Empty 99/0 then NONE 99/0'],
    ['while a record is being written', idle({ pending: 'Ongoing' }), {}, BUSY],
    ['another producer id', idle({}), { pid: 3, epoch: 5 }, FENCED],
    [
      'the producer id before, epochs used up: a retry',
      idle({ previousProducerId: 3, epoch: 0, lastEpoch: 32_766 }),
      { pid: 3, epoch: 32_766 },
      'Empty 10/0 then NONE 10/0',
    ],
    [
      'the producer id before, epochs not used up',
      idle({ previousProducerId: 3, epoch: 0, lastEpoch: 7 }),
      { pid: 3, epoch: 7 },
      FENCED,
    ],
    ['PrepareCommit', metadata({ state: 'PrepareCommit' }), {}, BUSY],
    ['PrepareAbort', metadata({ state: 'PrepareAbort' }), {}, BUSY],
    ['Empty', idle({}), {}, 'Empty 10/6 then NONE 10/6'],
    ['CompleteCommit', idle({ state: 'CompleteCommit' }), {}, 'Empty 10/6 then NONE 10/6'],
    ['CompleteAbort', idle({ state: 'CompleteAbort' }), {}, 'Empty 10/6 then NONE 10/6'],
    ['the current epoch', idle({}), { pid: 10, epoch: 5 }, 'Empty 10/6 then NONE 10/6'],
    [
      'the last epoch: a retry whose answer was lost',
      idle({ lastEpoch: 4 }),
      { pid: 10, epoch: 4 },
      'Empty 10/5 then NONE 10/5',
    ],
    ['any other epoch', idle({ lastEpoch: 4 }), { pid: 10, epoch: 3 }, FENCED],
    ['a higher epoch', idle({ lastEpoch: 4 }), { pid: 10, epoch: 6 }, FENCED],
    ['not quite used up', idle({ epoch: 32_765 }), {}, 'Empty 10/32766 then NONE 10/32766'],
    ['used up, none supplied', idle({ epoch: 32_766 }), {}, 'Empty 99/0 then NONE 99/0'],
    ['used up by a fence', idle({ epoch: 32_767 }), {}, 'Empty 99/0 then NONE 99/0'],
    [
      'used up, the current one supplied',
      idle({ epoch: 32_766 }),
      { pid: 10, epoch: 32_766 },
      'Empty 99/0 then NONE 99/0',
    ],
    ['Ongoing, V2: one bump, and the client has to ask again', metadata(), {}, `PrepareAbort 10/6 then ${BUSY}`],
    ['Ongoing, V1: one bump as well', metadata({ transactionVersion: 1 }), {}, `PrepareAbort 10/6 then ${BUSY}`],
    [
      'Ongoing with the last usable epoch, V1: the reserved one',
      metadata({ epoch: 32_766, transactionVersion: 1 }),
      {},
      `PrepareAbort 10/32767 then ${BUSY}`,
    ],
  ];
  it.each(rows)('%s', (_, known, { id = 't', timeoutMs = 1_000, pid, epoch }, expected) => {
    const identity = pid === undefined || epoch === undefined ? {} : { identity: { producerId: pid, epoch } };
    const version = known?.transactionVersion ?? 2;
    const decision = initProducerId(
      known,
      { transactionalId: id, timeoutMs, ...identity },
      { freshProducerId: FRESH, nowMs: NOW, transactionVersion: version },
    );
    expect(told(decision)).toBe(expected);
    expect(decision.usedFreshId).toBe(expected.includes(`${FRESH}/`));
  });

  it('notes the last epoch only for a producer that supplied one', () => {
    const context = { freshProducerId: FRESH, nowMs: NOW, transactionVersion: 2 } as const;
    const request = { transactionalId: 't', timeoutMs: 1_000 };
    expect(initProducerId(idle({}), request, context)).toMatchObject({ next: { lastEpoch: -1 } });
    expect(initProducerId(idle({}), { ...request, identity: { producerId: 10, epoch: 5 } }, context)).toMatchObject({
      next: { lastEpoch: 5 },
    });
  });

  it('notes the last epoch of a rotation so that its retry is known', () => {
    const context = { freshProducerId: FRESH, nowMs: NOW, transactionVersion: 2 } as const;
    const request = { transactionalId: 't', timeoutMs: 1_000 };
    const usedUp = idle({ epoch: 32_766 });
    expect(initProducerId(usedUp, request, context)).toMatchObject({ next: { lastEpoch: -1 } });
    const rotated = initProducerId(usedUp, { ...request, identity: { producerId: 10, epoch: 32_766 } }, context);
    expect(rotated).toMatchObject({ next: { lastEpoch: 32_766, previousProducerId: 10 } });
  });

  it('never meets a forgotten name', () => {
    const context = { freshProducerId: FRESH, nowMs: NOW, transactionVersion: 2 } as const;
    const ask = (state: TransactionState) => () =>
      initProducerId(metadata({ state }), { transactionalId: 't', timeoutMs: 1_000 }, context);
    expect(ask('Dead')).toThrow('InitProducerId never meets Dead');
    expect(ask('PrepareEpochFence')).toThrow('InitProducerId never meets PrepareEpochFence');
  });

  it('after a fence gives the successor two epochs more, in both versions', () => {
    for (const transactionVersion of [1, 2] as const) {
      const context = { freshProducerId: FRESH, nowMs: NOW, transactionVersion };
      const request = { transactionalId: 't', timeoutMs: 1_000 };
      const fenced = initProducerId(metadata({ transactionVersion }), request, context);
      if (fenced.verdict !== 'write') throw new Error('a fence writes');
      const done = complete(markerWritten(fenced.next, 0), NOW);
      if (done.verdict !== 'write') throw new Error('completion writes');
      expect(told(initProducerId(done.next, request, context))).toBe('Empty 10/7 then NONE 10/7');
    }
  });
});

describe('a fence', () => {
  it.each([
    [1, 6, -1],
    [2, 5, -1],
  ] as const)(
    'of V%s shuts the producer out from epoch %s on while its record is written',
    (version, epoch, lastEpoch) => {
      const context = { freshProducerId: FRESH, nowMs: NOW, transactionVersion: version };
      const decision = fence(metadata({ transactionVersion: version }), context, BUSY);
      expect(told(decision)).toBe(`PrepareAbort 10/6 then ${BUSY}`);
      expect(decision).toMatchObject({
        whileWriting: { state: 'Ongoing', pending: 'PrepareAbort', epoch, lastEpoch },
        next: { lastEpoch: version === 2 ? 5 : -1 },
      });
    },
  );

  it('at the last usable epoch rotates the producer id with V2 alone', () => {
    const last = metadata({ epoch: 32_766 });
    expect(fence(last, { freshProducerId: FRESH, nowMs: NOW, transactionVersion: 2 }, BUSY)).toMatchObject({
      next: { nextProducerId: FRESH },
      usedFreshId: true,
    });
    expect(fence(last, { freshProducerId: FRESH, nowMs: NOW, transactionVersion: 1 }, BUSY)).toMatchObject({
      next: { nextProducerId: -1 },
      usedFreshId: false,
    });
  });
});

describe('AddPartitionsToTxn', () => {
  const rows: readonly (readonly [
    string,
    TransactionMetadata | undefined,
    { id?: string; pid?: number; epoch?: number; add?: number[] },
    string,
  ])[] = [
    ['without transactional.id', metadata(), { id: '' }, 'INVALID_REQUEST'],
    ['an unknown transactional.id', undefined, {}, UNMAPPED],
    ['another producer id', metadata(), { pid: 3 }, UNMAPPED],
    ['while a record is being written, before the epoch', metadata({ pending: 'PrepareCommit' }), { epoch: 4 }, BUSY],
    [
      'while the next producer id is being written',
      metadata({ state: 'PrepareCommit', pending: 'CompleteCommit', nextProducerId: 11 }),
      { pid: 11, epoch: 0 },
      BUSY,
    ],
    ['PrepareCommit', metadata({ state: 'PrepareCommit' }), {}, BUSY],
    ['PrepareAbort', metadata({ state: 'PrepareAbort' }), {}, BUSY],
    ['another epoch', metadata(), { epoch: 4 }, FENCED],
    ['another epoch in PrepareCommit', metadata({ state: 'PrepareCommit' }), { epoch: 4 }, FENCED],
    ['Ongoing, all of them there', metadata(), { add: [0] }, 'NONE 10/5'],
    ['Ongoing, one more', metadata(), { add: [0, 1] }, 'Ongoing 10/5 then NONE 10/5'],
    ['Empty', metadata({ state: 'Empty', partitions: [] }), {}, 'Ongoing 10/5 then NONE 10/5'],
    ['CompleteCommit', metadata({ state: 'CompleteCommit', partitions: [] }), {}, 'Ongoing 10/5 then NONE 10/5'],
    ['CompleteAbort', metadata({ state: 'CompleteAbort', partitions: [] }), {}, 'Ongoing 10/5 then NONE 10/5'],
  ];
  it.each(rows)('%s', (_, known, { id = 't', pid = 10, epoch = 5, add = [0] }, expected) => {
    const request = { transactionalId: id, producerId: pid, epoch, partitions: add, transactionVersion: 2 } as const;
    expect(told(addPartitions(known, request, NOW))).toBe(expected);
  });

  it('starts the clock with the first partition alone, and keeps the union', () => {
    const request = {
      transactionalId: 't',
      producerId: 10,
      epoch: 5,
      partitions: [0, offsetsPartitionOf('g')],
      transactionVersion: 2,
    } as const;
    expect(addPartitions(metadata(), request, NOW)).toMatchObject({
      next: { startedMs: 1_000, partitions: [0, 'offsets-g'] },
    });
    expect(addPartitions(metadata({ state: 'Empty', partitions: [] }), request, NOW)).toMatchObject({
      next: { startedMs: NOW },
    });
  });

  it('holds all else back while the record is written, and leaves the old state when it is not', () => {
    const decision = addPartitions(
      metadata({ state: 'Empty', partitions: [] }),
      { transactionalId: 't', producerId: 10, epoch: 5, partitions: [0], transactionVersion: 2 },
      NOW,
    );
    expect(decision).toMatchObject({
      whileWriting: { state: 'Empty', pending: 'Ongoing' },
      next: { pending: undefined },
    });
  });
});

describe('verify-only', () => {
  const rows: readonly (readonly [
    string,
    TransactionMetadata | undefined,
    { pid?: number; epoch?: number },
    readonly string[],
  ])[] = [
    ['an unknown transactional.id', undefined, {}, [UNMAPPED, UNMAPPED]],
    ['another producer id', metadata(), { pid: 3 }, [UNMAPPED, UNMAPPED]],
    ['another epoch', metadata(), { epoch: 4 }, [FENCED, FENCED]],
    ['PrepareCommit', metadata({ state: 'PrepareCommit' }), {}, [BUSY, BUSY]],
    ['each partition for itself', metadata(), {}, ['NONE', 'TRANSACTION_ABORTABLE']],
    ['a pending record does not matter', metadata({ pending: 'PrepareCommit' }), {}, ['NONE', 'TRANSACTION_ABORTABLE']],
  ];
  it.each(rows)('%s', (_, known, { pid = 10, epoch = 5 }, expected) => {
    const answers = verifyPartitions(known, {
      transactionalId: 't',
      producerId: pid,
      epoch,
      partitions: [0, 1],
      transactionVersion: 1,
    });
    expect([...answers.values()]).toEqual(expected);
  });
});

const STATES = ['Ongoing', 'PrepareCommit', 'PrepareAbort', 'CompleteCommit', 'CompleteAbort', 'Empty'] as const;

/** By the version of the transaction that is ended, as a client asks that changes between transactions only. */
function end(known: TransactionMetadata | undefined, commit: boolean, epoch: number, producerId = 10): string {
  const transactionVersion = known?.transactionVersion ?? 2;
  const request = { transactionalId: 't', producerId, epoch, commit, transactionVersion };
  return told(endTxn(known, request, { freshProducerId: FRESH, nowMs: NOW }));
}

describe('EndTxn', () => {
  it('asks for a name, a known one, and waits for what is being written, before it looks at the epoch', () => {
    expect(
      told(
        endTxn(
          metadata(),
          { transactionalId: '', producerId: 10, epoch: 5, commit: true, transactionVersion: 2 },
          { freshProducerId: FRESH, nowMs: NOW },
        ),
      ),
    ).toBe('INVALID_REQUEST');
    expect(end(undefined, true, 5)).toBe(UNMAPPED);
    expect(end(metadata(), true, 5, 3)).toBe(UNMAPPED);
    expect(end(metadata({ transactionVersion: 1 }), true, 5, 3)).toBe(UNMAPPED);
    expect(end(metadata({ pending: 'PrepareCommit' }), true, 1)).toBe(BUSY);
    const pending = metadata({ pending: 'PrepareCommit', transactionVersion: 1 });
    expect([end(pending, true, 5, 3), end(pending, true, 1), end(pending, true, 5)]).toEqual([UNMAPPED, FENCED, BUSY]);
  });

  it('goes by the version of the request, whatever that of the last transaction', () => {
    const request = { transactionalId: 't', producerId: 10, epoch: 5, commit: true } as const;
    const context = { freshProducerId: FRESH, nowMs: NOW };
    const [older, newer] = [metadata({ transactionVersion: 1 }), metadata({ transactionVersion: 2 })];
    const ended = [
      endTxn(older, { ...request, transactionVersion: 2 }, context),
      endTxn(newer, { ...request, transactionVersion: 1 }, context),
    ];
    expect(ended.map(told)).toEqual(['PrepareCommit 10/6 then NONE 10/6', 'PrepareCommit 10/5 then NONE -1/-1']);
    expect(ended).toMatchObject([{ next: { transactionVersion: 2 } }, { next: { transactionVersion: 1 } }]);
  });

  const first: Readonly<Record<(typeof STATES)[number], readonly [commit: string, abort: string]>> = {
    Ongoing: ['PrepareCommit 10/5 then NONE -1/-1', 'PrepareAbort 10/5 then NONE -1/-1'],
    PrepareCommit: [BUSY, BAD],
    PrepareAbort: [BAD, BUSY],
    CompleteCommit: ['NONE -1/-1', BAD],
    CompleteAbort: [BAD, 'NONE -1/-1'],
    Empty: [BAD, BAD],
  };
  it.each(STATES)('V1, %s: commit and abort', (state) => {
    const known = metadata({ state, transactionVersion: 1 });
    expect([end(known, true, 5), end(known, false, 5)]).toEqual(first[state]);
  });
  it.each(STATES)('V1, %s: any other epoch is fenced', (state) => {
    const known = metadata({ state, transactionVersion: 1 });
    expect([end(known, true, 4), end(known, false, 6)]).toEqual([FENCED, FENCED]);
  });

  /** Columns: commit current, commit retry, abort current, abort retry. */
  const second: Readonly<Record<(typeof STATES)[number], readonly [string, string, string, string]>> = {
    Ongoing: ['PrepareCommit 10/6 then NONE 10/6', FENCED, 'PrepareAbort 10/6 then NONE 10/6', FENCED],
    PrepareCommit: [FENCED, BUSY, FENCED, BAD],
    PrepareAbort: [FENCED, BAD, FENCED, BUSY],
    CompleteCommit: [BAD, 'NONE 10/5', 'PrepareAbort 10/6 then NONE 10/6', BAD],
    CompleteAbort: [BAD, BAD, 'PrepareAbort 10/6 then NONE 10/6', 'NONE 10/5'],
    Empty: [BAD, FENCED, 'PrepareAbort 10/6 then NONE 10/6', FENCED],
  };
  it.each(STATES)('V2, %s: commit, its retry, abort, its retry', (state) => {
    const known = metadata({ state });
    expect([end(known, true, 5), end(known, true, 4), end(known, false, 5), end(known, false, 4)]).toEqual(
      second[state],
    );
  });
  it.each(STATES)('V2, %s: any other epoch is fenced', (state) => {
    const known = metadata({ state });
    expect([end(known, true, 3), end(known, false, 6), end(known, true, 6)]).toEqual([FENCED, FENCED, FENCED]);
  });

  it('V2 uses up the epochs: the record has the reserved one, the answer the next producer id', () => {
    const decision = endTxn(
      metadata({ epoch: 32_766 }),
      { transactionalId: 't', producerId: 10, epoch: 32_766, commit: true, transactionVersion: 2 },
      { freshProducerId: FRESH, nowMs: NOW },
    );
    expect(told(decision)).toBe('PrepareCommit 10/32767 then NONE 99/0');
    if (decision.verdict !== 'write') throw new Error('a decision writes');
    expect(decision.next).toMatchObject({ nextProducerId: FRESH, lastEpoch: 32_766 });
    expect(end(decision.next, true, 32_766)).toBe(BUSY);
    const done = complete(markerWritten(decision.next, 0), NOW);
    if (done.verdict !== 'write') throw new Error('completion writes');
    expect(done.next).toMatchObject({
      producerId: FRESH,
      epoch: 0,
      lastEpoch: 32_766,
      previousProducerId: 10,
      nextProducerId: -1,
      state: 'CompleteCommit',
      partitions: [],
    });
    expect(end(done.next, true, 32_766)).toBe('NONE 99/0');
    expect(end(done.next, false, 32_766)).toBe(BAD);
  });

  it('takes no other request for a retry after the epochs were used up', () => {
    const rotated = metadata({ state: 'CompleteCommit', producerId: FRESH, previousProducerId: 10, epoch: 0 });
    expect(end(rotated, true, 32_766, 10)).toBe('NONE 99/0');
    expect(end(rotated, true, 32_765, 10)).toBe(UNMAPPED);
    expect(end(rotated, true, 32_766, 3)).toBe(UNMAPPED);
    expect(end({ ...rotated, epoch: 1 }, true, 32_766, 10)).toBe(UNMAPPED);
  });

  it('never meets a forgotten name', () => {
    expect(() => end(metadata({ state: 'Dead' }), true, 5)).toThrow('EndTxn never meets Dead');
    expect(() => end(metadata({ state: 'PrepareEpochFence' }), true, 5)).toThrow('EndTxn never meets');
  });

  it('starts the clock of an abort to which nothing was added', () => {
    const decision = endTxn(
      metadata({ state: 'Empty', startedMs: -1 }),
      { transactionalId: 't', producerId: 10, epoch: 5, commit: false, transactionVersion: 2 },
      { freshProducerId: FRESH, nowMs: NOW },
    );
    expect(decision).toMatchObject({ next: { startedMs: NOW } });
  });
});

describe('after the decision', () => {
  it.each([
    ['NONE', 'done'],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'retry'],
    ['NOT_LEADER_OR_FOLLOWER', 'retry'],
    ['NOT_ENOUGH_REPLICAS', 'retry'],
    ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'retry'],
    ['REQUEST_TIMED_OUT', 'retry'],
    ['KAFKA_STORAGE_ERROR', 'retry'],
    ['NETWORK_EXCEPTION', 'retry'],
    ['INVALID_PRODUCER_EPOCH', 'stop'],
    ['TRANSACTION_COORDINATOR_FENCED', 'stop'],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'bug'],
  ] as const)('a marker answered with %s: %s', (error, reaction) => {
    expect(afterMarker(error)).toBe(reaction);
  });

  it('strikes out the partitions whose marker is written', () => {
    expect(markerWritten(metadata({ partitions: [0, 1, 'offsets-g'] }), 1).partitions).toEqual([0, 'offsets-g']);
  });

  it('completes an abort under the same producer', () => {
    expect(complete(metadata({ state: 'PrepareAbort', partitions: [] }), NOW)).toMatchObject({
      next: { state: 'CompleteAbort', producerId: 10, epoch: 5 },
    });
  });
});

describe('the clock', () => {
  it.each([
    ['open longer than its time-out', metadata({ startedMs: NOW - 1_001 }), true],
    ['open exactly as long', metadata({ startedMs: NOW - 1_000 }), false],
    ['a record is being written', metadata({ startedMs: 0, pending: 'PrepareCommit' }), false],
    ['decided already', metadata({ startedMs: 0, state: 'PrepareCommit' }), false],
    ['nothing open', metadata({ startedMs: 0, state: 'Empty' }), false],
  ] as const)('aborts a transaction that is %s: %o', (_, known, expected) => {
    expect(timedOut(known, NOW)).toBe(expected);
  });

  it('forgets an idle name after its time, never one at work', () => {
    expect(mayExpire(metadata({ state: 'CompleteCommit', updatedMs: 0 }), 700, 700)).toBe(true);
    expect(mayExpire(metadata({ state: 'CompleteCommit', updatedMs: 1 }), 700, 700)).toBe(false);
    expect(mayExpire(metadata({ state: 'Ongoing', updatedMs: 0 }), 700, 700)).toBe(false);
    expect(mayExpire(metadata({ state: 'Empty', pending: 'Ongoing', updatedMs: 0 }), 700, 700)).toBe(false);
  });
});

describe('the states', () => {
  const all: readonly TransactionState[] = [...STATES, 'Dead', 'PrepareEpochFence'];
  const legal: Readonly<Record<string, readonly TransactionState[]>> = {
    Empty: ['CompleteCommit', 'CompleteAbort', 'Empty'],
    Ongoing: ['Ongoing', 'CompleteCommit', 'CompleteAbort', 'Empty'],
    PrepareCommit: ['Ongoing'],
    PrepareAbort: ['Ongoing', 'PrepareEpochFence'],
    CompleteCommit: ['PrepareCommit'],
    CompleteAbort: ['PrepareAbort'],
    Dead: ['CompleteCommit', 'CompleteAbort', 'Empty'],
    PrepareEpochFence: ['Ongoing'],
  };
  it.each(all)('%s has no other states before it than Kafka says', (to) => {
    expect(all.filter((from) => isLegal(from, to, 1))).toEqual(all.filter((from) => legal[to]?.includes(from)));
  });
  it('V2 aborts also what was never begun', () => {
    expect(all.filter((from) => isLegal(from, 'PrepareAbort', 2))).toEqual([
      'Ongoing',
      'CompleteCommit',
      'CompleteAbort',
      'Empty',
      'PrepareEpochFence',
    ]);
  });
});
