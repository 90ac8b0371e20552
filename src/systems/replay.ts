/** A replayable source and the worker that reads it in epochs: settings that several systems share, and what they become. */
import type { NodePlan } from '../engine/contracts';
import { callerRole } from '../machines/caller/caller';
import { PLAIN_CALLER, type CallerParameters } from '../machines/caller/memory';
import { plainNaming, type NamePolicy } from '../machines/caller/naming';
import { feedRole } from '../machines/feed/feed';
import type { FeedParameters } from '../machines/feed/memory';
import type { EpochWorkerParameters } from '../machines/epochWorker/memory';
import type { SettingDescription } from '../scenario/catalog';
import type { Workload } from '../scenario/scenario';
import { choice, FROM_ONE, FROM_ZERO, number, toggle, type Shelf } from './describe';
import type { SettingsReader } from './reading';
import type { GuardParameters } from '../machines/guard/attachment';
import { groupOf, parseSteps, type StepName } from '../machines/worker/steps';
import type { Claim } from '../terms/claim';
import { APPLICATION } from './shared';

const TOPIC: Shelf = { of: 'broker', source: 'Apache Kafka documentation: topic configs' };

/** Whoever writes to the source. */
export const SENDER_SETTINGS: readonly SettingDescription[] = [
  number(APPLICATION, 'app.retries', FROM_ZERO, 5, 'How often the producer sends again when it hears nothing.'),
  number(APPLICATION, 'app.timeout.ms', FROM_ONE, 500, 'How long the producer waits for an answer.'),
  number(APPLICATION, 'app.backoff.ms', FROM_ZERO, 100, 'How long it waits before it sends again.'),
  choice(
    APPLICATION,
    'app.onRestart',
    ['resend', 'resume'],
    'resume',
    'What a restarted producer does with what it cannot remember was accepted.',
  ),
  number(
    APPLICATION,
    'app.job.again.ms',
    FROM_ZERO,
    0,
    'So long after a failed send a job makes a second one; 0: never.',
  ),
];

/** The same, and how long a log keeps what it was given. */
export const SOURCE_SETTINGS: readonly SettingDescription[] = [
  ...SENDER_SETTINGS,
  toggle(
    { of: 'producer', source: 'Apache Kafka documentation: producer configs' },
    'enable.idempotence',
    true,
    'The source knows a send again that its producer repeats; a second send by the application is another.',
  ),
  toggle(APPLICATION, 'app.retryInOtherPartition', false, 'A retry goes to another partition, as without a key.'),
  number(
    TOPIC,
    'retention.ms',
    FROM_ZERO,
    604_800_000,
    'So long after it was written a record is gone from the source, read or not; 0: never.',
  ),
];

export interface SourceValues {
  readonly retries: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
  readonly onRestart: 'resend' | 'resume';
  readonly jobAgainMs: number;
  readonly idempotent: boolean;
  readonly otherPartition: boolean;
  readonly retentionMs: number;
}

/** Of a source that is no log of Kafka's: it keeps what it was given, and knows nothing of retries. */
export const readSender = (take: SettingsReader): SourceValues => ({
  retries: take.number('app.retries'),
  timeoutMs: take.number('app.timeout.ms'),
  backoffMs: take.number('app.backoff.ms'),
  onRestart: take.oneOf('app.onRestart', ['resend', 'resume']),
  jobAgainMs: take.number('app.job.again.ms'),
  idempotent: false,
  otherPartition: false,
  retentionMs: 0,
});

export const readSource = (take: SettingsReader): SourceValues => ({
  ...readSender(take),
  idempotent: take.boolean('enable.idempotence'),
  otherPartition: take.boolean('app.retryInOtherPartition'),
  retentionMs: take.number('retention.ms'),
});

/** What the worker's own code is like. */
export const CODE_SETTINGS: readonly SettingDescription[] = [
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 0, 'How long the worker handles one record.'),
  number(APPLICATION, 'app.poisonRecord', [0, 10_000], 0, 'Handling this record always fails; 0: none.'),
  number(APPLICATION, 'app.failsOnce', [0, 10_000], 0, 'Handling this record fails the first time; 0: none.'),
  toggle(
    APPLICATION,
    'app.deterministic',
    true,
    'Running again computes the same; without this, a retry writes other rows.',
  ),
];

export const readCode = (take: SettingsReader) => ({
  processingMs: take.number('app.processing.ms'),
  poisonRecord: take.number('app.poisonRecord'),
  failsOnceRecord: take.number('app.failsOnce'),
  deterministic: take.boolean('app.deterministic'),
});

export const PRODUCER = 'producer';
export const SOURCE = 'source';
/** What Kafka calls the messages between a source, its producer and its readers. */
export const SOURCE_MESSAGES = ['ProduceRequest', 'ProduceResponse', 'FetchRequest', 'FetchResponse'] as const;
/** What every sink is asked, and answers. */
export const SINK_MESSAGES = ['Write', 'WriteResponse', 'ReadOffset', 'ReadOffsetResponse'] as const;
export const WORKER_STEPS = ['effect', 'remember', 'progress', 'prepare', 'publish', 'outside'] as const;

