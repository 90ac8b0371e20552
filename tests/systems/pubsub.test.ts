/** Google Pub/Sub: each row of the "fault → outcome" table, under its own name. Sources in src/systems/pubsub/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';
import { isKind, type Trace } from '../../src/trace/event';

const leasesOf = ({ events }: Trace, record: number) =>
  events.filter(isKind('lease')).filter((event) => event.record === record);
const messagesOf = (trace: Trace, record: number): number =>
  new Set(leasesOf(trace, record).map(({ messageId }) => messageId)).size;
const refusedSettlements = ({ events }: Trace, record: number): number =>
  events.filter(isKind('settle')).filter((event) => event.record === record && !event.accepted).length;
const says = ({ events }: Trace, name: string, words: string): boolean =>
  events.filter(isKind('send')).some(({ message }) => message.name === name && message.says === words);

const SLOW = { 'app.slowRecord': 3, 'app.slow.ms': 15_000 };

const ROWS: readonly FaultRow[] = [
  {
    row: 'publish response lost: two messages with different ids, exactly-once delivery does not help',
    preset: 'exactly-once-delivery',
    faults: [drop('PublishResponse', 3)],
    shows: ['3 duplicated'],
    trace: (trace) => expect(messagesOf(trace, 3)).toBe(2),
  },
  {
    row: 'ack lost, default subscription: redelivery with the same message id',
    preset: 'default',
    faults: [drop('AcknowledgeRequest', 3)],
    shows: ['3 duplicated'],
    trace: (trace) => {
      expect(messagesOf(trace, 3)).toBe(1);
      expect(leasesOf(trace, 3).length).toBe(2);
    },
  },
  {
    row: 'ack lost, exactly-once delivery: the library learns of it and asks again',
    preset: 'exactly-once-delivery',
    faults: [drop('AcknowledgeRequest', 3)],
    shows: [],
    trace: (trace) => expect(leasesOf(trace, 3).length).toBe(1),
  },
  {
    row: 'ack lost and the deadline passed, exactly-once delivery: ack id invalid, same message id, new ack id',
    preset: 'exactly-once-delivery',
    settings: { 'app.timeout.ms': 12_000 },
    faults: [drop('AcknowledgeRequest', 3)],
    shows: ['3 duplicated'],
    trace: (trace) => {
      expect(messagesOf(trace, 3)).toBe(1);
      expect(says(trace, 'AcknowledgeResponse', 'the lease is over')).toBe(true);
    },
  },
  {
    row: 'processing past the deadline, exactly-once delivery: redelivered, only the newer ack id works',
    preset: 'exactly-once-delivery',
    settings: { ...SLOW, 'client.leaseManagement': false, 'app.workers': 2 },
    shows: ['3 duplicated', '3 reordered'],
    trace: (trace) => {
      expect(leasesOf(trace, 3).map(({ receives }) => receives)).toEqual([1, 2]);
      expect(refusedSettlements(trace, 3), 'the first holder').toBe(1);
    },
  },
  {
    row: 'plain pull, always 11 s work on a 10 s deadline: late acks are ignored, endless redelivery',
    preset: 'plain-pull',
    settings: { 'app.processing.ms': 11_000, messageRetentionDuration: 600 },
    records: { count: 1 },
    shows: ['1 duplicated'],
    trace: (trace) => {
      expect(leasesOf(trace, 1).length).toBeGreaterThan(50);
      expect(trace.events.filter(isKind('settle')).every(({ accepted }) => !accepted)).toBe(true);
      expect(trace.events.filter(isKind('bury'))).toMatchObject([{ record: 1, why: 'retention' }]);
    },
  },
  {
    row: 'messages buffered in the client beyond flow control (old libraries): not lease-managed while waiting',
    preset: 'default',
    settings: {
      'client.maxOutstandingMessages': 4,
      'client.extendsBuffered': false,
      'app.slowRecord': 2,
      'app.slow.ms': 25_000,
    },
    records: { everyMs: 1, count: 5 },
    shows: ['3 duplicated', '4 duplicated'],
  },
  {
    row: 'the same with a library that extends what waits in its buffer',
    preset: 'default',
    settings: {
      'client.maxOutstandingMessages': 4,
      'app.slowRecord': 2,
      'app.slow.ms': 25_000,
    },
    records: { everyMs: 1, count: 5 },
    shows: [],
  },
  {
    row: 'exactly-once delivery, subscribers in two regions: duplicates possible',
    preset: 'exactly-once-delivery',
    settings: { 'app.subscriberRegions': 2, 'service.repeatedRecord': 2 },
    shows: ['2 duplicated'],
  },
  {
    row: 'dead-letter topic without subscription: message lost',
    preset: 'default',
    settings: { 'app.poisonRecord': 2, deadLetterTopic: 'withoutSubscription' },
    shows: ['2 lost'],
    trace: (trace) => {
      expect(leasesOf(trace, 2).length).toBe(5);
      expect(trace.events.filter(isKind('bury'))).toMatchObject([{ record: 2, why: 'receives', to: 'nowhere' }]);
    },
  },
  {
    row: 'dead-letter topic that the service account may not publish to: dead-lettering fails',
    preset: 'default',
    settings: {
      'app.poisonRecord': 2,
      deadLetterTopic: 'noPublishRight',
      'app.onError': 'abandon',
      messageRetentionDuration: 600,
    },
    shows: ['2 lost'],
    trace: (trace) => {
      expect(leasesOf(trace, 2).length).toBeGreaterThan(5);
      expect(trace.events.filter(isKind('bury'))).toMatchObject([{ record: 2, why: 'retention' }]);
    },
  },
  {
    row: 'nack on an ordered key: the whole tail of the key again',
    preset: 'default',
    settings: {
      enableMessageOrdering: true,
      'client.maxOutstandingMessages': 10,
      'app.poisonRecord': 2,
      'app.poison.times': 1,
      'app.processing.ms': 500,
    },
    records: { everyMs: 1, count: 4 },
    shows: ['2 reordered', '3 duplicated', '4 duplicated'],
    trace: ({ events }) => {
      const applied = events.filter(isKind('apply')).map(({ record }) => record);
      expect(applied).toEqual([1, 3, 4, 2, 3, 4]);
    },
  },
  {
    row: 'timeout on an ordered key: the whole tail of the key again, in order',
    preset: 'default',
    settings: {
      enableMessageOrdering: true,
      'client.maxOutstandingMessages': 10,
      'client.leaseManagement': false,
      'app.workers': 2,
      'app.slowRecord': 2,
      'app.slow.ms': 11_000,
      'app.processing.ms': 500,
    },
    records: { everyMs: 1, count: 4 },
    shows: ['2 duplicated', '3 duplicated', '4 duplicated'],
    trace: ({ events }) => {
      const first = events.find(isKind('return'))!;
      const moves = events.filter((event) => event.kind === 'return' || event.kind === 'lease');
      const then = moves.filter(({ at }) => at === first.at).map(({ kind, record }) => `${kind} ${record}`);
      expect(then).toEqual(['return', 'lease'].flatMap((kind) => [2, 3, 4].map((record) => `${kind} ${record}`)));
      const again = events.filter(isKind('lease')).filter(({ receives }) => receives === 2);
      expect(new Set(again.map(({ worker }) => worker))).toEqual(new Set(['subscriber-1']));
    },
  },
  {
    row: 'subscriber dies after the effect and before the ack: redelivery after the deadline',
    preset: 'default',
    faults: [crash('subscriber', 'after', 'effect', 5)],
    shows: ['5 duplicated'],
  },
  {
    row: 'acknowledged on receipt, subscriber dies before the effect: loss',
    preset: 'acknowledge-first',
    faults: [crash('subscriber', 'before', 'effect', 5)],
    shows: ['5 lost'],
  },
];

describe('Pub/Sub', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('pubsub', row));

  test('push or export subscription: exactly-once delivery unavailable', () => {
    const row: FaultRow = {
      row: 'push subscription with exactly-once delivery',
      preset: 'exactly-once-delivery',
      settings: { subscriptionType: 'push' },
      shows: [],
    };
    expectRefused('pubsub', row, 'subscriptionType');
  });

  test('a push subscription without it runs, and nobody extends a deadline', () => {
    const row: FaultRow = {
      row: 'slow push endpoint',
      preset: 'default',
      settings: { subscriptionType: 'push', 'app.slowRecord': 3, 'app.slow.ms': 15_000, 'app.workers': 2 },
      shows: ['3 duplicated', '3 reordered'],
    };
    expectRow('pubsub', row);
  });
});
