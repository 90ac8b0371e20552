/** Apache Pulsar: each row of the "fault → outcome" table, under its own name. Sources in src/systems/pulsar/MODEL.md. */
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/scenario/scenario';
import { judge } from '../../src/explorer/judge';
import { PULSAR_PRESETS } from '../../src/systems/pulsar/presets';
import { SYSTEMS } from '../../src/systems/registry';
import { crash, drop, expectRefused, expectRow, rowScenario, type FaultRow } from '../support/faultRows';
import { isKind, type Trace } from '../../src/trace/event';

const stored = ({ events }: Trace, record: number): number =>
  events.filter(isKind('append')).filter(({ records }) => records.includes(record)).length;
const absorbed = ({ events }: Trace, record: number): number =>
  events.filter(isKind('absorb')).filter((event) => event.record === record).length;
const refusals = ({ events }: Trace, error: string): number =>
  events.filter(isKind('refuse')).filter((event) => event.error === error).length;
const exceptionsIn = ({ events }: Trace): readonly string[] =>
  events.filter(isKind('exception')).map(({ error }) => error);
const effectAt = ({ events }: Trace, record: number): number =>
  events.filter(isKind('apply')).find((event) => event.record === record)?.at ?? -1;

const HOUR = 3_600_000;
/** The producer dies when its message is stored and not yet acknowledged. */
const diesUnacknowledged = (record: number, forMs = 300): readonly Fault[] => [
  crash('producer', 'before', 'ack', record, forMs),
];

