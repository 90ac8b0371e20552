/**
 * A group's offsets: committed, and pending in transactions (`OffsetMetadataManager`, KIP-98, KIP-447). Each write takes a
 * place in the offsets log; the later place wins.
 */
import type { KafkaError } from '../../log/rules/errors';
import { NO_RECORD, NO_SEQUENCE, type Batch } from '../../log/rules/types';

export interface StoredOffset {
  readonly offset: number;
  /** Its place in the offsets log. */
  readonly place: number;
}

export interface GroupOffsets {
  /** By partition. */
  readonly committed: Map<number, StoredOffset>;
  /** By producer id, then by partition. */
  readonly pending: Map<number, Map<number, StoredOffset>>;
  nextPlace: number;
}

export function noOffsets(): GroupOffsets {
  return { committed: new Map(), pending: new Map(), nextPlace: 0 };
}

/** Pending offsets as the batch that the group coordinator appends to its partition: epochs are checked there, sequences are not. */
export function offsetsBatch(producerId: number, epoch: number, count: number): Batch {
  const records = Array.from({ length: count }, () => NO_RECORD);
  return {
    producerId,
    epoch,
    firstSequence: NO_SEQUENCE,
    lastSequence: NO_SEQUENCE,
    transactional: true,
    records,
  };
}

/** A commit outside transactions counts at once. Changes `offsets`. */
export function commitOffset(offsets: GroupOffsets, partition: number, offset: number): void {
  offsets.committed.set(partition, { offset, place: takePlace(offsets) });
}

/** A commit inside a transaction waits for the transaction's marker. Changes `offsets`. */
export function holdOffset(offsets: GroupOffsets, producerId: number, partition: number, offset: number): void {
  const held = offsets.pending.get(producerId) ?? new Map<number, StoredOffset>();
  offsets.pending.set(producerId, held.set(partition, { offset, place: takePlace(offsets) }));
}

/**
 * A marker on the offsets partition: the producer's pending offsets become committed, except where a later commit was
 * written after them, or are dropped. Changes `offsets`; returns what counts now. An unknown producer changes nothing.
 */
export function endPending(offsets: GroupOffsets, producerId: number, commit: boolean): ReadonlyMap<number, number> {
  const held = offsets.pending.get(producerId);
  offsets.pending.delete(producerId);
  const counted = new Map<number, number>();
  if (held === undefined || !commit) return counted;
  for (const [partition, stored] of held) {
    if ((offsets.committed.get(partition)?.place ?? -1) > stored.place) continue;
    offsets.committed.set(partition, stored);
    counted.set(partition, stored.offset);
  }
  return counted;
}

/** What OffsetFetch answers for a partition; -1: nothing is committed. A pending offset makes a stable answer impossible. */
export function fetchOffset(
  offsets: GroupOffsets,
  partition: number,
  requireStable: boolean,
): { readonly error: KafkaError; readonly offset: number } {
  if (requireStable && hasPending(offsets, partition)) return { error: 'UNSTABLE_OFFSET_COMMIT', offset: -1 };
  return { error: 'NONE', offset: offsets.committed.get(partition)?.offset ?? -1 };
}

function hasPending(offsets: GroupOffsets, partition: number): boolean {
  for (const held of offsets.pending.values()) {
    if (held.has(partition)) return true;
  }
  return false;
}

function takePlace(offsets: GroupOffsets): number {
  const place = offsets.nextPlace;
  offsets.nextPlace += 1;
  return place;
}

/**
 * The transaction coordinator's answer to adding the offsets partition, as the client hears it from the group coordinator
 * (`AddPartitionsToTxnManager`, `CoordinatorOperationExceptionHelper`).
 */
export function offsetsErrorOf(answer: KafkaError): KafkaError {
  if (answer === 'PRODUCER_FENCED') return 'INVALID_PRODUCER_EPOCH';
  if (answer === 'NETWORK_EXCEPTION') return 'COORDINATOR_LOAD_IN_PROGRESS';
  if (UNAVAILABLE.includes(answer)) return 'COORDINATOR_NOT_AVAILABLE';
  return answer === 'NOT_LEADER_OR_FOLLOWER' || answer === 'KAFKA_STORAGE_ERROR' ? 'NOT_COORDINATOR' : answer;
}

const UNAVAILABLE: readonly KafkaError[] = ['UNKNOWN_TOPIC_OR_PARTITION', 'NOT_ENOUGH_REPLICAS', 'REQUEST_TIMED_OUT'];

/** Committed offsets that were not renewed for `offsets.retention.minutes` are gone, except where one is pending. Changes `offsets`. */
export function expireOffsets(offsets: GroupOffsets): readonly number[] {
  const gone = [...offsets.committed.keys()].filter((partition) => !hasPending(offsets, partition));
  gone.forEach((partition) => offsets.committed.delete(partition));
  return gone;
}
