/** What breaks the memories of queues and brokers: whoever leases, pushes or numbers messages. */
import { expect } from 'vitest';
import { isKind, type Trace } from '../../../src/trace/event';
import { drop } from '../../support/faultRows';
import type { Ways } from './ways';

const SLOWLY = { everyMs: 2_000 };
const idsOf = ({ events }: Trace, record: number): number =>
  new Set(
    events
      .filter(isKind('lease'))
      .filter((event) => event.record === record)
      .map(({ messageId }) => messageId),
  ).size;
const kinds = ({ events }: Trace, kind: 'absorb' | 'enqueue', record: number): number =>
  events.filter((event) => event.kind === kind && event.record === record).length;

export const QUEUE_WAYS: Ways = {
  'sqs FIFO queue': {
    'a late retry': {
      preset: 'fifo',
      settings: { 'app.retries': 0, 'app.job.again.ms': 31_000 },
      faults: [drop('SendMessageResponse', 5)],
      shows: ['5 duplicated'],
      heal: { settings: { 'app.retries': 0, 'app.job.again.ms': 25_000 } },
    },
    'a reused id': {
      preset: 'fifo',
      settings: { 'app.reusedId': 4 },
      shows: ['4 swallowed'],
      heal: { settings: {} },
    },
    'equal bodies': {
      preset: 'fifo-content-ids',
      settings: { 'app.sameBody': 4 },
      shows: ['4 swallowed'],
      heal: { preset: 'fifo' },
    },
  },
  'sqs standard queue': {
    'any retry': {
      preset: 'standard',
      faults: [drop('SendMessageResponse', 3)],
      shows: ['3 duplicated'],
      trace: (trace) => expect(kinds(trace, 'enqueue', 3)).toBe(2),
      heal: { preset: 'fifo' },
    },
    'any lease that ends': {
      preset: 'standard',
      settings: { 'app.workers': 2, 'app.slowRecord': 4, 'app.slow.ms': 5_000 },
      shows: ['4 duplicated', '4 reordered'],
      trace: (trace) => expect(kinds(trace, 'enqueue', 4)).toBe(1),
    },
  },
  'pubsub exactly-once delivery': {
    'a publisher’s retry': {
      preset: 'exactly-once-delivery',
      faults: [drop('PublishResponse', 3)],
      shows: ['3 duplicated'],
      trace: (trace) => expect(idsOf(trace, 3)).toBe(2),
    },
    'two regions': {
      preset: 'exactly-once-delivery',
      settings: { 'app.subscriberRegions': 2, 'service.repeatedRecord': 2 },
      shows: ['2 duplicated'],
      trace: (trace) => expect(idsOf(trace, 2)).toBe(1),
    },
    push: { preset: 'exactly-once-delivery', settings: { subscriptionType: 'push' }, refused: 'subscriptionType' },
  },
  'rabbitmq queue': {
    'any publisher’s retry': {
      preset: 'confirmed',
      faults: [drop('PublisherConfirm', 3)],
      shows: ['3 duplicated'],
      trace: (trace) => expect(kinds(trace, 'enqueue', 3)).toBe(2),
    },
  },
  'jetstream Nats-Msg-Id': {
    'a late retry': {
      preset: 'ids-and-double-ack',
      settings: { 'app.retries': 0, 'app.job.again.ms': 21_000 },
      faults: [drop('PubAck', 3)],
      shows: ['3 duplicated'],
      heal: { settings: { 'app.retries': 0, 'app.job.again.ms': 15_000 } },
    },
    'a restart of a work queue': {
      preset: 'work-queue',
      settings: { 'app.retries': 0, 'app.job.again.ms': 3_000 },
      faults: [drop('PubAck', 3), { do: 'crash', node: 'server', pin: { atMs: 2_000 }, forMs: 100 }],
      shows: ['3 duplicated'],
      heal: { faults: [drop('PubAck', 3)] },
    },
    'a stream that is sourced': {
      preset: 'sourced',
      faults: [drop('PubAck', 3)],
      shows: ['3 duplicated'],
      heal: { settings: { 'duplicate_window.ms': 20_000 } },
    },
  },
  'mqtt QoS 2': {
    'a lost session': {
      preset: 'qos2-clean-start',
      records: SLOWLY,
      faults: [drop('PUBCOMP', 3)],
      shows: ['3 duplicated'],
      heal: { preset: 'qos2' },
    },
    'the next hop': {
      preset: 'qos2',
      settings: { 'subscribe.qos': 0, 'app.steps': 'P E' },
      records: SLOWLY,
      faults: [{ do: 'drop', message: 'PUBLISH', record: 4, attempt: 1, from: 'broker' }],
      shows: ['4 lost'],
      heal: { settings: {} },
    },
    'an application that sends again': {
      preset: 'qos2',
      settings: { 'app.clickedTwice': 3 },
      shows: ['3 duplicated'],
      heal: { settings: {} },
    },
  },
  'rabbitmq-streams publishing id': {
    'ids out of order': {
      preset: 'source-position',
      settings: { 'app.publishingIds': '1,2,3,10,4' },
      records: { count: 5, everyMs: 400 },
      shows: ['5 swallowed'],
      heal: { settings: { 'app.publishingIds': '1,2,3,4,10' } },
    },
    'two instances at a time': {
      preset: 'one-name-for-two',
      settings: { 'recoveryBackOffDelay.ms': 1_000 },
      records: { count: 4, everyMs: 400 },
      faults: [drop('Publish', 3)],
      shows: ['3 swallowed'],
      heal: { settings: { 'recoveryBackOffDelay.ms': 1_000, 'app.instances': 1 } },
    },
  },
};
