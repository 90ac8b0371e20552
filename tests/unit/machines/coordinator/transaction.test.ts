/** One transactional.id at its coordinator, driven through the engine. The rules themselves are table-tested in `rules/`. */
import { expect, test } from 'vitest';
import type { Fault } from '../../../../src/scenario/scenario';
import type { Trace } from '../../../../src/trace/event';
import { add, addOffsets, end, init, PART, runBench, written } from '../../../support/coordinatorBench';
import { heardBy, pathOf } from '../../../support/scripted';

const became = (trace: Trace): string[] =>
  trace.events.flatMap((event) => (event.kind === 'transaction' ? [`${event.became} ${event.epoch}`] : []));
const markersAt = (trace: Trace, broker: string): string[] =>
  heardBy(trace, broker).filter((line) => line.includes('WriteTxnMarkersRequest'));
const answers = (trace: Trace): string[] => heardBy(trace, 'client').map((line) => line.replace(/^\d+ /, ''));

test('a transaction goes through all its states, and each is pending until its record is replicated', () => {
  const trace = runBench({ client: [init(10), add(20, [0]), add(30, [0, 1]), end(40, true)] });
  expect(pathOf(trace, PART).filter((edge) => !edge.startsWith('accepted') && !edge.startsWith('connected'))).toEqual([
    'started → loading',
    'loaded [isUnheardOf] → unknown',
    'InitProducerIdRequest → pendingEmpty',
    'logAppended → empty',
    'AddPartitionsToTxnRequest → pendingOngoing',
    'logAppended → ongoing',
    'AddPartitionsToTxnRequest → pendingOngoing',
    'logAppended → ongoing',
    'EndTxnRequest [isCommit] → pendingPrepareCommit',
    'logAppended → prepareCommit',
    'WriteTxnMarkersResponse [isMarkerWritten] → prepareCommit',
    'WriteTxnMarkersResponse [isLastMarker] → pendingCompleteCommit',
    'logAppended → completeCommit',
  ]);
  expect(became(trace)).toEqual(['Empty 0', 'Ongoing 0', 'Ongoing 0', 'PrepareCommit 1', 'CompleteCommit 1']);
});

test('EndTxn is answered when Prepare is replicated, before any marker is written', () => {
  const trace = runBench({ client: [init(10), add(20, [0]), end(40, true)] });
  expect(heardBy(trace, 'client').at(-1)).toBe('44 EndTxnResponse producer id 1000, epoch 1');
  expect(markersAt(trace, 'broker-1')).toEqual(['44 WriteTxnMarkersRequest COMMIT · epoch 1']);
});

test('with V1 the epoch stays, with V2 it goes up at Prepare', () => {
  const client = [init(10), add(20, [0]), end(40, false)];
  expect(became(runBench({ client, parameters: { transactionVersion: 1 } })).slice(-2)).toEqual([
    'PrepareAbort 0',
    'CompleteAbort 0',
  ]);
  expect(became(runBench({ client })).slice(-2)).toEqual(['PrepareAbort 1', 'CompleteAbort 1']);
});

