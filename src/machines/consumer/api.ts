/**
 * What an application and its `KafkaConsumer` say to each other, as parts of one process. The application opens it, polls,
 * commits, seeks and closes; the consumer answers, and calls back when partitions come or go.
 */
import type { PartitionOffset } from '../messages';

/** The name of the consumer's part in the node that runs it. */
export const CONSUMER_PART = 'consumer';

export interface PolledRecord {
  readonly record: number;
  readonly partition: number;
  readonly offset: number;
}

/** `consumer.groupMetadata()`: who the consumer is in its group. `rejoined` tells it when it is of a new generation. */
export interface GroupMetadata {
  readonly group: string;
  /** '': no member. */
  readonly member: string;
  /** -1: in no generation. */
  readonly generation: number;
  /** `group.instance.id`; '' in a dynamic member. */
  readonly instanceId: string;
}

/** `polled`: what one poll() returned. */
export interface Polled {
  readonly records: readonly PolledRecord[];
  /** The positions after these records, of their partitions: what may be committed once they are processed. */
  readonly next: readonly PartitionOffset[];
  readonly group: GroupMetadata;
}

/** `appCommit` and `appSeek`; with a seek, -1 asks for `auto.offset.reset`. */
export interface Offsets {
  readonly offsets: readonly PartitionOffset[];
  /** The records that a commit covers. */
  readonly records: readonly number[];
}
/** `committed` and `failed`: the exception that commitSync() or poll() throws; '' when all went well. */
export interface Outcome {
  readonly error: string;
}
/** `appClose`: cleanly as close() does, or not at all, as when the process ends with the exception. */
export interface Closing {
  readonly cleanly: boolean;
}
/** `assigned`: a rebalance callback. */
export interface Partitions {
  readonly partitions: readonly number[];
}
/** `revoked`: a rebalance callback. `lost`: they are somebody else's already (onPartitionsLost), and no commit counts. */
export interface Revoked extends Partitions {
  readonly lost: boolean;
}
