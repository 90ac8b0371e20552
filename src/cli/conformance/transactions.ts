/** The transaction coordinator: decides by the rules of the lanes' coordinator. Its records are written without delay. */
import {
  addPartitions,
  endTxn,
  fence,
  initProducerId,
  mayExpire,
  timedOut,
  verifyPartitions,
  type Answer,
  type Decision,
  type TransactionMetadata,
  type TransactionPartition,
} from '../../machines/coordinator/rules';
import type { KafkaError } from '../../machines/log/rules';
import type { Step, Version } from './caseFile';
import { identityOf, type Identity } from './identity';
import { nextSweep } from './replication';
import { settingOf, type World } from './world';

const MAX_TIMEOUT_MS = 900_000;
const ABORT_SWEEP_MS = 10_000;
const EXPIRATION_MS = 604_800_000;
const EXPIRATION_SWEEP_MS = 3_600_000;

/** Carries a decision out: its record is replicated at once, since requests take no time. */
export function carryOut(world: World, id: string, decision: Decision): Answer {
  if (decision.usedFreshId) world.nextProducerId += 1;
  if (decision.verdict === 'write') {
    world.transactions.set(id, decision.next);
    world.markers.delete(id);
    if (world.shape.holdMarkers) world.heldMarkers.add(id);
  }
  return decision.answer;
}

export const versionOf = (world: World, step: Step): Version =>
  step.transactionVersion ?? world.shape.cluster.transactionVersion;

/** InitProducerId; a name takes the answer's identity. */
export function init(world: World, step: Step): Answer {
  const id = step.transactionalId ?? null;
  const sent = identityOf(world, step, step.from ?? step.producer);
  const metadata = id === null ? undefined : world.transactions.get(id);
  const decision = initProducerId(
    metadata,
    {
      transactionalId: id,
      timeoutMs: step.transactionTimeoutMs ?? 60_000,
      ...(sent === undefined || sent.pid < 0 ? {} : { identity: { producerId: sent.pid, epoch: sent.epoch } }),
    },
    {
      freshProducerId: world.nextProducerId,
      nowMs: world.now,
      transactionVersion: versionOf(world, step),
      maxTimeoutMs: settingOf(world, 'transaction.max.timeout.ms', MAX_TIMEOUT_MS),
    },
  );
  const answer = carryOut(world, id ?? '', decision);
  if (step.as !== undefined && answer.error === 'NONE')
    world.named.set(step.as, { pid: answer.producerId, epoch: answer.epoch, transactionalId: id });
  return answer;
}

const requestOf = (
  { pid, epoch, transactionalId }: Identity,
  partitions: readonly TransactionPartition[],
  transactionVersion: Version,
): Parameters<typeof addPartitions>[1] => ({
  transactionalId: transactionalId ?? '',
  producerId: pid,
  epoch,
  partitions,
  transactionVersion,
});

/** AddPartitionsToTxn and AddOffsetsToTxn. */
export function add(
  world: World,
  identity: Identity,
  partitions: readonly TransactionPartition[],
  version: Version,
): KafkaError {
  const request = requestOf(identity, partitions, version);
  const id = request.transactionalId;
  return carryOut(world, id, addPartitions(world.transactions.get(id), request, world.now)).error;
}

/** The verify-only form: an answer for each partition. */
export function verify(
  world: World,
  identity: Identity,
  partitions: readonly TransactionPartition[],
  version: Version,
): ReadonlyMap<TransactionPartition, KafkaError> {
  const request = requestOf(identity, partitions, version);
  return verifyPartitions(world.transactions.get(request.transactionalId), request);
}

/** What a leader asks before a transaction's first append to its partition: V2 adds it, V1 asks whether it was added. */
export function askForAppend(
  world: World,
  identity: Identity,
  partition: TransactionPartition,
  version: Version,
): KafkaError {
  if (version === 2) return add(world, identity, [partition], version);
  return verify(world, identity, [partition], version).get(partition) ?? 'UNKNOWN_SERVER_ERROR';
}

/**
 * EndTxn, by the version of the transaction that it ends unless the step says another: a client changes its version between
 * transactions only. With V2 the name goes over to the answer's identity.
 */
export function end(world: World, step: Step, identity: Identity): Answer {
  const id = identity.transactionalId ?? '';
  const metadata = world.transactions.get(id);
  const { pid: producerId, epoch } = identity;
  const transactionVersion = step.transactionVersion ?? metadata?.transactionVersion ?? versionOf(world, step);
  const request = { transactionalId: id, producerId, epoch, commit: step.commit ?? false, transactionVersion };
  const context = { freshProducerId: world.nextProducerId, nowMs: world.now };
  const answer = carryOut(world, id, endTxn(metadata, request, context));
  const named = step.producer === undefined ? undefined : world.named.get(step.producer);
  if (named !== undefined && answer.error === 'NONE' && transactionVersion === 2 && step.keep !== true) {
    named.pid = answer.producerId;
    named.epoch = answer.epoch;
  }
  return answer;
}

/** One sweep over open transactions: those that are older than their producers allowed are fenced and aborted. */
export function abortTimedOut(world: World): void {
  for (const [id, metadata] of [...world.transactions]) {
    if (!timedOut(metadata, world.now)) continue;
    const context = {
      freshProducerId: world.nextProducerId,
      nowMs: world.now,
      transactionVersion: world.shape.cluster.transactionVersion,
    };
    carryOut(world, id, fence(metadata, context, 'PRODUCER_FENCED'));
  }
}

const idExpirationOf = (world: World): number => settingOf(world, 'transactional.id.expiration.ms', EXPIRATION_MS);

/** One sweep over idle transactional ids: those that nobody has used for long are forgotten. */
export function expireIds(world: World): void {
  for (const [id, metadata] of [...world.transactions])
    if (mayExpire(metadata, world.now, idExpirationOf(world))) world.transactions.delete(id);
}

/** When the next sweep for time-outs finds something. */
export function nextAbortMs(world: World): number | undefined {
  if (world.coordinatorHost < 0) return undefined;
  const every = settingOf(world, 'transaction.abort.timed.out.transaction.cleanup.interval.ms', ABORT_SWEEP_MS);
  return soonest(world, (one) =>
    one.state === 'Ongoing' && one.pending === undefined
      ? nextSweep(one.startedMs + one.timeoutMs + 1, every)
      : undefined,
  );
}

/** When the next sweep for unused transactional ids finds something. */
export function nextIdExpiryMs(world: World): number | undefined {
  const every = settingOf(world, 'transaction.remove.expired.transaction.cleanup.interval.ms', EXPIRATION_SWEEP_MS);
  const after = idExpirationOf(world);
  return soonest(world, (one) =>
    mayExpire(one, Number.MAX_SAFE_INTEGER, after) ? nextSweep(one.updatedMs + after, every) : undefined,
  );
}

function soonest(world: World, due: (one: TransactionMetadata) => number | undefined): number | undefined {
  const times = [...world.transactions.values()].map(due).filter((ms) => ms !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}
