/** Kafka Streams: each row of its "fault → outcome" table, under its own name. Sources in src/systems/kafka-streams/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';
import { oracleOf } from '../../src/checker/oracle/oracle';
import type { Fault } from '../../src/scenario/scenario';
import { kafkaStreams } from '../../src/systems/kafka-streams';
import { isKind, type Trace } from '../../src/trace/event';

const defaultOf = (name: string) => kafkaStreams.settings.find((setting) => setting.name === name)?.default;
const EIGHT = { count: 8, everyMs: 100 };
const effectAt = ({ events }: Trace, record: number): number =>
  events.filter(isKind('apply')).find((event) => event.record === record)!.at;
const refusedCommits = ({ events }: Trace): readonly string[] =>
  events.filter(isKind('commit')).flatMap(({ accepted, error }) => (accepted ? [] : [error]));

/** A copy of the end of record 3's transaction comes when that of record 4 holds the output, and its processor is dead. */
const LATE_END: readonly Fault[] = [
  { do: 'duplicate', message: 'EndTxnRequest', record: 3, attempt: 1, byMs: 300 },
  crash('processor', 'after', 'send', 4),
];

const ROWS: readonly FaultRow[] = [
  {
    row: 'crash mid-transaction, read_committed: none',
    preset: 'exactly-once-v2',
    faults: [crash('processor', 'before', 'progress', 4)],
    shows: [],
  },
  {
    row: 'crash mid-transaction, read_uncommitted: aborted records visible, then again',
    preset: 'exactly-once-v2',
    settings: { 'isolation.level': 'read_uncommitted' },
    faults: [crash('processor', 'before', 'progress', 4)],
    shows: ['4 duplicated'],
  },
  {
    row: 'downstream consumer left on default isolation: sees aborted records, which look like duplicates',
    preset: 'read-uncommitted',
    faults: [crash('processor', 'before', 'progress', 4)],
    shows: ['4 duplicated'],
    trace: ({ events }) => {
      expect(defaultOf('isolation.level')).toBe('read_uncommitted');
      const [aborted] = events.filter(isKind('marker')).filter(({ commit, copied }) => !commit && !copied);
      expect(aborted?.records, 'what was read was aborted afterwards').toEqual([4]);
    },
  },
  {
    row: 'commit acknowledged late or not at all: asked again, no duplicate',
    preset: 'exactly-once-v2',
    faults: [drop('EndTxnResponse', 4)],
    shows: [],
  },
  {
    row: 'long pause, partition given to another thread: the old one is refused at its commit, its work redone',
    preset: 'exactly-once-v2',
    settings: { 'app.processors': 2 },
    records: EIGHT,
    faults: [
      { do: 'pause', node: 'processor-1', pin: { when: 'after', step: 'send', record: 4, attempt: 1 }, forMs: 1_700 },
    ],
    shows: [],
    trace: (trace) => expect(refusedCommits(trace)).toEqual(['UNKNOWN_MEMBER_ID']),
  },
  {
    row: 'external call inside a processor: repeated on every replay',
    preset: 'side-effect-outside',
    faults: [crash('processor', 'before', 'progress', 4)],
    shows: ['4 duplicated'],
  },
  {
    row: 'big local state and an unclean stop: long stall while restoring, none lost',
    preset: 'exactly-once-v2',
    settings: { 'app.restore.ms': 30_000 },
    faults: [crash('processor', 'after', 'progress', 4)],
    shows: [],
    trace: (trace) => {
      expect(effectAt(trace, 4)).toBeLessThan(2_000);
      expect(effectAt(trace, 5)).toBeGreaterThan(30_000);
    },
  },
  {
    row: 'the same without transactions: the state is kept, and nobody waits',
    preset: 'at-least-once',
    settings: { 'app.restore.ms': 30_000 },
    faults: [crash('processor', 'after', 'progress', 4)],
    shows: [],
    trace: (trace) => expect(effectAt(trace, 5)).toBeLessThan(5_000),
  },
  {
    row: 'transaction left open by a frozen thread: readers of committed records stall until it is aborted',
    preset: 'exactly-once-v2',
    settings: { 'app.processors': 2, 'session.timeout.ms': 300, 'transaction.timeout.ms': 3_000 },
    records: EIGHT,
    faults: [
      { do: 'pause', node: 'processor-1', pin: { when: 'after', step: 'send', record: 4, attempt: 1 }, forMs: 60_000 },
    ],
    shows: [],
    trace: (trace) => expect(effectAt(trace, 5)).toBeGreaterThan(3_000),
  },
  {
    row: 'the same, read_uncommitted: nobody waits, and what will be aborted is read',
    preset: 'exactly-once-v2',
    settings: {
      'app.processors': 2,
      'session.timeout.ms': 300,
      'transaction.timeout.ms': 3_000,
      'isolation.level': 'read_uncommitted',
    },
    records: EIGHT,
    faults: [
      { do: 'pause', node: 'processor-1', pin: { when: 'after', step: 'send', record: 4, attempt: 1 }, forMs: 60_000 },
    ],
    shows: ['4 duplicated'],
  },
  {
    row: 'delayed end-transaction request hits a later transaction, before KIP-890: it commits half of that one',
    preset: 'exactly-once-v2',
    settings: { 'transaction.version': 1 },
    records: EIGHT,
    faults: LATE_END,
    shows: ['4 duplicated'],
  },
  {
    row: 'the same since KIP-890: the late request is of an old epoch',
    preset: 'exactly-once-v2',
    records: EIGHT,
    faults: LATE_END,
    shows: [],
  },
];

