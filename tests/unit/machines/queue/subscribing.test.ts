/** A queue that pushes over connections: a late copy from a connection that is gone speaks for nobody. */
import { expect, test } from 'vitest';
import type { Fault } from '../../../../src/scenario/scenario';
import { PLAIN_QUEUE, type QueueParameters } from '../../../../src/machines/queue/memory';
import { queueRole } from '../../../../src/machines/queue/queue';
import { isKind, type Trace } from '../../../../src/trace/event';
import { play, scripted, type Line } from '../../../support/scripted';

/** As RabbitMQ's: a message is with whoever holds the channel, for as long as the channel lives. */
const BY_CHANNEL: QueueParameters = {
  ...PLAIN_QUEUE,
  words: { enqueued: 'Stored', delivery: 'Delivery', channelClosed: 'ChannelClose' },
  lease: 'untilDisconnect',
  lateSettle: 'closesChannel',
  order: 'none',
  receivesMax: 0,
  deadLetters: 'none',
  retentionMs: 0,
};
/** As JetStream's: a message is with whoever was handed it, until a clock says otherwise. */
const BY_CLOCK: QueueParameters = { ...BY_CHANNEL, lease: { ms: 100 }, lateSettle: 'accepted', retentionMs: 1_000 };

const PREFETCH = 2;
/** A subscription holds no record; here it has a number so that a fault can be pinned to it. */
const SUBSCRIPTION = 99;
const subscribe = (atMs: number): Line => ({
  atMs,
  name: 'receive',
  to: 'queue',
  body: { most: PREFETCH, stays: true },
  records: [SUBSCRIPTION],
});
const publish = (record: number, atMs: number): Line => ({
  atMs,
  name: 'request',
  to: 'queue',
  body: { record, key: 0, name: '', body: record },
  records: [record],
});

const COPIED: Fault = { do: 'duplicate', message: 'receive', record: SUBSCRIPTION, attempt: 1, byMs: 20 };
/** The worker dies with what it was handed, and subscribes again when it is back. */
const DIES: Fault = { do: 'crash', node: 'worker', pin: { atMs: 100 }, forMs: 300 };

/** Three messages, a worker that settles none of them. */
const run = (p: QueueParameters, faults: readonly Fault[]): Trace =>
  play(
    {
      queue: queueRole(p),
      sender: scripted({ peers: ['queue'], lines: [publish(1, 50), publish(2, 52), publish(3, 54)] }),
      worker: scripted({ peers: ['queue'], lines: [subscribe(10), subscribe(450)] }),
    },
    {},
    faults,
  );

const leases = ({ events }: Trace): readonly string[] =>
  events.filter(isKind('lease')).map(({ at, record, receives }) => `${record} at ${at}, ${receives}.`);
const returns = ({ events }: Trace): readonly string[] =>
  events.filter(isKind('return')).map(({ record, why }) => `${record} ${why}`);

test.each([
  ['by channel', BY_CHANNEL],
  ['by clock', BY_CLOCK],
])('%s: a late copy of a subscription changes nothing while the worker lives', (_, p) => {
  expect(leases(run(p, [COPIED]))).toEqual(leases(run(p, [])));
});

test('by channel: nor is anything kept for a worker that died after it', () => {
  expect(returns(run(BY_CHANNEL, [DIES]))).toEqual(['1 disconnected', '2 disconnected']);
  expect(returns(run(BY_CHANNEL, [COPIED, DIES]))).toEqual(['1 disconnected', '2 disconnected']);
  expect(leases(run(BY_CHANNEL, [COPIED, DIES]))).toEqual(leases(run(BY_CHANNEL, [DIES])));
});

test('by clock: nor is anything pushed to a worker that is gone', () => {
  expect(leases(run(BY_CLOCK, [COPIED, DIES]))).toEqual(leases(run(BY_CLOCK, [DIES])));
});