export interface SourceWords {
  /** What the two nodes are called; absent: producer and source. */
  readonly from?: string;
  readonly at?: string;
  readonly saved?: string;
  readonly restored?: string;
  readonly request: string;
  readonly appended: string;
  readonly fetched: string;
}
export const KAFKA_SOURCE: SourceWords = {
  request: 'ProduceRequest',
  appended: 'ProduceResponse',
  fetched: 'FetchResponse',
};

/** As a broker knows an idempotent producer's batches: the last five, which are enough for one that keeps its order. */
const KNOWS_RETRIES: GuardParameters = {
  memory: 'lastN',
  windowMs: 0,
  anchor: 'firstSeen',
  onDuplicate: 'dropAndAck',
};

/** Whether a record may come to the source twice. */
export const mayRepeat = (v: SourceValues): boolean =>
  (!v.idempotent && v.retries > 0) || v.otherPartition || v.onRestart === 'resend' || v.jobAgainMs > 0;

/** What the order of the steps and the sink make of a worker that does an epoch again after a crash. */
export function claimOfSteps(written: string, absorbs: boolean, repeats: boolean): Claim {
  const steps = parseSteps(written);
  if (!steps.ok) return 'none';
  const place = (step: StepName): number => groupOf(steps.value, step);
  const first = Math.max(place('effect'), place('outside'));
  if (place('progress') < first) return repeats && !absorbs ? 'none' : 'at-most-once';
  const atomic = place('effect') === place('progress') && place('outside') < 0;
  const known = place('remember') >= 0 && place('remember') === place('effect');
  return absorbs || ((atomic || known) && !repeats) ? 'exactly-once' : 'at-least-once';
}

interface SourceShape {
  readonly partitions: number;
  readonly words: SourceWords;
  readonly policy?: NamePolicy;
}

/** Whoever writes to a source: one call for each record, in order. */
export const producerParameters = (
  v: SourceValues,
  { count, everyMs, keys }: Workload,
  { to, request, policy }: { readonly to: string; readonly request: string; readonly policy?: NamePolicy },
): CallerParameters => ({
  ...PLAIN_CALLER,
  records: count,
  everyMs,
  keys,
  to,
  request,
  naming: plainNaming(policy ?? (v.idempotent ? 'perCall' : 'none')),
  retryUnderOtherKey: v.otherPartition,
  transport: 'call',
  timeoutMs: v.timeoutMs,
  retriesMax: v.retries,
  retriesInOrder: v.idempotent,
  backoffMs: v.backoffMs,
  onRestart: v.onRestart,
  jobAgainMs: v.jobAgainMs,
});

/** The producer and the log that it writes to. */
export function sourceNodes(
  v: SourceValues,
  workload: Workload,
  more: SourceShape & Partial<Omit<FeedParameters, 'words' | 'partitions'>>,
): readonly NodePlan[] {
  const { partitions, words, policy, ...feed } = more;
  const producer = callerRole(
    producerParameters(v, workload, { to: words.at ?? SOURCE, request: words.request, ...(policy ? { policy } : {}) }),
  );
  const source = feedRole({
    partitions,
    retentionMs: v.retentionMs,
    redeliversRecord: 0,
    redeliverAfterMs: 0,
    guard: v.idempotent ? KNOWS_RETRIES : undefined,
    knownWhile: 'window',
    ...feed,
    words: {
      appended: words.appended,
      fetched: words.fetched,
      saved: words.saved ?? 'SaveResponse',
      restored: words.restored ?? 'RestoreResponse',
    },
  });
  return [
    { id: words.from ?? PRODUCER, role: producer },
    { id: words.at ?? SOURCE, role: source },
  ];
}

/** The names of a topic's partitions. */
export const partitionNames = (topic: string, partitions: number): readonly string[] =>
  Array.from({ length: partitions }, (_, partition) => `${topic}-${partition}`);

type Given = 'words' | 'id' | 'source' | 'partition' | 'sink' | 'groups' | 'epoch' | 'streams';

/** A worker that is told no more than the least. */
export const workerParameters = (
  given: Pick<EpochWorkerParameters, Given> & Partial<EpochWorkerParameters>,
): EpochWorkerParameters => ({
  prefix: given.id,
  outside: given.sink,
  checkpoint: 'checkpoint',
  planLog: false,
  pipelined: false,
  confirmsWrites: true,
  namedBy: 'record',
  deterministic: true,
  processingMs: 0,
  slowRecord: 0,
  slowMs: 0,
  poisonRecord: 0,
  failsOnceRecord: 0,
  retriesMax: 0,
  afterRetries: 'block',
  retryMs: 50,
  backoffMs: 50,
  onFenced: 'adopt',
  restartsMax: 0,
  restartDelayMs: 0,
  startFrom: 'earliest',
  onOutOfRange: 'earliest',
  replays: false,
  restoreEpoch: 0,
  alterTo: -1,
  overtaking: 0,
  standbyFor: '',
  leaseMs: 0,
  latenessMs: 0,
  recordEveryMs: 0,
  snapshotMs: 0,
  saveTimeoutMs: 600_000,
  ...given,
});
