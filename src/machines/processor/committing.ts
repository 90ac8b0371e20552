/** The end of a piece of work: outputs and progress together in a transaction, or progress after the outputs. */
import { note, type Effect, type Effects } from '../../engine/contracts';
import type { OffsetsToSend } from '../client/talk';
import type { GroupMetadata, Offsets, Partitions } from '../consumer/api';
import type { PartitionOffset } from '../messages';
import type { ProcessorMemory, ProcessorParameters } from './memory';
import { toConsumer, toProducer } from './talk';

const progressOf = (v: ProcessorMemory): readonly PartitionOffset[] =>
  [...v.progress].map(([partition, offset]) => ({ partition, offset }));

export function commit(v: ProcessorMemory, p: ProcessorParameters): Effects {
  const reached = reaches('before', v.work);
  return [...reached, ...(p.transactional ? sendOffsets(v, p) : commitProgress(v))];
}

/** At least once: the outputs are acknowledged, so their inputs are done. */
function commitProgress(v: ProcessorMemory): Effects {
  const body: Offsets = { offsets: progressOf(v), records: [...v.work] };
  return [toConsumer('appCommit', body)];
}

/** Exactly once: progress is a part of the transaction that holds the outputs. sendOffsetsToTransaction() may block. */
function sendOffsets(v: ProcessorMemory, p: ProcessorParameters): Effects {
  const body: OffsetsToSend = { ...groupFor(p, v.group!), offsets: progressOf(v) };
  return [
    toProducer('appSendOffsets', body),
    { do: 'startTimer', name: BLOCKED, event: 'offsetsBlocked', delayMs: p.maxBlockMs },
  ];
}

const BLOCKED = 'max.block.ms';
const stopWaiting: Effect = { do: 'stopTimer', name: BLOCKED };

/** The group coordinator has the offsets: commitTransaction(). */
export function commitTransaction(v: ProcessorMemory): Effects {
  const called = note({ kind: 'call', api: 'commitTransaction', records: [...v.work] });
  return [stopWaiting, called, toProducer('appCommit')];
}

/** sendOffsetsToTransaction() has thrown a TimeoutException: all that an application can do is abort. */
export function noteBlocked(v: ProcessorMemory): Effects {
  return [note({ kind: 'exception', error: 'TimeoutException', records: [...v.work], leadsTo: 'abort' })];
}

/** A group's name alone is accepted from anybody: this is why that form does not shut a zombie out. */
function groupFor(p: ProcessorParameters, metadata: GroupMetadata): GroupMetadata {
  if (p.groupMetadata === 'full') return metadata;
  return { group: metadata.group, member: '', generation: -1, instanceId: '' };
}

export function finishCommit(v: ProcessorMemory): Effects {
  const done = reaches('after', v.work);
  return [...forgetWork(v), ...done];
}

export function abort(v: ProcessorMemory): Effects {
  return [stopWaiting, note({ kind: 'call', api: 'abortTransaction', records: [...v.work] }), toProducer('appAbort')];
}

/** A new piece of work begins with the next poll. */
export function forgetWork(v: ProcessorMemory): Effects {
  Object.assign(v, { records: [], next: 0, work: [], begun: false, isDue: false, unsent: 0 });
  v.progress.clear();
  return [{ do: 'stopTimer', name: 'commit.interval.ms' }];
}

/** Back to polling: partitions may be given away now; a poll that has returned meanwhile is worked on. */
export function goOn(v: ProcessorMemory): Effects {
  const { kept, revoking } = v;
  Object.assign(v, { kept: undefined, revoking: false });
  const released: Effects = revoking ? [toConsumer('appRevoked')] : [];
  if (kept === undefined || kept.records.length === 0) return [...released, toConsumer('appPoll')];
  return [...released, { do: 'raise', event: 'polled', body: kept }];
}

/** Partitions are somebody else's now: what waits of them is not ours to do. */
export function forgetPartitions(v: ProcessorMemory, { partitions }: Partitions): Effects {
  if (v.kept === undefined) return [];
  const isOurs = ({ partition }: { readonly partition: number }): boolean => !partitions.includes(partition);
  v.kept = { ...v.kept, records: v.kept.records.filter(isOurs), next: v.kept.next.filter(isOurs) };
  return [];
}

function reaches(when: 'before' | 'after', records: readonly number[]): Effect[] {
  return records.map((record): Effect => ({ do: 'reach', when, step: 'progress', record }));
}
