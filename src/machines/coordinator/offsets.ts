/**
 * A group's offsets: a committed offset is the next record to read; one that a transaction commits is pending until the
 * transaction's marker comes. Source: OffsetMetadataManager, KIP-447.
 */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { transactionPart } from '../addresses';
import { applyMarker, needsVerification, recordAppend, validateAppend, type KafkaError } from '../log/rules';
import {
  bodyOf,
  type ErrorAnswer,
  type OffsetCommitBody,
  type OffsetFetchAnswer,
  type OffsetFetchBody,
  type PartitionOffset,
  type TxnOffsetCommitBody,
} from '../messages';
import { requestOf } from './adding';
import { groupOf } from './joining';
import type { OffsetsMarker } from './markers';
import type { CoordinatorData, CoordinatorParameters } from './memory';
import { answerError, reply } from './replying';
import * as rules from './rules';

/** What the fault `expire` calls a group's committed offsets. */
export const EXPIRES = 'offsets';

/** The offsets of a group, which has none at first. */
function offsetsOf({ durable }: CoordinatorData, group: string): rules.GroupOffsets {
  const known = durable.offsets.get(group) ?? rules.noOffsets();
  durable.offsets.set(group, known);
  return known;
}

/** The error with which a commit is refused: by the group's members, or by the producer's epoch on the offsets partition. */
export function commitError(data: CoordinatorData, event: NodeEvent): KafkaError {
  const request = requestOf(event);
  const { group, member, generation, instanceId } = bodyOf<OffsetCommitBody>(request);
  const transactional = request.type === 'TxnOffsetCommitRequest';
  const identity = { member, generation, instanceId: instanceId === '' ? null : instanceId, transactional };
  const error = rules.validateOffsetCommit(groupOf(data, group), identity);
  return error === 'NONE' && transactional ? appendError(data, bodyOf<TxnOffsetCommitBody>(request)) : error;
}

/** The transaction coordinator has agreed, so that its own producer id is all that the partition looks at. */
const AGREED = {
  origin: 'coordinator',
  acks: 'all',
  isrSize: 1,
  minIsr: 1,
  verified: true,
  verificationEnabled: true,
} as const;

function appendError({ durable }: CoordinatorData, { producerId, epoch, offsets }: TxnOffsetCommitBody): KafkaError {
  const batch = rules.offsetsBatch(producerId, epoch, offsets.length);
  const verdict = validateAppend(durable.offsetsProducers, batch, AGREED);
  return verdict.verdict === 'refuse' ? verdict.error : 'NONE';
}

/** Whether the transaction coordinator is asked first: it need not be once the transaction is open on the offsets partition. */
export function needsTransaction(p: CoordinatorParameters, { durable }: CoordinatorData, event: NodeEvent): boolean {
  const { producerId, epoch } = bodyOf<TxnOffsetCommitBody>(requestOf(event));
  return needsVerification(durable.offsetsProducers, { producerId, epoch, transactional: true }, p);
}

/** Writes committed offsets down and answers. */
export function commit(data: CoordinatorData, event: NodeEvent): Effects {
  const { group, offsets } = bodyOf<OffsetCommitBody>(event);
  const kept = offsetsOf(data, group);
  offsets.forEach(({ partition, offset }) => rules.commitOffset(kept, partition, offset));
  const facts = offsets.map(({ partition, offset }) => commitNote(group, partition, offset));
  return [...facts, reply(event, { error: 'NONE' }, `next is ${inWords(offsets)}`)];
}

const commitNote = (group: string, partition: number, offset: number, relies: readonly string[] = []): Effect =>
  note(
    { kind: 'commit', group, partition, offset, accepted: true, error: '' },
    { as: `group offset ${partition}`, durable: true, relies },
  );

const inWords = (offsets: readonly PartitionOffset[]): string =>
  offsets.length === 1
    ? `offset ${offsets[0]!.offset}`
    : offsets.map(({ partition, offset }) => `offset ${offset} of partition ${partition}`).join(', ');

