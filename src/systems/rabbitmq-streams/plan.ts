/** How a lane's settings become nodes: publishers → stream → consumer → sink. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { PLAIN_CALLER } from '../../machines/caller/memory';
import { plainNaming } from '../../machines/caller/naming';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { feedRole } from '../../machines/feed/feed';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { STREAM_RIGHTS } from './rights';
import { readValues, type StreamValues } from './values';

const STREAM = 'stream';
const SINK = 'sink';
/** The client publishes again for as long as it lives. */
const FOR_EVER = 1_000_000;
/** A counter of the application's own begins here. */
const FIRST_OWN_NUMBER = 1;

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planStreams(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const names = v.instances === 1 ? ['publisher'] : ['publisher-1', 'publisher-2'];
  const nodes: NodePlan[] = [
    ...names.map((id, at): NodePlan => ({ id, role: publisher(v, workload, { at, of: names.length }) })),
    { id: STREAM, role: stream(v) },
    { id: 'consumer', role: consumer(v) },
    { id: SINK, role: storeRole(v.sink) },
  ];
  return { nodes, partitions: [STREAM], rights: STREAM_RIGHTS };
}

const publisher = (
  v: StreamValues,
  { count, everyMs, keys }: Workload,
  share: { readonly at: number; readonly of: number },
): NodePlan['role'] =>
  callerRole({
    ...PLAIN_CALLER,
    records: count,
    everyMs,
    keys,
    share,
    to: STREAM,
    request: 'Publish',
    naming: plainNaming(v.named ? 'sequence' : 'none'),
    ...(v.named
      ? {
          numbering: {
            by: v.numbering,
            first: FIRST_OWN_NUMBER,
            given: v.ids ?? [],
            query: 'QueryPublisherSequenceRequest',
          },
        }
      : {}),
    transport: 'connection',
    timeoutMs: v.confirmTimeoutMs,
    givesUpOnTimeout: true,
    retriesMax: v.retryOnRecovery ? FOR_EVER : 0,
    backoffMs: v.backoffMs,
    inFlightMax: v.unconfirmedMax,
    onRestart: v.onRestart,
    jobAgainMs: v.jobAgainMs,
  });

/** The highest id of each name is kept with the messages, so it is there again wherever they are. */
const stream = (v: StreamValues): NodePlan['role'] =>
  feedRole({
    words: {
      appended: 'PublishConfirm',
      fetched: 'Deliver',
      restored: 'QueryOffsetResponse',
      highest: 'QueryPublisherSequenceResponse',
    },
    partitions: 1,
    retentionMs: v.maxAgeMs,
    redeliversRecord: 0,
    redeliverAfterMs: 0,
    guard: v.named ? { memory: 'highWater', windowMs: 0, anchor: 'firstSeen', onDuplicate: 'dropAndAck' } : undefined,
    knownWhile: 'window',
  });

const consumer = (v: StreamValues): NodePlan['role'] =>
  epochWorkerRole(
    workerParameters({
      words: { fetch: 'Credit', plan: '', save: 'StoreOffset', restore: 'QueryOffsetRequest' },
      id: 'consumer',
      source: STREAM,
      partition: 0,
      sink: SINK,
      checkpoint: STREAM,
      groups: stepGroups(v.steps),
      epoch: { count: v.storeAfter, everyMs: v.flushMs },
      streams: true,
      confirmsSaves: false,
      startFrom: v.offset === 'first' ? 'earliest' : 'latest',
      processingMs: v.processingMs,
    }),
  );