/** While a record is written, or markers are out, the id answers that another is under way. */
const BUSY: readonly (readonly [string, Parameters<typeof runBench>[0]['client'], string])[] = [
  ['Init while Empty is written', [init(10), init(11)], 'InitProducerIdResponse CONCURRENT_TRANSACTIONS'],
  [
    'Add while Ongoing is written',
    [init(10), add(20, [0]), add(21, [1])],
    'AddPartitionsToTxnResponse CONCURRENT_TRANSACTIONS',
  ],
  ['End while Ongoing is written', [init(10), add(20, [0]), end(21, true)], 'EndTxnResponse CONCURRENT_TRANSACTIONS'],
  [
    'Add while Prepare is written',
    [init(10), add(20, [0]), end(30, true), add(31, [1])],
    'AddPartitionsToTxnResponse CONCURRENT_TRANSACTIONS',
  ],
  [
    'Init while markers are out',
    [init(10), add(20, [0]), end(30, true), init(33)],
    'InitProducerIdResponse CONCURRENT_TRANSACTIONS',
  ],
  [
    'Add of the next epoch while markers are out',
    [init(10), add(20, [0]), end(30, true), add(33, [0], 1)],
    'AddPartitionsToTxnResponse CONCURRENT_TRANSACTIONS',
  ],
  [
    'AddOffsets while markers are out',
    [init(10), add(20, [0]), end(30, true), addOffsets(33, 1)],
    'AddOffsetsToTxnResponse CONCURRENT_TRANSACTIONS',
  ],
  [
    'a commit again while markers are out',
    [init(10), add(20, [0]), end(30, true), end(33, true)],
    'EndTxnResponse CONCURRENT_TRANSACTIONS',
  ],
  [
    'Init of an open transaction fences it',
    [init(10), add(20, [0]), init(30)],
    'InitProducerIdResponse CONCURRENT_TRANSACTIONS',
  ],
];

test.each(BUSY)('%s', (_, client, answer) => {
  const trace = runBench({ client });
  expect(answers(trace)).toContain(answer);
});

/** Who asks wrongly, or too late, and what it is told. */
const REFUSED: readonly (readonly [string, Parameters<typeof runBench>[0]['client'], string])[] = [
  ['Add of an unknown id', [add(10, [0])], 'AddPartitionsToTxnResponse INVALID_PRODUCER_ID_MAPPING'],
  ['End of an unknown id', [end(10, true)], 'EndTxnResponse INVALID_PRODUCER_ID_MAPPING'],
  ['AddOffsets of an unknown id', [addOffsets(10)], 'AddOffsetsToTxnResponse INVALID_PRODUCER_ID_MAPPING'],
  ['Init with an impossible time-out', [init(10, -1, -1, 0)], 'InitProducerIdResponse INVALID_TRANSACTION_TIMEOUT'],
  ['Add with another epoch', [init(10), add(20, [0], 7)], 'AddPartitionsToTxnResponse PRODUCER_FENCED'],
  ['a commit of nothing', [init(10), end(20, true)], 'EndTxnResponse INVALID_TXN_STATE'],
  [
    'verify-only before the partition is added',
    [init(10), add(20, [0], 0, true)],
    'AddPartitionsToTxnResponse TRANSACTION_ABORTABLE',
  ],
  ['verify-only after it', [init(10), add(20, [0]), add(30, [0], 0, true)], 'AddPartitionsToTxnResponse NONE'],
];

test.each(REFUSED)('%s', (_, client, answer) => {
  expect(answers(runBench({ client })).at(-1)).toBe(answer);
});

test('a partition that is in the transaction already is answered without a record', () => {
  const trace = runBench({ client: [init(10), add(20, [0]), add(30, [0])] });
  expect(heardBy(trace, 'client').at(-1)).toBe('32 AddPartitionsToTxnResponse producer id 1000, epoch 0');
  expect(became(trace).filter((state) => state.startsWith('Ongoing'))).toHaveLength(1);
});

test('a new instance fences an open transaction, and gets its epoch when the abort is complete', () => {
  const trace = runBench({ client: [init(10), add(20, [0]), init(30), init(40)] });
  expect(became(trace)).toEqual(['Empty 0', 'Ongoing 0', 'PrepareAbort 1', 'CompleteAbort 1', 'Empty 2']);
  expect(answers(trace).at(-1)).toBe('InitProducerIdResponse producer id 1000, epoch 2');
});

test('with V2 an abort with nothing added goes through Prepare and needs no marker', () => {
  const trace = runBench({ client: [init(10), end(20, false)] });
  expect(became(trace)).toEqual(['Empty 0', 'PrepareAbort 1', 'CompleteAbort 1']);
  expect(markersAt(trace, 'broker-1')).toEqual([]);
});