/**
 * The producer gives record 4 up and aborts, and dies; its request is still on its way and comes after the marker. Kafka
 * Streams gives no batch up (its `delivery.timeout.ms` is the largest number), so plain clients play it.
 */
const HANGING: Pick<FaultRow, 'preset' | 'records' | 'faults'> = {
  preset: 'exactly-once',
  records: { count: 4 },
  faults: [
    { do: 'delay', message: 'ProduceRequest', record: 4, attempt: 1, byMs: 400 },
    { do: 'crash', node: 'producer', pin: { atMs: 1_000 } },
  ],
};
const GIVES_UP_SOON = { 'request.timeout.ms': 300, 'delivery.timeout.ms': 300, 'transaction.version': 1 };
const UNVERIFIED = { ...GIVES_UP_SOON, 'transaction.partition.verification.enable': false };

/** The last stable offset and the end of the log when all has come to rest, and what the coordinator holds of it. */
const atRest = ({ events }: Trace) => {
  const { lastStable, highWatermark } = events.filter(isKind('watermark')).at(-1)!;
  return { lastStable, highWatermark, coordinator: events.filter(isKind('transaction')).at(-1)!.became };
};

const BY_PLAIN_CLIENTS: readonly FaultRow[] = [
  {
    row: 'hanging transaction (server never told the end): the last stable offset is stuck for good',
    ...HANGING,
    settings: UNVERIFIED,
    shows: ['4 failed'],
    trace: (trace) => {
      expect(atRest(trace)).toEqual({ lastStable: 7, highWatermark: 8, coordinator: 'CompleteAbort' });
      const { anomalies, stalls } = oracleOf(trace, { reader: 'read_committed' });
      expect(anomalies.map(({ code, record }) => `${code} ${record}`)).toEqual(['HT 4']);
      expect(stalls.at(-1), 'readers of committed records wait for ever').toMatchObject({ until: -1 });
    },
  },
  {
    row: 'the same, read_uncommitted: what nobody will ever end is read',
    ...HANGING,
    settings: { ...UNVERIFIED, 'isolation.level': 'read_uncommitted' },
    shows: [],
  },
  {
    row: 'the same with verification (since 3.6): the late request is refused, and nothing hangs',
    ...HANGING,
    settings: GIVES_UP_SOON,
    shows: ['4 failed'],
    trace: (trace) => {
      expect(atRest(trace)).toEqual({ lastStable: 7, highWatermark: 7, coordinator: 'CompleteAbort' });
      expect(trace.events.filter(isKind('refuse')).map(({ error }) => error)).toContain('TRANSACTION_ABORTABLE');
    },
  },
];

describe('Kafka Streams', () => {
  test.each(BY_PLAIN_CLIENTS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('kafka', row));

  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('kafka-streams', row));

  test('commit interval above the transaction timeout: refused at start-up', () => {
    const row = {
      row: 'commit interval',
      preset: 'exactly-once-v2',
      settings: { 'commit.interval.ms': 5_000 },
      shows: [],
    };
    expectRefused('kafka-streams', row, 'transaction.timeout.ms');
  });
});
