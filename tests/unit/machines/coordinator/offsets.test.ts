/** The group's offsets, committed and pending, driven through the engine. Sources: `OffsetMetadataManager`, `ClassicGroup`; KIP-447, KIP-890. */
import { expect, test } from 'vitest';
import type { Fault } from '../../../../src/scenario/scenario';
import type { Trace } from '../../../../src/trace/event';
import {
  add,
  addOffsets,
  commitOffset,
  end,
  fetchOffset,
  init,
  member,
  PART,
  runBench,
  txnCommit,
} from '../../../support/coordinatorBench';
import { heardBy, pathOf } from '../../../support/scripted';

type Client = Parameters<typeof runBench>[0]['client'];
const answers = (trace: Trace, name: string): string[] =>
  heardBy(trace, 'client')
    .filter((line) => line.includes(name))
    .map((line) => line.split(`${name} `)[1] ?? '');
const commits = (trace: Trace): string[] =>
  trace.events.flatMap((event) => (event.kind === 'commit' ? [`${event.offset} ${event.accepted}`] : []));

const V1 = { transactionVersion: 1 } as const;

/** How a transaction's offsets end: the client's lines, the version, what OffsetFetch says during and after. */
const ROWS: readonly (readonly [string, Client, 1 | 2, readonly string[]])[] = [
  [
    'V2: the group coordinator adds its partition; pending until the COMMIT marker',
    [init(10), txnCommit(20, 5), fetchOffset(26), end(40, true), fetchOffset(80)],
    2,
    ['UNSTABLE_OFFSET_COMMIT', 'offset 5'],
  ],
  [
    'V2: an ABORT marker drops it',
    [commitOffset(5, 2), init(10), txnCommit(20, 5), fetchOffset(26), end(40, false), fetchOffset(80)],
    2,
    ['UNSTABLE_OFFSET_COMMIT', 'offset 2'],
  ],
  [
    'a reader that does not ask for stable offsets gets the committed one',
    [commitOffset(5, 2), init(10), txnCommit(20, 5), fetchOffset(26, false), end(40, true), fetchOffset(80, false)],
    2,
    ['offset 2', 'offset 5'],
  ],
  [
    'a newer normal commit wins over the pending one',
    [init(10), txnCommit(20, 5), commitOffset(30, 9), end(40, true), fetchOffset(80)],
    2,
    ['offset 9'],
  ],
  [
    'V1: the client adds the group first',
    [init(10), addOffsets(15), txnCommit(20, 5), end(40, true), fetchOffset(80)],
    1,
    ['offset 5'],
  ],
];

test.each(ROWS)('%s', (_, client, transactionVersion, says) => {
  expect(answers(runBench({ client, parameters: { transactionVersion } }), 'OffsetFetchResponse')).toEqual(says);
});

test('V1 without AddOffsetsToTxn is refused, and nothing is pending', () => {
  const trace = runBench({ client: [init(10), add(15, [0]), txnCommit(20, 5), fetchOffset(30)], parameters: V1 });
  expect(answers(trace, 'TxnOffsetCommitResponse')).toEqual(['TRANSACTION_ABORTABLE']);
  expect(answers(trace, 'OffsetFetchResponse')).toEqual(['none committed']);
});

test('V2: the transaction holds the offsets partition, and completes when the group has its marker', () => {
  const trace = runBench({ client: [init(10), add(15, [0]), txnCommit(20, 5), end(40, true)] });
  const path = pathOf(trace, PART);
  expect(path).toContain('addOffsets → pendingOngoing');
  expect(path.filter((edge) => edge.startsWith('offsetsMarked'))).toHaveLength(1);
  expect(path.at(-1)).toBe('logAppended → completeCommit');
});

test('offsets count after the decision, never with it', () => {
  const trace = runBench({ client: [init(10), txnCommit(20, 5), end(40, true)] });
  const decided = trace.events.find((event) => event.kind === 'transaction' && event.became === 'PrepareCommit');
  const counted = trace.events.find((event) => event.kind === 'commit');
  expect(counted!.at).toBeGreaterThan(decided!.at);
});

test('V2: while the last transaction is being ended, the group coordinator asks again by itself', () => {
  const late = {
    markers: (_: unknown, nth: number) => (nth === 1 ? { error: 'REQUEST_TIMED_OUT' } : { error: 'NONE' }),
  };
  const trace = runBench({ ...late, client: [init(10), add(15, [0]), end(20, true), txnCommit(26, 5, 1)] });
  expect(heardBy(trace, 'client').at(-1)).toMatch(/TxnOffsetCommitResponse pending: next is offset 5$/);
  expect(pathOf(trace, 'group').filter((edge) => edge.includes('isWorthAskingAgain'))).toHaveLength(2);
});