test('a transaction that is open for too long is aborted by the next sweep, not before', () => {
  const trace = runBench({ client: [init(10, -1, -1, 50), add(20, [0])] });
  const abort = trace.events.find((event) => event.kind === 'transaction' && event.became === 'PrepareAbort');
  expect(abort).toMatchObject({ at: 102, epoch: 1 });
  expect(trace.events.at(-1)).toMatchObject({ kind: 'end', ended: 'quiet' });
});

test('a transaction that ends in time is not swept', () => {
  const trace = runBench({ client: [init(10, -1, -1, 50), add(20, [0]), end(40, true)] });
  expect(became(trace).at(-1)).toBe('CompleteCommit 1');
  expect(trace.events.some((event) => event.kind === 'timer' && event.name.includes('sweep'))).toBe(false);
});

/** What a leader's answer to a marker leads to. */
const MARKERS: readonly (readonly [string, number, string])[] = [
  ['NONE', 1, 'CompleteCommit 1'],
  ['NOT_ENOUGH_REPLICAS', 2, 'CompleteCommit 1'],
  ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 2, 'CompleteCommit 1'],
  ['REQUEST_TIMED_OUT', 2, 'CompleteCommit 1'],
  ['INVALID_PRODUCER_EPOCH', 1, 'PrepareCommit 1'],
  ['TRANSACTION_COORDINATOR_FENCED', 1, 'PrepareCommit 1'],
];

test.each(MARKERS)('a marker answered %s is sent %i times and the id becomes %s', (error, times, state) => {
  const markers = (_: unknown, nth: number) => ({ error: nth === 1 ? error : 'NONE', baseOffset: 0 });
  const trace = runBench({ client: [init(10), add(20, [0]), end(40, true)], markers });
  expect(markersAt(trace, 'broker-1')).toHaveLength(times);
  expect(became(trace).at(-1)).toBe(state);
});

test('only the partition whose marker is missing gets it again', () => {
  const markers = (event: { part: string }, nth: number) =>
    event.part === 'p1' && nth <= 2 ? { error: 'REQUEST_TIMED_OUT', baseOffset: -1 } : written();
  const trace = runBench({ client: [init(10), add(20, [0, 1]), end(40, true)], markers });
  const parts = trace.events.flatMap((event) =>
    event.kind === 'send' && event.message.name === 'WriteTxnMarkersRequest' ? [event.at] : [],
  );
  expect(parts).toHaveLength(3);
  expect(became(trace).at(-1)).toBe('CompleteCommit 1');
});

test('a marker goes to the new leader after a Metadata answer', () => {
  const markers = (_: unknown, nth: number) => ({
    error: nth === 1 ? 'NOT_LEADER_OR_FOLLOWER' : 'NONE',
    baseOffset: 0,
  });
  const trace = runBench({
    client: [init(10), add(20, [0]), end(40, true)],
    markers: (event, nth) => (event.connection >= 0 ? markers(event, nth) : undefined),
    controller: { MetadataRequest: () => ({ partition: 0, leader: 'broker-2', leaderEpoch: 1 }) },
    parameters: { brokers: 2 },
  });
  expect(markersAt(trace, 'broker-1')).toHaveLength(1);
  expect(markersAt(trace, 'broker-2').length).toBeGreaterThan(0);
});

test('a leader that has not heard of its election refuses a marker, and is asked again', () => {
  const trace = runBench({
    client: [init(10), add(20, [0]), end(40, true)],
    markers: (event, nth) =>
      event.connection >= 0 ? { error: nth < 3 ? 'NOT_LEADER_OR_FOLLOWER' : 'NONE', baseOffset: 0 } : undefined,
  });
  expect(markersAt(trace, 'broker-1')).toHaveLength(3);
  expect(became(trace).at(-1)).toBe('CompleteCommit 1');
});

const crash = (pin: object, forMs = 30): Fault => ({ do: 'crash', node: 'coordinator', pin, forMs }) as Fault;

