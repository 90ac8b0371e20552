/** An application that sends messages to a broker, and others that work on them: its settings, and what they become. */
import type { NodePlan } from '../engine/contracts';
import { PLAIN_CALLER, type CallerParameters } from '../machines/caller/memory';
import type { NamePolicy } from '../machines/caller/naming';
import type { HandlerParameters } from '../machines/handler/memory';
import { PLAIN_QUEUE } from '../machines/queue/memory';
import { queueRole } from '../machines/queue/queue';
import type { SettingDescription, SystemDescription } from '../scenario/catalog';
import type { Workload } from '../scenario/scenario';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT } from './describe';
import type { SettingsReader } from './reading';
import { APPLICATION, ODD_RECORDS, readOddRecords, stepGroups, type OddRecords } from './shared';

/** What the sending application decides, whatever broker it sends to. `retries` and its source are the client library's. */
export const senderSettings = (retries: number, source: string): readonly SettingDescription[] => [
  number(APPLICATION, 'app.retries', FROM_ZERO, retries, 'How often the client sends again when it hears nothing.', {
    source,
  }),
  number(APPLICATION, 'app.timeout.ms', FROM_ONE, 500, 'How long a client waits for an answer.'),
  number(APPLICATION, 'app.backoff.ms', FROM_ZERO, 200, 'How long a client waits before it tries again.'),
  choice(
    APPLICATION,
    'app.onRestart',
    ['resend', 'resume'],
    'resend',
    'What a restarted sender does with what it cannot remember was accepted.',
  ),
  number(
    APPLICATION,
    'app.job.again.ms',
    FROM_ZERO,
    0,
    'So long after a failed call a job makes another one; 0: never.',
  ),
  number(APPLICATION, 'app.job.times', [1, 100], 1, 'How often that job does so for one record.'),
  ...ODD_RECORDS,
];

/** What the working application decides, whatever it receives from. */
export const WORKER_SETTINGS: readonly SettingDescription[] = [
  number(APPLICATION, 'app.workers', [1, 3], 1, 'How many workers receive messages.', PROMINENT),
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 20, 'How long a worker handles one message.'),
  number(APPLICATION, 'app.slowRecord', [0, 10_000], 0, 'The first handling of this record is slow; 0: none.'),
  number(APPLICATION, 'app.slow.ms', FROM_ZERO, 0, 'How long that slow handling takes.'),
  number(APPLICATION, 'app.poisonRecord', [0, 10_000], 0, 'Handling this record fails; 0: none.'),
  number(APPLICATION, 'app.poison.times', FROM_ZERO, 0, 'So often it fails in the life of a worker; 0: always.'),
];

export interface SenderValues {
  readonly retries: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
  readonly onRestart: 'resend' | 'resume';
  readonly jobAgainMs: number;
  readonly jobTimes: number;
  readonly odd: OddRecords;
}

export const readSender = (take: SettingsReader): SenderValues => ({
  retries: take.number('app.retries'),
  timeoutMs: take.number('app.timeout.ms'),
  backoffMs: take.number('app.backoff.ms'),
  onRestart: take.oneOf('app.onRestart', ['resend', 'resume']),
  jobAgainMs: take.number('app.job.again.ms'),
  jobTimes: take.number('app.job.times'),
  odd: readOddRecords(take),
});

export interface WorkerValues {
  readonly workers: number;
  readonly processingMs: number;
  readonly slowRecord: number;
  readonly slowMs: number;
  readonly poisonRecord: number;
  readonly poisonTimes: number;
  readonly steps: string;
}

export const readWorker = (take: SettingsReader): WorkerValues => ({
  workers: take.number('app.workers'),
  processingMs: take.number('app.processing.ms'),
  slowRecord: take.number('app.slowRecord'),
  slowMs: take.number('app.slow.ms'),
  poisonRecord: take.number('app.poisonRecord'),
  poisonTimes: take.number('app.poison.times'),
  steps: take.text('app.steps'),
});

