/** Batches under way: sent, acknowledged, tried again, given up. Source: Kafka's Sender and NetworkClient classes. */
import type { Effect, Effects, Outgoing } from '../../engine/contracts';
import { addSequence } from '../log/rules/sequence';
import { NO_EPOCH, NO_PRODUCER_ID, NO_SEQUENCE, type Batch } from '../log/rules/types';
import { partOf } from '../addresses';
import type { ProduceAnswer, ProduceBody } from '../messages';
import { deliveryTimer, putBack, remove, requestTimer } from './batches';
import { isTransactional, partitionOf } from './memory';
import type { ClientMemory, ClientParameters, PartitionState, PendingBatch } from './memory';
import { bumpEpoch, noteAcked, resolution, stamp } from './numbering';
import { failureBumps, outcomeAfter, retryBackoffMs, type BatchView } from './reactions';
import { callName, tell, type Sent } from './talk';

/** Sends a batch to its partition's leader; the first time it gets its numbers. */
export function sendBatch(
  p: ClientParameters,
  v: ClientMemory,
  partition: PartitionState,
  batch: PendingBatch,
): Effects {
  v.correlation += 1;
  batch.attempts += 1;
  if (p.idempotent && batch.sequence === NO_SEQUENCE) stamp(v, partition, batch);
  const relies = batch.records.map((record) => callName(p.id, record));
  const reach = (when: 'before' | 'after'): Effect[] =>
    batch.records.map((record, index) => ({ do: 'reach', when, step: 'send', record, relies: [relies[index]!] }));
  const send: Effect = { do: 'send', message: requestFor(p, v, partition, batch), relies };
  const after = p.acks === 0 ? handOver(p, v, batch) : [takeOff(p, v, partition, batch)];
  return [...reach('before'), send, ...after, ...reach('after')];
}

function requestFor(p: ClientParameters, v: ClientMemory, { view }: PartitionState, batch: PendingBatch) {
  const { transactionalId, acks } = p;
  const body: ProduceBody = {
    correlation: v.correlation,
    acks,
    batch: bodyOfBatch(p, batch),
    transactionalId,
  };
  return {
    name: 'ProduceRequest',
    to: view.leader,
    part: partOf(view.partition),
    body,
    records: [...batch.records],
    about: 'produce',
    says: saysOf(p, batch),
    ...stampOf(p, batch),
    ...(p.acks === 0 ? {} : { inTurn: true }),
  };
}

/** What an idempotent producer writes on every batch. */
function stampOf(p: ClientParameters, { sequence, producerId, epoch }: PendingBatch): Pick<Outgoing, 'stamp'> {
  if (!p.idempotent) return {};
  return { stamp: { producerId, epoch, sequence, transactional: isTransactional(p) } };
}

function bodyOfBatch(p: ClientParameters, { records, sequence, producerId, epoch }: PendingBatch): Batch {
  return {
    producerId: p.idempotent ? producerId : NO_PRODUCER_ID,
    epoch: p.idempotent ? epoch : NO_EPOCH,
    firstSequence: sequence,
    lastSequence: sequence === NO_SEQUENCE ? NO_SEQUENCE : addSequence(sequence, records.length - 1),
    transactional: isTransactional(p),
    records: [...records],
  };
}

function saysOf(p: ClientParameters, { sequence, attempts }: PendingBatch): string {
  const again = attempts > 1 ? ` · attempt ${attempts}` : '';
  return sequence === NO_SEQUENCE ? `acks=${p.acks}${again}` : `acks=${p.acks} · seq ${sequence}${again}`;
}

/** acks=0: handed to the network is as good as done. */
function handOver(p: ClientParameters, v: ClientMemory, batch: PendingBatch): Effects {
  v.batches.delete(batch.id);
  return report(p, batch, 'ok', '', -1);
}

function takeOff(p: ClientParameters, v: ClientMemory, { view }: PartitionState, batch: PendingBatch): Effect {
  batch.correlation = v.correlation;
  batch.to = view.leader;
  v.inFlight.set(batch.correlation, batch);
  v.load.set(batch.to, (v.load.get(batch.to) ?? 0) + 1);
  const { to: body } = batch;
  const name = requestTimer(batch);
  return { do: 'startTimer', name, event: 'requestTimedOut', delayMs: p.requestTimeoutMs, body };
}

/** Takes a batch out of flight, if it is. */
function land(v: ClientMemory, batch: PendingBatch): Effects {
  if (batch.correlation === 0) return [];
  const stop: Effect = { do: 'stopTimer', name: requestTimer(batch) };
  v.inFlight.delete(batch.correlation);
  v.load.set(batch.to, (v.load.get(batch.to) ?? 1) - 1);
  batch.correlation = 0;
  return [stop];
}

