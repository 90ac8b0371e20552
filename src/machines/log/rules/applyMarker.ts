/**
 * Control markers: the records that end a transaction on one partition (`ProducerAppendInfo.appendEndTxnMarker`, KIP-98,
 * KIP-890, KIP-1228).
 */
import type { KafkaError } from './errors';
import { entryFor, takeEpoch } from './producerState';
import { NO_SEQUENCE } from './types';
import type { Batch, CompletedTransaction, Control, Origin, ProducerStates, TransactionVersion } from './types';

export interface Marker {
  readonly producerId: number;
  readonly epoch: number;
  readonly coordinatorEpoch: number;
  readonly control: Control;
  /** The version of the transaction that it ends. */
  readonly transactionVersion: TransactionVersion;
}

/** The error with which a leader refuses the marker, or `undefined` when it is written. Followers refuse nothing. */
export function validateMarker(
  states: ProducerStates,
  marker: Marker,
  origin: Origin = 'coordinator',
): KafkaError | undefined {
  const entry = states.get(marker.producerId);
  if (origin === 'replication' || entry === undefined) return undefined;
  if (marker.epoch < entry.epoch) return 'INVALID_PRODUCER_EPOCH';
  if (endsTheNextTransaction(marker, entry.epoch, entry.currentTransactionFirstOffset)) return 'INVALID_PRODUCER_EPOCH';
  return marker.coordinatorEpoch < entry.coordinatorEpoch ? 'TRANSACTION_COORDINATOR_FENCED' : undefined;
}

/** Kept for fencing: nothing comes after it, so a marker of it ends what is open. */
const LAST_EPOCH = 32_767;

/** V2 markers carry a higher epoch than the data that they end: the same one is a late copy of the marker before. */
function endsTheNextTransaction(marker: Marker, epoch: number, openAt: number | undefined): boolean {
  return marker.transactionVersion === 2 && marker.epoch === epoch && openAt !== undefined && epoch !== LAST_EPOCH;
}

/**
 * Takes over the marker's epochs and ends the producer's open transaction. A higher epoch forgets the remembered batches.
 * Changes `states`. Returns the transaction that it ended; `undefined` when none was open, which moves nothing for readers.
 */
export function applyMarker(
  states: ProducerStates,
  marker: Omit<Marker, 'transactionVersion'>,
  markerOffset: number,
  nowMs: number,
): CompletedTransaction | undefined {
  const entry = entryFor(states, marker.producerId);
  const firstOffset = entry.currentTransactionFirstOffset;
  takeEpoch(entry, marker.epoch);
  entry.coordinatorEpoch = marker.coordinatorEpoch;
  entry.currentTransactionFirstOffset = undefined;
  entry.lastTimestampMs = nowMs;
  if (firstOffset === undefined) return undefined;
  return { producerId: marker.producerId, firstOffset, markerOffset, aborted: marker.control === 'abort' };
}

/** The marker as the batch that stands in the log. */
export function markerBatch(marker: Omit<Marker, 'transactionVersion'>): Batch {
  return {
    producerId: marker.producerId,
    epoch: marker.epoch,
    firstSequence: NO_SEQUENCE,
    lastSequence: NO_SEQUENCE,
    transactional: true,
    records: [],
    control: marker.control,
    coordinatorEpoch: marker.coordinatorEpoch,
  };
}
