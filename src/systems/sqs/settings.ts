/** The settings of the sqs system, with SQS's own names and defaults, and those that the application decides. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { APPLICATION, ODD_RECORDS, SINK_SETTINGS, stepsSetting } from '../shared';

const QUEUE: Shelf = { of: 'broker', source: 'Amazon SQS API Reference: SetQueueAttributes, CreateQueue' };
const SEND: Shelf = { of: 'producer', source: 'Amazon SQS API Reference: SendMessage' };
const RECEIVE: Shelf = { of: 'consumer', source: 'Amazon SQS API Reference: ReceiveMessage, ChangeMessageVisibility' };

const QUEUE_SETTINGS: readonly SettingDescription[] = [
  toggle(
    QUEUE,
    'FifoQueue',
    false,
    'Keeps the order within a message group, and knows a message that is sent again within five minutes.',
    PROMINENT,
  ),
  number(
    QUEUE,
    'VisibilityTimeout',
    [0, 43_200],
    30,
    'For how many seconds a message is hidden from the other workers once one of them has received it.',
    PROMINENT,
  ),
  number(
    QUEUE,
    'MessageRetentionPeriod',
    [60, 1_209_600],
    345_600,
    'After so many seconds a message is gone, whether anybody has handled it or not.',
  ),
  number(
    QUEUE,
    'maxReceiveCount',
    [0, 1_000],
    0,
    'Received more often than this, a message goes to the dead-letter queue; 0: there is none. A redrive policy without a count takes 10.',
    { ...PROMINENT, source: 'Amazon SQS Developer Guide: dead-letter queues (RedrivePolicy)' },
  ),
  number(
    APPLICATION,
    'app.redrive.after.ms',
    FROM_ZERO,
    0,
    'So long after a message went to the dead-letter queue somebody has it moved back (StartMessageMoveTask); 0: nobody does.',
    { source: 'Amazon SQS Developer Guide: dead-letter queue redrive' },
  ),
  toggle(
    QUEUE,
    'ContentBasedDeduplication',
    false,
    'Takes a hash of the body as the deduplication id where the sender gives none.',
    PROMINENT,
  ),
  choice(
    QUEUE,
    'DeduplicationScope',
    ['queue', 'messageGroup'],
    'queue',
    'Within what a deduplication id is known again; messageGroup goes with high throughput.',
  ),
  number(
    QUEUE,
    'service.deduplicationInterval',
    FROM_ONE,
    300,
    'For how many seconds an id is known: five minutes, fixed by the service; shorter here only to be watched.',
    { source: 'Amazon SQS Developer Guide: exactly-once processing; the service allows no other value' },
  ),
  number(
    QUEUE,
    'service.backlogInSight',
    FROM_ONE,
    120_000,
    'A FIFO queue looks for free groups among so many of its first messages, and not behind them.',
    { source: 'Amazon SQS Developer Guide: FIFO queue quotas; the service allows no other value' },
  ),
  number(
    QUEUE,
    'service.ghostRecord',
    [0, 10_000],
    0,
    'A server with a copy of this record’s message is away while it is deleted, and brings it back; 0: none.',
    { source: 'Amazon SQS Developer Guide: at-least-once delivery' },
  ),
];

const SENDER_SETTINGS: readonly SettingDescription[] = [
  choice(
    SEND,
    'MessageDeduplicationId',
    ['none', 'perAttempt', 'perCall', 'persisted', 'content'],
    'none',
    'The name that the sender gives: none, a new one for each attempt or each call, one stored with the order, or a hash of the body.',
    PROMINENT,
  ),
  number(SEND, 'app.retries', FROM_ZERO, 2, 'How often the SDK sends again when it hears nothing.', {
    source: 'AWS SDKs and Tools Reference Guide: retry behavior (three attempts in all)',
  }),
  number(APPLICATION, 'app.timeout.ms', FROM_ONE, 500, 'How long the sender waits for an answer.'),
  number(APPLICATION, 'app.backoff.ms', FROM_ZERO, 200, 'How long it waits before it sends again.'),
  choice(
    APPLICATION,
    'app.onRestart',
    ['resend', 'resume'],
    'resend',
    'What a restarted sender does with what it cannot remember was accepted.',
  ),
  toggle(
    APPLICATION,
    'app.retryInOtherGroup',
    false,
    'A retry goes to another message group, as when the group is chosen anew for each attempt.',
  ),
  number(
    APPLICATION,
    'app.job.again.ms',
    FROM_ZERO,
    0,
    'So long after a failed call a job makes a second one; 0: never.',
  ),
];

const WORKER_SETTINGS: readonly SettingDescription[] = [
  number(APPLICATION, 'app.workers', [1, 3], 1, 'How many workers receive from the queue.', PROMINENT),
  number(RECEIVE, 'MaxNumberOfMessages', [1, 10], 1, 'How many messages a worker receives at once.'),
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 20, 'How long a worker handles one message.'),
  number(APPLICATION, 'app.slowRecord', [0, 10_000], 0, 'The first handling of this record is slow; 0: none.'),
  number(APPLICATION, 'app.slow.ms', FROM_ZERO, 0, 'How long that slow handling takes.'),
  number(
    RECEIVE,
    'app.heartbeat.ms',
    FROM_ZERO,
    0,
    'While it works, a worker asks so often to stay hidden for longer (ChangeMessageVisibility); 0: never.',
    PROMINENT,
  ),
  number(APPLICATION, 'app.poisonRecord', [0, 10_000], 0, 'Handling this record fails; 0: none.'),
  number(APPLICATION, 'app.poison.times', FROM_ZERO, 0, 'So often it fails in the life of a worker; 0: always.'),
  choice(
    APPLICATION,
    'app.onError',
    ['abandon', 'release'],
    'abandon',
    'What a worker does after a failure: nothing, or make the message visible again at once.',
  ),
  toggle(
    RECEIVE,
    'app.batchFails',
    false,
    'One failure fails the whole batch, as in AWS Lambda without a partial batch response.',
    { source: 'AWS Lambda Developer Guide: handling errors for an SQS event source' },
  ),
  stepsSetting('E P'),
];

export const SQS_SETTINGS: readonly SettingDescription[] = [
  ...QUEUE_SETTINGS,
  ...SENDER_SETTINGS,
  ...WORKER_SETTINGS,
  ...ODD_RECORDS,
  ...SINK_SETTINGS,
];