test('V2: after five tries the client hears that another transaction is under way', () => {
  const trace = runBench({
    client: [init(10), add(15, [0]), end(20, true), txnCommit(26, 5, 1)],
    markers: () => undefined,
  });
  expect(answers(trace, 'TxnOffsetCommitResponse')).toEqual(['CONCURRENT_TRANSACTIONS']);
});

test('a fenced producer may not leave offsets behind', () => {
  const trace = runBench({ client: [init(10), init(20), txnCommit(30, 5, 0)] });
  expect(answers(trace, 'TxnOffsetCommitResponse')).toEqual(['INVALID_PRODUCER_EPOCH']);
});

test('without verification the offsets partition itself refuses an older epoch', () => {
  const client = [
    init(10),
    addOffsets(15),
    txnCommit(20, 5),
    init(30),
    init(60),
    addOffsets(65, 2),
    txnCommit(70, 6, 2),
    txnCommit(80, 7, 0),
  ];
  const trace = runBench({ client, parameters: { ...V1, verificationEnabled: false } });
  expect(answers(trace, 'TxnOffsetCommitResponse').at(-1)).toBe('INVALID_PRODUCER_EPOCH');
});

const crash: Fault = {
  do: 'crash',
  node: 'coordinator',
  pin: { when: 'after', step: 'decide', record: 1, attempt: 1 },
  forMs: 30,
};

test('a crash between the decision and the marker delays the offsets, and loses nothing', () => {
  const trace = runBench({ client: [init(10), txnCommit(20, 5), end(40, true), fetchOffset(200)], faults: [crash] });
  expect(trace.notMet).toEqual([]);
  expect(answers(trace, 'OffsetFetchResponse')).toEqual(['offset 5']);
  expect(commits(trace)).toEqual(['5 true']);
});

/** Who may commit, as the running group answers. The member `m` joins at 10 and is stable from 52 on. */
const WHO: readonly (readonly [string, Client, string])[] = [
  ['nobody has joined: a simple consumer may', [commitOffset(10, 3)], 'next is offset 3'],
  [
    'a simple consumer of an active group',
    [member('JoinGroupRequest', 10, 'm'), commitOffset(60, 3)],
    'UNKNOWN_MEMBER_ID',
  ],
  [
    'an unknown member',
    [member('JoinGroupRequest', 10, 'm'), commitOffset(60, 3, { member: 'x', generation: 1 })],
    'UNKNOWN_MEMBER_ID',
  ],
  [
    'a wrong generation',
    [member('JoinGroupRequest', 10, 'm'), commitOffset(60, 3, { member: 'm', generation: 0 })],
    'ILLEGAL_GENERATION',
  ],
  [
    'a member of this generation',
    [member('JoinGroupRequest', 10, 'm'), commitOffset(60, 3, { member: 'm', generation: 1 })],
    'next is offset 3',
  ],
  [
    'the leader is still dealing out partitions',
    [member('JoinGroupRequest', 10, 'm'), commitOffset(51, 3, { member: 'm', generation: 1 })],
    'REBALANCE_IN_PROGRESS',
  ],
];

test.each(WHO)('%s', (_, client, says) => {
  expect(answers(runBench({ client }), 'OffsetCommitResponse')).toEqual([says]);
});

test('a transactional commit with the bare group id is taken even from an active group', () => {
  const client = [init(5), member('JoinGroupRequest', 10, 'm'), txnCommit(60, 3)];
  expect(answers(runBench({ client }), 'TxnOffsetCommitResponse')).toEqual(['pending: next is offset 3']);
});

test('a transactional commit that names a member of an older generation is refused', () => {
  const client = [init(5), member('JoinGroupRequest', 10, 'm'), txnCommit(60, 3, 0, { member: 'm', generation: 0 })];
  expect(answers(runBench({ client }), 'TxnOffsetCommitResponse')).toEqual(['ILLEGAL_GENERATION']);
});

test('an abort marker shuts the old epoch out of the offsets partition by itself', () => {
  const trace = runBench({
    client: [init(10), addOffsets(15), txnCommit(20, 5), init(30), txnCommit(60, 7, 0)],
    parameters: { ...V1, verificationEnabled: false },
  });
  expect(answers(trace, 'TxnOffsetCommitResponse')).toEqual(['pending: next is offset 5', 'INVALID_PRODUCER_EPOCH']);
});