const DEDUP_ROWS: readonly FaultRow[] = [
  {
    row: 'ack to producer lost, same process retries: suppressed, acknowledged',
    preset: 'dedup',
    faults: [drop('SendReceipt', 3)],
    shows: [],
    trace: (trace) => {
      expect(stored(trace, 3)).toBe(1);
      expect(absorbed(trace, 3)).toBe(1);
    },
  },
  {
    row: 'the same without de-duplication: stored twice',
    preset: 'as-shipped',
    faults: [drop('SendReceipt', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'producer restarts with an auto-generated name: duplicates stored',
    preset: 'random-name',
    faults: diesUnacknowledged(3),
    shows: ['3 duplicated'],
    trace: (trace) => expect(absorbed(trace, 3)).toBe(0),
  },
  {
    row: 'producer restarts under its own name and resends the same numbers: suppressed',
    preset: 'dedup',
    settings: { 'app.onRestart': 'resend' },
    faults: diesUnacknowledged(3),
    shows: [],
    trace: (trace) => expect(absorbed(trace, 3)).toBe(1),
  },
  {
    row: 'producer restarts and asks the broker for the last sequence: goes on behind it, nothing sent twice',
    preset: 'dedup',
    faults: diesUnacknowledged(3),
    shows: [],
    trace: ({ events }) => {
      expect(events.filter(isKind('absorb'))).toEqual([]);
      const sent = events.filter(isKind('send')).filter(({ message }) => message.name === 'Send');
      expect(sent.filter(({ message }) => message.records.includes(3))).toHaveLength(1);
    },
  },
  {
    row: 'the library numbers the resent message anew: stored twice under the same name',
    preset: 'dedup',
    settings: { sequenceId: 'library', 'app.onRestart': 'resend' },
    faults: diesUnacknowledged(3),
    shows: ['3 duplicated'],
  },
  {
    row: 'producer restarts, same name, app numbers from 0 again: acknowledged and dropped',
    preset: 'counter-from-zero',
    faults: [crash('producer', 'after', 'ack', 3)],
    shows: ['4 swallowed', '5 swallowed', '6 swallowed'],
    trace: (trace) => expect([4, 5, 6].map((record) => stored(trace, record))).toEqual([0, 0, 0]),
  },
  {
    row: 'write to storage failed, retry arrives: "unknown" until settled, then stored',
    preset: 'dedup',
    settings: { 'bookkeeper.failingRecord': 3 },
    faults: [drop('Send', 4)],
    shows: [],
    trace: (trace) => {
      expect(refusals(trace, 'MessageDupUnknown')).toBeGreaterThan(0);
      expect(stored(trace, 3)).toBe(1);
    },
  },
  {
    row: 'what is on its way when the write fails is turned away, so that nothing later comes in before the retry',
    preset: 'dedup',
    settings: { 'bookkeeper.failingRecord': 3, 'bookkeeper.failing.ms': 50 },
    records: { count: 20, everyMs: 10 },
    shows: [],
    trace: (trace) => expect(refusals(trace, 'NotConnected')).toBeGreaterThan(0),
  },
  {
    row: 'before the fix of #5218: the retry is answered with ok, and nothing is stored',
    preset: 'dedup',
    settings: { 'bookkeeper.failingRecord': 3, 'bookkeeper.failing.ms': 50, 'broker.marks': 'pushedOnly' },
    shows: ['3 swallowed'],
    trace: (trace) => expect(stored(trace, 3)).toBe(0),
  },
  {
    row: 'before the fix of #21892: the producer is stuck on "unknown" and gives up',
    preset: 'dedup',
    settings: {
      'bookkeeper.failingRecord': 3,
      'bookkeeper.failing.ms': 50,
      'broker.marks': 'neverReset',
      sendTimeoutMs: 5_000,
    },
    records: { count: 3 },
    shows: ['3 failed'],
    trace: (trace) => expect(refusals(trace, 'MessageDupUnknown')).toBeGreaterThan(10),
  },
  {
    row: 'producer silent longer than the purge period, then retries: duplicate stored',
    preset: 'dedup',
    settings: { 'app.onRestart': 'resend' },
    faults: diesUnacknowledged(3, 9 * HOUR),
    shows: ['3 duplicated'],
  },
  {
    row: 'silent for less: the number is still known',
    preset: 'dedup',
    settings: { 'app.onRestart': 'resend' },
    faults: diesUnacknowledged(3, 5 * HOUR),
    shows: [],
  },
  {
    row: 'out-of-order sequence ids (10 before 4): 4 is dropped, and with it all that are below the 10',
    preset: 'dedup',
    settings: { 'app.jumpsAtRecord': 3 },
    shows: ['4 swallowed', '5 swallowed', '6 swallowed'],
    trace: (trace) => {
      const sequences = trace.events.filter(isKind('append')).map(({ sequence }) => sequence);
      expect(sequences).toEqual([1, 2, 10]);
      expect([3, 4].map((record) => stored(trace, record))).toEqual([1, 0]);
    },
  },
  {
    row: 'retry spans partitions: marks are per partition, and the retry is not recognised',
    preset: 'dedup',
    settings: { numPartitions: 2, 'app.messageKey': false, 'app.onRestart': 'resend' },
    faults: diesUnacknowledged(3),
    shows: ['3 duplicated'],
    trace: ({ events }) => {
      const places = events.filter(isKind('append')).filter(({ records }) => records.includes(3));
      expect(places.map(({ partition }) => partition).toSorted((a, b) => a - b)).toEqual([0, 1]);
    },
  },
  {
    row: 'a broker that dies knows the numbers from its snapshot and the log behind it',
    preset: 'dedup',
    settings: { brokerDeduplicationEntriesInterval: 2, 'app.onRestart': 'resend' },
    faults: [
      { do: 'crash', node: 'broker', pin: { atMs: 700 }, forMs: 200 },
      crash('producer', 'before', 'ack', 3, 1_000),
    ],
    shows: [],
    trace: (trace) => expect(absorbed(trace, 3)).toBe(1),
  },
  {
    row: 'a second producer of the same name: turned away while the first is connected, and then nothing is stored twice',
    preset: 'dedup',
    settings: { 'app.standby.after.ms': 1_000 },
    faults: [
      { do: 'pause', node: 'producer', pin: { when: 'after', step: 'send', record: 3, attempt: 1 }, forMs: 60_000 },
    ],
    shows: [],
    trace: (trace) => {
      expect(refusals(trace, 'ProducerBusy')).toBeGreaterThan(0);
      expect(effectAt(trace, 6), 'by the second one, when the first was given up').toBeGreaterThan(30_000);
      expect(effectAt(trace, 6), 'and before the first wakes up').toBeLessThan(60_000);
      expect([1, 2, 3, 4, 5, 6].map((record) => stored(trace, record))).toEqual([1, 1, 1, 1, 1, 1]);
    },
  },
  {
    row: 'the same with ExclusiveWithFencing: it takes over at once, and the first is shut out when it wakes up',
    preset: 'dedup',
    settings: { 'app.standby.after.ms': 1_000, accessMode: 'ExclusiveWithFencing' },
    faults: [
      { do: 'pause', node: 'producer', pin: { when: 'after', step: 'send', record: 3, attempt: 1 }, forMs: 10_000 },
    ],
    shows: [],
    trace: (trace) => {
      expect(refusals(trace, 'ProducerBusy')).toBe(0);
      expect(refusals(trace, 'ProducerFenced')).toBeGreaterThan(1);
    },
  },
  {
    row: 'ExclusiveWithFencing, a write fails, and nobody has taken the place: it connects again, and nothing is fenced',
    preset: 'dedup',
    settings: {
      accessMode: 'ExclusiveWithFencing',
      'bookkeeper.failingRecord': 3,
      'bookkeeper.failing.ms': 50,
    },
    records: { count: 20, everyMs: 10 },
    shows: [],
    trace: (trace) => {
      expect(refusals(trace, 'ProducerFenced')).toBe(0);
      expect(refusals(trace, 'NotConnected')).toBeGreaterThan(0);
    },
  },
  {
    row: 'send times out and a job sends again: a new number, stored twice; the same number, suppressed',
    preset: 'dedup',
    settings: { sequenceId: 'library', 'app.onRestart': 'resend', sendTimeoutMs: 300, 'app.job.again.ms': 1_000 },
    faults: [{ do: 'partition', between: ['broker', 'producer'], atMs: 405, forMs: 600, oneWay: true }],
    records: { count: 3 },
    shows: ['3 duplicated'],
  },
];

describe('Apache Pulsar: de-duplication', () => {
  test.each(DEDUP_ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('pulsar', row));
});

const CONSUMER_ROWS: readonly FaultRow[] = [
  {
    row: 'consumer crash before ack: redelivery, de-duplication is publish-side only',
    preset: 'dedup',
    faults: [crash('consumer', 'after', 'effect', 5)],
    shows: ['5 duplicated'],
  },
  {
    row: 'consumer hangs without disconnecting, ack timeout 0: stall for that message, no redelivery',
    preset: 'dedup',
    settings: { 'app.workers': 2, receiverQueueSize: 1, 'app.slowRecord': 3, 'app.slow.ms': HOUR },
    shows: ['3 reordered'],
    trace: (trace) => {
      expect(effectAt(trace, 3)).toBeGreaterThan(HOUR);
      expect(trace.events.filter(isKind('lease')).filter(({ record }) => record === 3).length).toBe(1);
    },
  },
  {
    row: 'the same with an ack timeout: delivered to the other, and done twice when the first wakes up',
    preset: 'dedup',
    settings: {
      'app.workers': 2,
      receiverQueueSize: 1,
      'app.slowRecord': 3,
      'app.slow.ms': HOUR,
      ackTimeoutMillis: 10_000,
    },
    shows: ['3 duplicated', '3 reordered'],
  },
  {
    row: 'one bad message in a batch, batch-index ack off: whole batch redelivered',
    preset: 'dedup',
    settings: { batchingMaxPublishDelayMicros: 50_000, 'app.poisonRecord': 2, 'app.poison.times': 1 },
    records: { count: 3, everyMs: 10 },
    shows: ['1 duplicated', '2 reordered', '3 duplicated'],
  },
  {
    row: 'the same with batch-index ack on: the bad one alone',
    preset: 'dedup',
    settings: {
      batchingMaxPublishDelayMicros: 50_000,
      'app.poisonRecord': 2,
      'app.poison.times': 1,
      batchIndexAckEnabled: true,
      acknowledgmentAtBatchIndexLevelEnabled: true,
    },
    records: { count: 3, everyMs: 10 },
    shows: ['2 reordered'],
  },
];

describe('Apache Pulsar: subscriptions', () => {
  test.each(CONSUMER_ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('pulsar', row));
});

const BEFORE_COMMIT = [crash('processor', 'before', 'publish', 3)];

const TRANSACTION_ROWS: readonly FaultRow[] = [
  {
    row: 'transaction: crash before commit: abort by timeout, no duplicate, readers of the output wait for up to 60 s (here 6 s)',
    preset: 'transactions',
    faults: BEFORE_COMMIT,
    shows: ['3 reordered'],
    trace: (trace) => {
      expect(effectAt(trace, 4)).toBeGreaterThan(6_000);
      expect(stored(trace, 3)).toBe(3);
    },
  },
  {
    row: 'the same without transactions, crash between writing and acknowledging: in the output twice',
    preset: 'process',
    faults: [crash('processor', 'after', 'effect', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'the same for a reader of uncommitted messages: the aborted one counts',
    preset: 'transactions-uncommitted',
    faults: BEFORE_COMMIT,
    shows: ['3 duplicated'],
  },
];

const MORE_TRANSACTIONS: readonly FaultRow[] = [
  {
    row: 'a neighbour without transactions waits behind an open one, too',
    preset: 'transactions',
    settings: { 'app.neighbour.every': 4 },
    faults: BEFORE_COMMIT,
    shows: ['3 reordered'],
    trace: (trace) => {
      expect(effectAt(trace, 2)).toBeLessThan(1_000);
      expect(effectAt(trace, 4)).toBeGreaterThan(6_000);
    },
  },
  {
    row: 'the answer to the end of the transaction is lost: it is asked again, and committed once',
    preset: 'transactions',
    faults: [drop('EndTxnResponse', 3)],
    shows: [],
  },
  {
    row: 'the coordinator dies when it has decided: what was decided is told on',
    preset: 'transactions',
    faults: [{ do: 'crash', node: 'coordinator', pin: { atMs: 574 }, forMs: 500 }],
    shows: [],
    trace: ({ events }) => {
      const third = events.filter(isKind('transaction')).filter(({ id }) => id === '0:3');
      const crashed = events.find(isKind('crash'))!;
      expect(third.map(({ became, at }) => [became, at > crashed.at])).toEqual([
        ['Open', false],
        ['Committing', false],
        ['Committed', true],
      ]);
    },
  },
  {
    row: 'a late copy of the question for the end does not take its answer away',
    preset: 'transactions',
    faults: [
      { do: 'crash', node: 'broker', pin: { atMs: 571 }, forMs: 200 },
      { do: 'duplicate', message: 'EndTxn', record: 3, attempt: 1, byMs: 50 },
    ],
    shows: [],
  },
  {
    row: 'two in one transaction, crash before commit: both come again, acknowledgements and all',
    preset: 'transactions',
    settings: { 'app.transaction.messages': 2 },
    records: { everyMs: 1 },
    faults: [crash('processor', 'before', 'publish', 4)],
    shows: ['3 reordered', '4 reordered'],
  },
  {
    row: 'a processor that is frozen for longer than the time-out: its commit is refused, and its work done once',
    preset: 'transactions',
    settings: { 'transactionTimeout.ms': 5_000, 'app.slowRecord': 3, 'app.slow.ms': 10_000 },
    shows: ['3 reordered'],
    trace: ({ events }) =>
      expect(events.filter(isKind('exception')).map(({ error }) => error)).toEqual(['InvalidTxnStatus']),
  },
  {
    row: 'written in a transaction that has ended: NotAllowedError, and all of it again',
    preset: 'transactions',
    settings: { 'transactionTimeout.ms': 1_000 },
    faults: [{ do: 'delay', message: 'Send', record: 3, attempt: 1, from: 'processor', byMs: 2_000 }],
    shows: ['3 reordered'],
    trace: (trace) => {
      expect(refusals(trace, 'NotAllowedError')).toBe(1);
      expect(exceptionsIn(trace)).toEqual(['NotAllowedError']);
    },
  },
  {
    row: 'repeated when its transaction has ended: the number is known, and that is asked first',
    preset: 'transactions',
    settings: { 'transactionTimeout.ms': 300, 'app.backoff.ms': 1_000 },
    faults: [{ do: 'drop', message: 'SendReceipt', record: 3, attempt: 1, from: 'broker-2' }],
    shows: ['3 reordered'],
    trace: (trace) => {
      expect(refusals(trace, 'NotAllowedError')).toBe(0);
      expect(absorbed(trace, 3)).toBe(1);
      expect(exceptionsIn(trace)).toEqual(['InvalidTxnStatus']);
    },
  },
  {
    row: 'acknowledged in a transaction that has ended: TransactionNotFound, in the answer as at the broker',
    preset: 'transactions',
    settings: { 'transactionTimeout.ms': 1_000 },
    faults: [{ do: 'delay', message: 'Ack', record: 3, attempt: 1, byMs: 2_000 }],
    shows: ['3 reordered'],
    trace: (trace) => {
      expect(refusals(trace, 'TransactionConflict')).toBe(0);
      expect(refusals(trace, 'TransactionNotFound')).toBe(1);
      expect(exceptionsIn(trace)).toEqual(['TransactionNotFound']);
    },
  },
  {
    row: 'acknowledged first, crash before writing: lost, without transactions',
    preset: 'process',
    settings: { 'app.steps': 'P E' },
    faults: [crash('processor', 'after', 'progress', 3)],
    shows: ['3 lost'],
  },
];

describe('Apache Pulsar: transactions', () => {
  test.each(MORE_TRANSACTIONS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('pulsar', row));

  test.each(TRANSACTION_ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('pulsar', row));

  test.each([
    ['enableTransaction', { transactionCoordinatorEnabled: false }],
    ['sendTimeoutMs', { sendTimeoutMs: 30_000 }],
    ['enableTransaction', { 'app.pipeline': 'consume' }],
    ['app.steps', { 'app.steps': 'E P' }],
  ])('%s is refused with %j', (where, settings) =>
    expectRefused('pulsar', { row: where, preset: 'transactions', settings, shows: [] }, where),
  );
});

/** Late copies, lost messages and crashes, drawn; two of the seeds once left a consumer or a coordinator with a stale connection. */
const WEATHER = {
  network: {
    latencyMs: [5, 15],
    lossPerMille: 20,
    duplicatePerMille: 5,
    delayPerMille: 20,
    delayMs: [50, 400],
  },
  crashes: { perMille: 10, forMs: [200, 400] },
} as const;

describe('Apache Pulsar: drawn faults', () => {
  test.each(PULSAR_PRESETS.filter(({ claim }) => claim !== 'none').map(({ id }) => [id] as const))(
    'none breaks the promise of %s',
    (preset) => {
      const calm = rowScenario('pulsar', { row: preset, preset, records: { count: 10, everyMs: 100 }, shows: [] });
      for (const seed of ['a/56', 'a/121', ...Array.from({ length: 12 }, (_, at) => `pulsar/${at}`)]) {
        const [lane] = judge({ ...calm, ...WEATHER, seed }, SYSTEMS);
        expect(lane!.trace.events.at(-1), seed).toMatchObject({ ended: 'quiet' });
        expect(lane!.verdict.keepsClaim, seed).toBe(true);
      }
    },
  );
});