/** Whoever is not of the current generation may not commit: the commit is refused, what it did is not undone. */
export function refuseCommit(event: NodeEvent, error: KafkaError): Effects {
  const request = requestOf(event);
  const { group, offsets, member } = bodyOf<OffsetCommitBody>(request);
  return [
    ...offsets.map(({ partition, offset }) =>
      note({ kind: 'commit', group, partition, offset, accepted: false, error }),
    ),
    note({ kind: 'refuse', reason: 'fenced', error, records: request.records, why: member }),
    answerError(request, error),
  ];
}

/** Offsets in a transaction count when its marker comes. */
export function holdOffsets(data: CoordinatorData, event: NodeEvent, now: number): Effects {
  const request = requestOf(event);
  const { group, offsets, producerId, epoch } = bodyOf<TxnOffsetCommitBody>(request);
  const kept = offsetsOf(data, group);
  recordAppend(
    data.durable.offsetsProducers,
    rules.offsetsBatch(producerId, epoch, offsets.length),
    kept.nextPlace,
    now,
  );
  offsets.forEach(({ partition, offset }) => rules.holdOffset(kept, producerId, partition, offset));
  return [reply(request, { error: 'NONE' }, `pending: next is ${inWords(offsets)}`)];
}

/** The transaction coordinator would not have the offsets in the transaction. */
export function refuseHolding(event: NodeEvent): Effects {
  const request = requestOf(event);
  const error = rules.offsetsErrorOf(bodyOf<ErrorAnswer>(event).error as KafkaError);
  const fact = note({ kind: 'refuse', reason: 'state', error, records: request.records, why: 'pending offsets' });
  return [fact, answerError(request, error)];
}

/** The transaction's marker: what was pending counts from now on, or is dropped. The transaction coordinator is told. */
export function endPending(data: CoordinatorData, event: NodeEvent, now: number): Effects {
  const { transactionalId, producerId, epoch, commit: commits, group } = bodyOf<OffsetsMarker>(event);
  const { coordinatorEpoch } = data.volatile;
  const kept = offsetsOf(data, group);
  const marker = { producerId, epoch, coordinatorEpoch, control: commits ? 'commit' : 'abort' } as const;
  applyMarker(data.durable.offsetsProducers, marker, kept.nextPlace, now);
  const counted = rules.endPending(kept, producerId, commits);
  const facts = [...counted].map(([partition, offset]) =>
    commitNote(group, partition, offset, [`transaction ${transactionalId}`]),
  );
  return [...facts, { do: 'raise', event: 'offsetsMarked', part: transactionPart(transactionalId), body: group }];
}

/** Whether one of the partitions has an offset that may still count or not, for a reader that wants to wait for that. */
export function isUnstable(data: CoordinatorData, event: NodeEvent): boolean {
  const { group, partitions, requireStable } = bodyOf<OffsetFetchBody>(event);
  const kept = offsetsOf(data, group);
  return partitions.some((partition) => rules.fetchOffset(kept, partition, requireStable).error !== 'NONE');
}

/** Answers with the committed offsets, -1 where there is none. */
export function answerOffsets(data: CoordinatorData, event: NodeEvent): Effects {
  const { group, partitions } = bodyOf<OffsetFetchBody>(event);
  const kept = offsetsOf(data, group);
  const offsets = partitions.map((partition): PartitionOffset => ({
    partition,
    offset: rules.fetchOffset(kept, partition, false).offset,
  }));
  const body: Omit<OffsetFetchAnswer, 'correlation'> = { error: '', offsets };
  const says = offsets.every(({ offset }) => offset < 0) ? 'none committed' : inWords(offsets);
  const relies = partitions.map((partition) => `group offset ${partition}`);
  return [{ ...reply(event, body, says), relies }];
}

/** Nobody renewed them for `offsets.retention.minutes`: an empty group without offsets is no group any more. */
export function expireOffsets(data: CoordinatorData): Effects {
  data.volatile.group.state = 'Dead';
  for (const kept of data.durable.offsets.values()) rules.expireOffsets(kept);
  return [];
}
