/** Batches and markers into a replica's log, and the wait for the replicas that acks=all asks for. */
import { logEnd } from '../../machines/log/memory';
import { addBatch, addMarker, judgeBatch, judgeMarker, type AppendAsked } from '../../machines/log/replica';
import {
  NO_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  acksAllAnswer,
  lastSequenceOf,
  type Batch,
  type KafkaError,
  type Marker,
  type Origin,
} from '../../machines/log/rules';
import type { Fields, Step } from './caseFile';
import type { Identity } from './identity';
import { advanceWatermark } from './replication';
import { leaderOf, recordsOf, type Later, type Partition, type Replica, type World } from './world';

/** An answer to a produce that is refused. */
export const refusedAppend = (error: KafkaError): Fields => ({ error, baseOffset: -1, duplicate: false });

/** The batch of a `produce` or `append` step. Without a sequence it is no idempotent one, unless a coordinator writes it. */
export function batchOf(world: World, step: Step, identity: Identity | undefined): Batch {
  const count = step.records ?? step.values?.length ?? 1;
  const records = recordsOf(world, count, step.values);
  const ofCoordinator = step.origin === 'coordinator' && identity !== undefined;
  if (step.sequence === undefined || identity === undefined)
    return {
      producerId: ofCoordinator ? identity.pid : NO_PRODUCER_ID,
      epoch: ofCoordinator ? identity.epoch : NO_EPOCH,
      firstSequence: NO_SEQUENCE,
      lastSequence: NO_SEQUENCE,
      transactional: ofCoordinator && (step.transactional ?? false),
      records,
    };
  return {
    producerId: identity.pid,
    epoch: identity.epoch,
    firstSequence: step.sequence,
    lastSequence: step.sequenceEnd ?? lastSequenceOf(step.sequence, count),
    transactional: step.transactional ?? false,
    records,
  };
}

export interface Appended {
  readonly answer: Fields;
  /** Of the batch in the log, the original when it is a duplicate; `undefined` when refused. */
  readonly lastOffset: number | undefined;
}

/** Appends a batch to one replica's log as far as the rules let it. Waits for nobody. */
export function appendTo(world: World, replica: Replica, batch: Batch, asked: AppendAsked): Appended {
  const verdict = judgeBatch(replica.p, replica.data, batch, asked);
  if (verdict.verdict === 'refuse') return { answer: refusedAppend(verdict.error), lastOffset: undefined };
  if (verdict.verdict === 'duplicate')
    return {
      answer: { error: 'NONE', baseOffset: verdict.firstOffset, duplicate: true },
      lastOffset: verdict.lastOffset,
    };
  const baseOffset = logEnd(replica.data);
  addBatch(replica.p, replica.data, batch, world.now);
  followUp(world, replica);
  return { answer: { error: 'NONE', baseOffset, duplicate: false }, lastOffset: logEnd(replica.data) - 1 };
}

/** A leader that is alone in sync moves its high watermark at once. */
function followUp(world: World, replica: Replica): void {
  const partition = world.partitions[replica.p.partition];
  if (partition !== undefined && leaderOf(world, partition) === replica) advanceWatermark(world, replica);
}

/** Appends a marker to one replica's log, or says why not. */
export function appendMarkerTo(
  world: World,
  replica: Replica,
  marker: Marker,
  origin: Origin,
): { readonly error: KafkaError; readonly offset: number } {
  const error = judgeMarker(replica.p, replica.data, marker, origin);
  if (error !== undefined) return { error, offset: -1 };
  const offset = logEnd(replica.data);
  addMarker(replica.p, replica.data, marker, world.now);
  followUp(world, replica);
  return { error: 'NONE', offset };
}

/**
 * Waits until the replicas have what was appended; `answer` is given then. Where the case moves the high watermark, only an
 * async step can wait for that.
 */
export function waitForReplicas(
  world: World,
  partition: Partition,
  offsets: { readonly baseOffset: number; readonly lastOffset: number },
  answer: Fields,
  isAsync: boolean,
): Later {
  if (world.watermarkIsSet && !isAsync) return { answer };
  const later: Later = { answer: undefined };
  const { leaderEpoch } = partition;
  const timeoutMs = leaderOf(world, partition)?.p.requestTimeoutMs ?? 0;
  const waiting = { later, partition, leaderEpoch, ...offsets, deadlineMs: world.now + timeoutMs, answer };
  world.waiting = [...world.waiting, waiting];
  answerWaiting(world);
  return later;
}

/** Answers everybody whose wait is over. */
export function answerWaiting(world: World): void {
  world.waiting = world.waiting.filter((one) => {
    const error = errorNow(world, one);
    if (error === undefined) return true;
    one.later.answer = error === 'NONE' ? one.answer : refusedLike(one.answer, error);
    return false;
  });
}

function errorNow(world: World, one: World['waiting'][number]): KafkaError | undefined {
  const leader = leaderOf(world, one.partition);
  if (leader === undefined || one.partition.leaderEpoch !== one.leaderEpoch) return 'NOT_LEADER_OR_FOLLOWER';
  const { highWatermark } = leader.data.durable;
  const error = acksAllAnswer(one.lastOffset, highWatermark, one.partition.isr.length, leader.p.minIsr);
  return error ?? (world.now >= one.deadlineMs ? 'REQUEST_TIMED_OUT' : undefined);
}

/** An error in the shape of the answer that it stands for: offsets are -1. */
const refusedLike = (answer: Fields, error: KafkaError): Fields =>
  'baseOffset' in answer ? refusedAppend(error) : { error, offset: -1 };
