/**
 * What an application and its producer client say to each other: two parts of one process. The application calls with
 * `appInit`, `appSend`, `appBegin`, `appSendOffsets`, `appCommit`, `appAbort` and `appClose`; the client answers with
 * `initialized`, `sent`, `offsetsSent`, `committed`, `aborted`, `abortable` (now only an abort is allowed) and `fatal`
 * (nothing is).
 */
import type { Effect } from '../../engine/contracts';
import type { PartitionOffset } from '../messages';

/** `appSend`: one `send()` call. */
export interface RecordToSend {
  readonly record: number;
  readonly partition: number;
}

/** `appSendOffsets`: `sendOffsetsToTransaction(offsets, consumer.groupMetadata())`. */
export interface OffsetsToSend {
  readonly group: string;
  readonly offsets: readonly PartitionOffset[];
  readonly member: string;
  readonly generation: number;
  readonly instanceId: string;
}

/** `initialized`. */
export interface Identity {
  readonly producerId: number;
  readonly epoch: number;
}

/** `sent`: what became of one `send()`; `unknown` when the record may be in the log all the same. */
export interface Sent {
  readonly record: number;
  readonly outcome: 'ok' | 'fail' | 'unknown';
  /** '' when it is ok. */
  readonly error: string;
  readonly partition: number;
  /** -1 when it is not known. */
  readonly offset: number;
}

/** `abortable` and `fatal`. */
export interface Trouble {
  readonly error: string;
}

/** Tells another part of this node. */
export const tell = (part: string, event: string, body?: unknown): Effect => ({ do: 'raise', event, body, part });

/** The name of the `send()` of a record, for whatever relies on it. */
export const callName = (id: string, record: number): string => `call ${id} ${record}`;