/** Coordinator failover. */
test('a crash before Prepare is durable leaves the transaction open, and EndTxn asked again decides it', () => {
  const faults = [crash({ when: 'before', step: 'decide', record: 1, attempt: 1 })];
  const trace = runBench({ client: [init(10), add(20, [0]), end(40, true), end(200, true)], faults });
  expect(trace.notMet).toEqual([]);
  expect(pathOf(trace, PART)).toContain('loaded [wasOngoing] → ongoing');
  expect(became(trace)).toEqual(['Empty 0', 'Ongoing 0', 'PrepareCommit 1', 'CompleteCommit 1']);
});

test('a crash before Prepare is durable, and nobody asks again: the sweep aborts', () => {
  const faults = [crash({ when: 'before', step: 'decide', record: 1, attempt: 1 })];
  const trace = runBench({ client: [init(10, -1, -1, 50), add(20, [0]), end(40, true)], faults });
  expect(became(trace).slice(-2)).toEqual(['PrepareAbort 1', 'CompleteAbort 1']);
});

test('a crash after Prepare is durable: the next coordinator sends the markers and completes', () => {
  const faults = [crash({ when: 'after', step: 'decide', record: 1, attempt: 1 })];
  const trace = runBench({ client: [init(10), add(20, [0]), end(40, true)], faults });
  expect(trace.notMet).toEqual([]);
  expect(pathOf(trace, PART)).toContain('loaded [wasPrepareCommit] → prepareCommit');
  expect(heardBy(trace, 'client').some((line) => line.includes('EndTxnResponse'))).toBe(false);
  expect(markersAt(trace, 'broker-1').length).toBeGreaterThanOrEqual(1);
  expect(became(trace).at(-1)).toBe('CompleteCommit 1');
});

test('a crash before Complete is durable: the markers are repeated, then Complete', () => {
  const faults = [crash({ when: 'before', step: 'complete', record: 1, attempt: 1 })];
  const trace = runBench({ client: [init(10), add(20, [0]), end(40, true)], faults });
  expect(markersAt(trace, 'broker-1').length).toBeGreaterThanOrEqual(2);
  expect(became(trace).at(-1)).toBe('CompleteCommit 1');
});

test('each coordinator has a higher epoch, which its markers carry', () => {
  const epochs: number[] = [];
  const markers = (event: { body: unknown }): object => {
    epochs.push((event.body as { coordinatorEpoch: number }).coordinatorEpoch);
    return written();
  };
  const faults = [crash({ when: 'before', step: 'complete', record: 1, attempt: 1 })];
  runBench({ client: [init(10), add(20, [0]), end(40, true)], faults, markers });
  expect(epochs[0]).toBe(0);
  expect(epochs.at(-1)).toBe(1);
});

test('a coordinator that reads its log says so', () => {
  const trace = runBench({ client: [init(10), init(68)], faults: [crash({ atMs: 40 }, 20)] });
  expect(heardBy(trace, 'client').at(-1)).toMatch(/InitProducerIdResponse COORDINATOR_LOAD_IN_PROGRESS$/);
});

test('once somebody newer is responsible, no marker is sent again, not even over a new connection', () => {
  const markers = (): object => ({ error: 'TRANSACTION_COORDINATOR_FENCED', baseOffset: -1 });
  const faults: readonly Fault[] = [{ do: 'crash', node: 'broker-1', pin: { atMs: 100 }, forMs: 20 }];
  const trace = runBench({ client: [init(10), add(20, [0]), end(40, true)], markers, faults });
  expect(markersAt(trace, 'broker-1')).toHaveLength(1);
});

test('a marker that was lost is sent again over the next connection, and a late answer to the first changes nothing', () => {
  const faults: readonly Fault[] = [{ do: 'drop', message: 'WriteTxnMarkersRequest', record: 1, attempt: 1 }];
  const trace = runBench({ client: [init(10), add(20, [0]), end(40, true)], faults });
  expect(trace.notMet).toEqual([]);
  expect(markersAt(trace, 'broker-1')).toHaveLength(1);
  expect(became(trace).at(-1)).toBe('CompleteCommit 1');
});
