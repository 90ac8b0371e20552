/** What is written into a cluster's logs: by applications, by those who copy from elsewhere, and by the end of transactions. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import type { CallBody } from '../caller/memory';
import { invariant } from '../../terms/invariant';
import { appended, expireEntry, keepFor, type AppendedBy } from '../feed/notes';
import { forget, isKnown, namesIn, putDown } from '../guard/attachment';
import { bodyOf } from '../messages';
import { append, emptyLog, logOf } from './entries';
import { saveFor } from './keeping';
import type { ClusterKept, ClusterParameters, CopyBody, Decided, EndCopyBody, LogEntry } from './memory';

/** Producers that the trace tells apart: who writes without numbers, the application's transactions, those who copy. */
const PLAIN = -1;
const APPLICATION = 1;
const COPYING = 2;

/** A call whose name is known: nothing is written. */
export const absorb = (event: NodeEvent): Effects => {
  const { record, name } = bodyOf<CallBody>(event);
  return [note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`name ${name}`] })];
};

/** An application's record. */
export function appendCall(p: ClusterParameters, kept: ClusterKept, event: NodeEvent, now: number): Effects {
  const { record, name } = bodyOf<CallBody>(event);
  const entry = append(kept, entryOf(p, { record, name, transaction: '' }));
  if (kept.guard !== undefined) putDown(kept.guard, name, now);
  return noteAppend(p, kept, entry, PLAIN, `stored ${record}`);
}

function entryOf(
  { logs }: ClusterParameters,
  what: Pick<LogEntry, 'record' | 'name' | 'transaction'>,
): Omit<LogEntry, 'offset'> {
  return { ...what, partition: logs[0] ?? 0, messageId: what.record, copiedFrom: '' };
}

/** The application's first transaction with this record: written, and then aborted. */
export function appendAborted(p: ClusterParameters, kept: ClusterKept, event: NodeEvent): Effects {
  const { record, name } = bodyOf<CallBody>(event);
  const transaction = `application ${record}`;
  if (kept.fates.has(transaction)) return [];
  kept.fates.set(transaction, { by: '', fate: 'open' });
  const entry = append(kept, entryOf(p, { record, name, transaction }));
  return [...noteAppend(p, kept, entry, APPLICATION), ...decide(kept, transaction, 'aborted')];
}

/** Whether this copy is here already, under its first writer's name or as a retry. */
export function isKnownCopy({ guard }: ClusterKept, event: NodeEvent, now: number): boolean {
  const { entry, retry } = bodyOf<CopyBody>(event);
  return guard !== undefined && (isKnown(guard, entry.name, now) || isKnown(guard, retry, now));
}

/** A copy that is known: nothing is written. */
export const absorbCopy = (event: NodeEvent): Effects => {
  const { entry, retry } = bodyOf<CopyBody>(event);
  const relies = [`name ${entry.name}`, `name ${retry}`];
  return [note({ kind: 'absorb', record: entry.record, reason: 'remembered' }, { relies })];
};

/** A record of another cluster: in a transaction of who copies, or by itself. */
export function appendCopy(p: ClusterParameters, kept: ClusterKept, event: NodeEvent, now: number): Effects {
  const { partition, entry, from, transaction, retry, id: by } = bodyOf<CopyBody>(event);
  if (transaction !== '' && !kept.fates.has(transaction)) kept.fates.set(transaction, { by, fate: 'open' });
  const copy = append(kept, { ...entry, partition, transaction, copiedFrom: from });
  if (kept.guard !== undefined) [entry.name, retry].forEach((name) => putDown(kept.guard!, name, now));
  return noteAppend(p, kept, copy, transaction === '' ? PLAIN : COPYING, `name ${retry}`);
}

function noteAppend(
  { retentionMs }: ClusterParameters,
  kept: ClusterKept,
  entry: LogEntry,
  producerId: number,
  alsoKnownAs = '',
): Effects {
  const { partition, offset, record, name, transaction } = entry;
  const as = [`name ${name}`, alsoKnownAs].filter((one) => one !== '');
  const remembered = kept.guard === undefined ? 0 : namesIn(kept.guard);
  const by = producerId === PLAIN ? {} : { by: numbered(kept, producerId, transaction !== '') };
  const fact = appended({ partition, offset, records: [record] }, { as, remembered, ...by });
  return [fact, ...keepFor(retentionMs, entry)];
}

function numbered(kept: ClusterKept, id: number, transactional: boolean): AppendedBy {
  kept.sequence += 1;
  return { id, epoch: 0, sequence: kept.sequence - 1, transactional };
}

/** A transaction ends: a marker in each log that it has written to. */
function decide(kept: ClusterKept, transaction: string, fate: 'committed' | 'aborted'): Effects {
  const known = kept.fates.get(transaction);
  invariant(known, `transaction ${transaction} ends before it began`);
  known.fate = fate;
  return [...kept.logs].flatMap(([partition, { entries }]) => {
    const own = entries.filter((entry) => entry.transaction === transaction && entry.record > 0);
    return own.length === 0 ? [] : [markerAfter(kept, partition, own, known)];
  });
}

function markerAfter(kept: ClusterKept, partition: number, own: readonly LogEntry[], { by, fate }: Decided): Effect {
  const { transaction } = own[0]!;
  const { offset } = append(kept, { partition, record: 0, name: '', messageId: 0, transaction, copiedFrom: '' });
  const producerId = by === '' ? APPLICATION : COPYING;
  const records = own.map(({ record }) => record);
  const relies = own.map((entry) => `appended ${partition}/${entry.offset}`);
  return note(
    { kind: 'marker', partition, offset, producerId, epoch: 0, commit: fate === 'committed', records, copied: false },
    { durable: true, relies },
  );
}

/** Records and progress of who copies become visible in one step. */
export function commitCopy(kept: ClusterKept, event: NodeEvent): Effects {
  const { transaction, id, next } = bodyOf<EndCopyBody>(event);
  if (kept.fates.get(transaction)?.fate !== 'open') return [];
  return [...decide(kept, transaction, 'committed'), saveFor(kept, { id, next, partition: 0 }, event.records)];
}

/** A new life of who copies shuts the one before it out: what that has left open is aborted. */
export function abortLeftOpen(kept: ClusterKept, { about }: NodeEvent): Effects {
  const open = [...kept.fates].filter(([, { by, fate }]) => fate === 'open' && by === about);
  return open.flatMap(([name]) => decide(kept, name, 'aborted'));
}

/** An entry's time is over, unless the topic is another one by now and does not have it. */
export function expire(kept: ClusterKept, event: NodeEvent): Effects {
  const entry = bodyOf<LogEntry>(event);
  const log = logOf(kept, entry.partition);
  const isThere = log.entries.some(({ offset, record }) => offset === entry.offset && record === entry.record);
  return isThere ? expireEntry(log, entry) : [];
}

/** Somebody deletes the topic and makes it anew: positions begin at 0 again, and what was in it is gone. */
export function recreate({ logs }: ClusterParameters, kept: ClusterKept): Effects {
  return logs.slice(0, 1).flatMap((partition) => {
    const log = logOf(kept, partition);
    const records = log.entries.map(({ record }) => record).filter((record) => record > 0);
    Object.assign(log, emptyLog());
    if (kept.guard !== undefined) forget(kept.guard);
    return [note({ kind: 'truncate', partition, offset: 0, records }, { durable: true })];
  });
}