/** A batch is done with, one way or the other: it leaves everything that it was in. */
function finish(v: ClientMemory, batch: PendingBatch): Effects {
  const partition = partitionOf(v, batch);
  if (batch.correlation === 0) remove(partition.queue, batch);
  const landed = land(v, batch);
  v.batches.delete(batch.id);
  remove(partition.pending, batch);
  return [...landed, { do: 'stopTimer', name: deliveryTimer(batch) }];
}

/** Tells the application what became of each record. */
function report(
  p: ClientParameters,
  { records, partition }: PendingBatch,
  outcome: Sent['outcome'],
  error: string,
  base: number,
): Effects {
  return records.map((record, index) => {
    const body: Sent = { record, outcome, error, partition, offset: base < 0 ? -1 : base + index };
    return tell(p.app, 'sent', body);
  });
}

/** The broker has it. */
export function complete(p: ClientParameters, v: ClientMemory, batch: PendingBatch, answer: ProduceAnswer): Effects {
  const partition = partitionOf(v, batch);
  noteAcked(partition, batch);
  return [...finish(v, batch), ...resolve(p, v, partition), ...report(p, batch, 'ok', '', answer.baseOffset)];
}

/** The batch will be sent again, unless it has no retry left. */
export function retry(p: ClientParameters, v: ClientMemory, batch: PendingBatch, now: number): Effects {
  if (batch.attempts > p.retries) return fail(p, v, batch, 'NETWORK_EXCEPTION');
  const landed = land(v, batch);
  batch.notBeforeMs = now + retryBackoffMs(batch.attempts, p.retryBackoffMs, p.retryBackoffMaxMs);
  putBack(p, v, batch);
  return landed;
}

/** The batch failed for good. */
export function fail(p: ClientParameters, v: ClientMemory, batch: PendingBatch, error: string): Effects {
  const view = viewOf(p, v, batch);
  const partition = partitionOf(v, batch);
  const finished = finish(v, batch);
  const bumped = failureBumps(view, error) ? bumpEpoch(v, partition) : [];
  const told = report(p, batch, outcomeAfter(view, error), error, -1);
  return [...finished, ...bumped, ...resolve(p, v, partition), ...told, ...doomed(p, v, error)];
}

/** `delivery.timeout.ms` is over. A batch that was sent may be in the log: the application learns "unknown". */
export function expire(p: ClientParameters, v: ClientMemory, batch: PendingBatch): Effects {
  const partition = partitionOf(v, batch);
  const wasSent = batch.attempts > 0;
  const finished = finish(v, batch);
  if (batch.sequence !== NO_SEQUENCE) partition.unresolved = true;
  const told = report(p, batch, wasSent ? 'unknown' : 'fail', 'delivery.timeout.ms', -1);
  return [...finished, ...resolve(p, v, partition), ...told, ...doomed(p, v, 'TimeoutException')];
}

/** A transaction that lacks a batch can only be aborted: known at once, so that nobody asks for its commit. */
function doomed(p: ClientParameters, v: ClientMemory, error: string): Effects {
  if (!isTransactional(p)) return [];
  v.error = error;
  return [{ do: 'raise', event: 'batchFailed', body: { error } }];
}

/** Ends a doubt that can be ended. A transaction ends it by its abort. */
function resolve(p: ClientParameters, v: ClientMemory, partition: PartitionState): Effects {
  const found = resolution(partition);
  if (found === 'none') return [];
  partition.unresolved = false;
  return found === 'cleared' || isTransactional(p) ? [] : bumpEpoch(v, partition);
}

/** The connection is gone: everything in flight on it fails together, the oldest first. */
export function failConnection(p: ClientParameters, v: ClientMemory, peer: string, now: number): Effects {
  const lost = [...v.inFlight.values()].filter(({ to }) => to === peer);
  return lost.flatMap((batch) => retry(p, v, batch, now));
}

/** What was never drained is given up; what has a sequence goes on. Source: RecordAccumulator.abortUndrainedBatches. */
export function abandonUnsent(p: ClientParameters, v: ClientMemory, error: string): Effects {
  const unsent = v.partitions.flatMap(({ queue }) => queue.filter(({ sequence }) => sequence === NO_SEQUENCE));
  return unsent.flatMap((batch) => [...finish(v, batch), ...report(p, batch, 'fail', error, -1)]);
}

/** Everything that is not done is given up. */
export function abandonAll(p: ClientParameters, v: ClientMemory, error: string): Effects {
  return [...v.batches.values()].flatMap((batch) => [
    ...finish(v, batch),
    ...report(p, batch, batch.attempts > 0 ? 'unknown' : 'fail', error, -1),
  ]);
}

/** What the rules have to know of a batch. */
export function viewOf(p: ClientParameters, v: ClientMemory, batch: PendingBatch): BatchView {
  const { idempotent, retries } = p;
  const { attempts, sequence, renumbered } = batch;
  const { lastAcked, unresolved } = partitionOf(v, batch);
  return {
    idempotent,
    transactional: isTransactional(p),
    retries,
    attempts,
    sequence,
    renumbered,
    lastAcked,
    unresolved,
  };
}