/** What a sender's values say of a caller; the system adds to whom it speaks, and how. */
export const callerOf = (
  v: SenderValues,
  { count, everyMs, keys }: Workload,
  policy: NamePolicy,
): Omit<CallerParameters, 'to' | 'request' | 'transport'> => ({
  ...PLAIN_CALLER,
  records: count,
  everyMs,
  keys,
  naming: { ...v.odd, policy },
  timeoutMs: v.timeoutMs,
  retriesMax: v.retries,
  backoffMs: v.backoffMs,
  onRestart: v.onRestart,
  clickedTwice: v.odd.clickedTwice,
  jobAgainMs: v.jobAgainMs,
  jobTimes: v.jobTimes,
});

/** What a worker's values say of a handler. */
export const handlerOf = (
  v: WorkerValues,
  { timeoutMs, backoffMs }: Pick<SenderValues, 'timeoutMs' | 'backoffMs'>,
): Pick<
  HandlerParameters,
  'groups' | 'processingMs' | 'slowRecord' | 'slowMs' | 'poisonRecord' | 'poisonTimes' | 'timeoutMs' | 'backoffMs'
> => ({
  groups: stepGroups(v.steps),
  processingMs: v.processingMs,
  slowRecord: v.slowRecord,
  slowMs: v.slowMs,
  poisonRecord: v.poisonRecord,
  poisonTimes: v.poisonTimes,
  timeoutMs,
  backoffMs,
});

/** One worker by its plain name, or several with their numbers. */
export const workerNodes = (name: string, count: number, role: NodePlan['role']): readonly NodePlan[] =>
  count === 1 ? [{ id: name, role }] : Array.from({ length: count }, (_, at) => ({ id: `${name}-${at + 1}`, role }));

/** Every id that `workerNodes` may give. */
export const workerIds = (name: string): readonly string[] => [name, `${name}-1`, `${name}-2`, `${name}-3`];

/** The steps around which a fault may strike such an application. */
export const STEPS_OF_A_WORKER = [
  'send',
  'ack',
  'receive',
  'effect',
  'remember',
  'progress',
  'prepare',
  'publish',
  'outside',
] as const;

export const QUEUE = 'queue';

/** What is asked of a queue of no particular make, and what it answers. */
export const QUEUE_WORDS = {
  receive: 'ReceiveRequest',
  settle: 'SettleRequest',
  extend: 'ExtendRequest',
  release: 'ReleaseRequest',
} as const;
export const QUEUE_MESSAGES: readonly string[] = ['Send', 'Receive', 'Settle', 'Extend', 'Release'].flatMap((call) => [
  `${call}Request`,
  `${call}Response`,
]);

/**
 * A queue of no particular make: at least once, first come, first served, with a lease by the clock; it may refuse one record
 * for ever, and it may keep the order of a key as a partition of a log does.
 */
export const plainQueue = (
  leaseMs: number,
  { refusedRecord = 0, keepsOrder = false }: { refusedRecord?: number; keepsOrder?: boolean } = {},
): NodePlan['role'] =>
  queueRole({
    ...PLAIN_QUEUE,
    unroutableRecord: refusedRecord,
    tellsUnroutable: true,
    words: {
      enqueued: 'SendResponse',
      delivery: 'ReceiveResponse',
      settled: 'SettleResponse',
      extended: 'ExtendResponse',
    },
    lease: { ms: leaseMs },
    lateSettle: 'ignored',
    order: keepsOrder ? 'groupLock' : 'none',
    receivesMax: 0,
    deadLetters: 'none',
    retentionMs: 0,
  });

/** Which of these messages does what in every system. */
export const QUEUE_ROLES: NonNullable<SystemDescription['roles']> = {
  send: 'SendRequest',
  sendAnswer: 'SendResponse',
  receive: 'ReceiveRequest',
  delivery: 'ReceiveResponse',
  settle: 'SettleRequest',
  settleAnswer: 'SettleResponse',
  write: 'Write',
  writeAnswer: 'WriteResponse',
};
