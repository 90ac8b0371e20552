/** RabbitMQ queues: each row of the "fault → outcome" table, under its own name. Sources in src/systems/rabbitmq/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRefused, expectRow, rowScenario, type FaultRow } from '../support/faultRows';
import { explainRecord } from '../../src/checker/explain';
import { judge } from '../../src/explorer/judge';
import { SYSTEMS } from '../../src/systems/registry';
import { tellStory } from '../../src/text/story';
import { isKind, type Trace } from '../../src/trace/event';

const leasesOf = ({ events }: Trace, record: number) =>
  events.filter(isKind('lease')).filter((event) => event.record === record);
const appliedAt = ({ events }: Trace, record: number): number =>
  events.filter(isKind('apply')).find((event) => event.record === record)?.at ?? Infinity;
const sent = ({ events }: Trace, name: string): number =>
  events.filter(isKind('send')).filter(({ message }) => message.name === name).length;
const returnsOf = ({ events }: Trace, record: number): number =>
  events.filter(isKind('return')).filter((event) => event.record === record).length;

const FROZEN = {
  preset: 'confirmed',
  settings: { 'app.workers': 2 },
  faults: [
    {
      do: 'pause',
      node: 'consumer-2',
      pin: { when: 'after', step: 'receive', record: 3, attempt: 1 },
      forMs: 300_000,
    },
  ],
} as const;

const ROWS: readonly FaultRow[] = [
  {
    row: 'confirm lost, publisher retries: two messages, both redelivered = false',
    preset: 'confirmed',
    faults: [drop('PublisherConfirm', 3)],
    shows: ['3 duplicated'],
    trace: (trace) => {
      expect(
        leasesOf(trace, 3).map(({ receives }) => receives),
        'first deliveries of two messages',
      ).toEqual([1, 1]);
    },
  },
  {
    row: 'no confirms, the link dies: loss',
    preset: 'fire-and-forget',
    faults: [drop('BasicPublish', 3)],
    shows: ['3 lost'],
  },
  {
    row: 'no confirms and transient messages, the broker dies: loss',
    preset: 'fire-and-forget',
    settings: { auto_ack: false, prefetch_count: 1, 'app.processing.ms': 600 },
    faults: [{ do: 'crash', node: 'broker', pin: { atMs: 700 }, forMs: 100 }],
    shows: ['3 lost', '4 lost'],
  },
  {
    row: 'confirmed but unroutable, no mandatory: loss with a positive confirm',
    preset: 'confirmed-to-nobody',
    settings: { 'app.unroutableRecord': 4 },
    shows: ['4 lost'],
    trace: ({ events }) => {
      expect(events.filter(isKind('bury'))).toMatchObject([{ record: 4, why: 'unroutable' }]);
    },
  },
  {
    row: 'unroutable with mandatory: the publisher is told',
    preset: 'confirmed',
    settings: { 'app.unroutableRecord': 4 },
    shows: ['4 failed'],
  },
  {
    row: 'automatic ack, consumer crash: loss of everything in its buffer',
    preset: 'fire-and-forget',
    faults: [crash('consumer', 'before', 'effect', 2)],
    records: { everyMs: 1, count: 5 },
    settings: { 'app.processing.ms': 500 },
    shows: ['2 lost', '3 lost', '4 lost', '5 lost'],
  },
  {
    row: 'manual ack, crash before ack: redelivered with flag true, effect may double',
    preset: 'confirmed',
    faults: [crash('consumer', 'after', 'effect', 5)],
    shows: ['5 duplicated'],
    trace: (trace) => expect(leasesOf(trace, 5).map(({ receives }) => receives)).toEqual([1, 2]),
  },
  {
    row: 'ack lost because the connection died: redelivered',
    preset: 'confirmed',
    faults: [drop('BasicAck', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'connection half-dead, no heartbeats: messages stuck with a ghost consumer',
    ...FROZEN,
    settings: { ...FROZEN.settings, heartbeat: 0 },
    shows: ['3 reordered', '5 reordered'],
    trace: (trace) => {
      expect(returnsOf(trace, 3)).toBe(0);
      expect(appliedAt(trace, 3)).toBeGreaterThan(300_000);
    },
  },
  {
    row: 'the same with heartbeats: another consumer gets them after a minute, and the ghost repeats them',
    ...FROZEN,
    shows: ['3 duplicated', '3 reordered', '5 reordered'],
    trace: (trace) => {
      expect(appliedAt(trace, 3)).toBeGreaterThan(60_000);
      expect(appliedAt(trace, 3)).toBeLessThan(62_000);
    },
  },
  {
    row: 'handler longer than the delivery timeout: channel closed, all its unacked messages again',
    preset: 'confirmed',
    settings: { 'app.slowRecord': 2, 'app.slow.ms': 2_000_000 },
    shows: ['2 duplicated'],
    trace: (trace) => {
      expect(sent(trace, 'ChannelClose')).toBe(1);
      expect([3, 4, 5, 6].map((record) => returnsOf(trace, record))).toEqual([1, 1, 1, 1]);
    },
  },
  {
    row: 'ack sent on another channel: channel error, all unacked of that channel redelivered',
    preset: 'confirmed',
    settings: { 'app.acksOnNewChannel': true, 'app.slowRecord': 2, 'app.slow.ms': 300 },
    faults: [drop('BasicAck', 1)],
    records: { everyMs: 1 },
    shows: ['1 duplicated', '2 duplicated'],
    trace: (trace) => {
      expect(sent(trace, 'ChannelClose')).toBe(1);
      const each = [3, 4, 5, 6].map((record) => returnsOf(trace, record));
      expect(each, 'with the closed channel, the first two with the lost connection as well').toEqual([2, 2, 1, 1]);
    },
  },
  {
    row: 'ack sent twice: channel error, all unacked of that channel redelivered',
    preset: 'confirmed',
    settings: { 'app.acksTwiceRecord': 2 },
    records: { everyMs: 1 },
    shows: ['3 duplicated'],
    trace: (trace) => {
      expect(sent(trace, 'ChannelClose')).toBe(1);
      const { events } = trace;
      const settled = events.filter(isKind('settle')).filter(({ record }) => record === 2);
      expect(settled.map(({ accepted }) => accepted)).toEqual([true, false]);
      const back = events.filter(isKind('return')).map(({ record, why }) => `${record} ${why}`);
      expect(back, 'what was acknowledged stays so').toEqual(
        ['3', '4', '5', '6'].map((record) => `${record} unknownTag`),
      );
    },
  },
  {
    row: 'a late copy of an ack from a connection that is gone: that channel is gone, too, and the present one stays',
    preset: 'confirmed',
    faults: [{ do: 'duplicate', message: 'BasicAck', record: 2, attempt: 1, byMs: 20 }],
    records: { everyMs: 1 },
    shows: [],
    trace: (trace) => expect(sent(trace, 'ChannelClose')).toBe(0),
  },
  {
    row: 'poison message, limit 20, no DLX: dropped after 20',
    preset: 'confirmed-to-nobody',
    settings: { 'app.poisonRecord': 2 },
    shows: ['2 lost'],
    trace: (trace) => {
      expect(leasesOf(trace, 2).length, 'the first and 20 more').toBe(21);
      expect(trace.events.filter(isKind('bury'))).toMatchObject([{ record: 2, why: 'receives', to: 'nowhere' }]);
    },
  },
  {
    row: 'poison message, x-delivery-limit=-1 (before 4.0 the default): endless loop',
    preset: 'confirmed-to-nobody',
    settings: { 'app.poisonRecord': 2, 'x-delivery-limit': -1, 'x-message-ttl': 60_000 },
    shows: ['2 lost'],
    trace: (trace) => {
      expect(leasesOf(trace, 2).length, 'as long as the run lasts: only the time to live ends it').toBeGreaterThan(500);
      expect(trace.events.filter(isKind('bury'))).toMatchObject([{ record: 2, why: 'retention' }]);
    },
  },
  ...(
    [
      ['at-most-once, the default: dropped, though there is an exchange for it', 'at-most-once', 'nowhere'],
      ['at-least-once: held back until a queue has confirmed it', 'at-least-once', 'heldBack'],
    ] as const
  ).map(([row, strategy, to]): FaultRow => ({
    row: `poison message, limit 20, a DLX that no queue is bound to, ${row}`,
    preset: 'confirmed',
    settings: {
      'app.poisonRecord': 2,
      'app.onError': 'rejectRequeue',
      'app.deadLettersUntaken': true,
      'x-dead-letter-strategy': strategy,
    },
    shows: ['2 lost'],
    trace: ({ events }) => expect(events.filter(isKind('bury'))).toMatchObject([{ record: 2, to }]),
  })),
  {
    row: 'poison message given back with nack, which does not count: again and again, until its time is over',
    preset: 'confirmed-to-nobody',
    settings: { 'app.poisonRecord': 2, 'app.onError': 'nackRequeue', 'x-message-ttl': 5_000 },
    shows: ['2 lost'],
    trace: (trace) => {
      expect(leasesOf(trace, 2).length).toBeGreaterThan(50);
      expect(trace.events.filter(isKind('bury'))).toMatchObject([{ record: 2, why: 'retention' }]);
    },
  },
  {
    row: 'prefetch large, crash after one poison message: neighbours gain failed deliveries and are dropped',
    preset: 'confirmed-to-nobody',
    settings: { 'app.poisonRecord': 2, 'app.onError': 'crash', 'x-delivery-limit': 3, 'app.processing.ms': 200 },
    records: { everyMs: 1, count: 5 },
    shows: ['2 lost', '3 lost', '4 lost', '5 lost'],
  },
  {
    row: 'requeue with other messages ahead already delivered: reorder',
    preset: 'confirmed',
    settings: { 'app.poisonRecord': 2, 'app.poison.times': 1, 'app.processing.ms': 200 },
    records: { everyMs: 1 },
    shows: ['2 reordered'],
  },
  {
    row: 'transactional ack answered ok, then power loss: redelivery possible',
    preset: 'confirmed',
    settings: { 'app.transactionalAcks': true },
    records: { everyMs: 1_000 },
    faults: [{ do: 'powerLoss', node: 'broker', pin: { atMs: 2_500 }, forMs: 100 }],
    shows: ['3 duplicated'],
  },
  {
    row: 'an ack outside transactions is on disk: the same power loss repeats nothing',
    preset: 'confirmed',
    records: { everyMs: 1_000 },
    faults: [{ do: 'powerLoss', node: 'broker', pin: { atMs: 2_500 }, forMs: 100 }],
    shows: [],
  },
];

const storyOf = (record: number, row: Omit<FaultRow, 'row' | 'shows' | 'preset'>): readonly string[] => {
  const [lane] = judge(rowScenario('rabbitmq', { row: 'story', preset: 'confirmed', shows: [], ...row }), SYSTEMS);
  return tellStory(explainRecord(lane!.trace, lane!.verdict, record), 'message');
};

describe('RabbitMQ queues', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('rabbitmq', row));

  test('the story says why the channel was closed', () => {
    expect(storyOf(3, { settings: { 'app.acksTwiceRecord': 2 }, records: { everyMs: 1 } })).toContain(
      'The consumer acknowledged a message twice, or on another channel: broker did not know the tag, closed the channel, and took message 3 back.',
    );
    expect(storyOf(2, { settings: { 'app.slowRecord': 2, 'app.slow.ms': 2_000_000 } })).toContain(
      'The consumer kept a message for longer than broker allows: broker closed the channel, and took message 2 back.',
    );
    expect(storyOf(3, FROZEN)).toContain(
      'Nothing had been heard of the consumer for too long, so broker took message 3 back.',
    );
  });

  test('with automatic acknowledgement nothing is acknowledged twice', () => {
    const settings = { auto_ack: true, 'app.acksTwiceRecord': 2 };
    expectRefused('rabbitmq', { row: 'automatic', preset: 'confirmed', settings, shows: [] }, 'app.acksTwiceRecord');
  });

  test.each([
    ['quorum', 0, 2_000],
    ['classic', 0, 2_050],
    ['quorum', 2_020, 2_020],
  ] as const)('a %s queue with prefetch %i sends a consumer %i of 2,050 messages ahead', (type, prefetch, most) => {
    const trace = ({ events }: Trace): void => {
      const settled = events.findIndex(({ kind }) => kind === 'settle');
      expect(events.slice(0, settled).filter(isKind('lease'))).toHaveLength(most);
    };
    const settings = { 'x-queue-type': type, prefetch_count: prefetch, 'app.slowRecord': 1, 'app.slow.ms': 100_000 };
    const records = { count: 2_050, everyMs: 1 };
    expectRow('rabbitmq', { row: 'prefetch', preset: 'confirmed', settings, records, shows: [], trace });
  });

  test.each([
    ['classic', 1],
    ['quorum', 3],
  ] as const)(
    'with automatic acknowledgement a %s queue hands out all that waits, prefetch %i or not',
    (type, prefetch) => {
      const settings = { auto_ack: true, 'x-queue-type': type, prefetch_count: prefetch };
      // The first message is on its way to a consumer that is gone; the others wait for the next one.
      const faults = [{ do: 'crash', node: 'consumer', pin: { atMs: 1 }, forMs: 500 }] as const;
      const records = { count: 10, everyMs: 1 };
      expectRow('rabbitmq', { row: 'automatic', preset: 'confirmed', settings, records, faults, shows: ['1 lost'] });
    },
  );

  test('a classic queue publishes its dead letters without confirms, whatever it is asked for', () => {
    const settings = { 'x-queue-type': 'classic', 'x-dead-letter-strategy': 'at-least-once' };
    const row = { row: 'classic', preset: 'confirmed', settings, shows: [] };
    expectRefused('rabbitmq', row, 'x-dead-letter-strategy');
  });

  test('a classic queue knows no delivery limit', () => {
    const settings = { 'x-queue-type': 'classic', 'x-delivery-limit': 3 };
    expectRefused('rabbitmq', { row: 'classic', preset: 'confirmed', settings, shows: [] }, 'x-delivery-limit');
  });
});
