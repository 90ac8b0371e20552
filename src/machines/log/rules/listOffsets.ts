/** The answer to "which offset is the latest" (`Partition.fetchOffsetForTimestamp`, KIP-207). */
import type { KafkaError } from './errors';
import { NO_OFFSET } from './types';

export interface LatestOffsets {
  readonly highWatermark: number;
  readonly lastStable: number;
  /** Where the log ended when this leader began to lead. */
  readonly epochStart: number;
}

/** A new leader whose high watermark still lags behind its own first offset cannot say: readers would jump back. */
export function latestOffset(
  { highWatermark, lastStable, epochStart }: LatestOffsets,
  committedOnly: boolean,
): { readonly error: KafkaError; readonly offset: number } {
  if (epochStart > highWatermark) return { error: 'OFFSET_NOT_AVAILABLE', offset: NO_OFFSET };
  return { error: 'NONE', offset: committedOnly ? lastStable : highWatermark };
}
