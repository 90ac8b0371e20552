/** Messages come in: told apart by their producer's number, written to storage one after the other, answered. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { appended } from '../feed/notes';
import { bodyOf } from '../messages';
import { raise, settle, standingOf, type Standing } from './marks';
import { answer } from '../answering';
import { endOf, nameOfMessage, numberOf, watermark } from './entries';
import type { PublishAnswer, PublishBody, TopicData, TopicEntry, TopicKept, TopicParameters } from './memory';
import { transactionOf } from './transactions';

/** Somebody else has this producer's place, or its connection was given up. */
export function isShutOut({ volatile: v }: TopicData, event: NodeEvent): boolean {
  const holder = v.connected.get(bodyOf<PublishBody>(event).producer);
  return holder?.connection !== event.connection;
}

/** How the message's number stands: new, known, or pushed and not settled; without de-duplication each is new. */
export function standing(p: TopicParameters, { volatile: v }: TopicData, event: NodeEvent): Standing {
  if (p.dedup === undefined) return 'fresh';
  const { producer, sequence, partition } = bodyOf<PublishBody>(event);
  return standingOf(p.dedup.rule, v.marks[partition]!, producer, sequence);
}

type PublishError = Exclude<PublishAnswer['error'], ''>;

const REFUSALS: Readonly<Record<PublishError, { readonly reason: 'fenced' | 'state'; readonly why: string }>> = {
  ProducerFenced: { reason: 'fenced', why: 'another producer of that name has taken its place' },
  NotConnected: { reason: 'state', why: 'the broker has given this connection up' },
  NotAllowedError: { reason: 'fenced', why: 'the transaction has ended' },
  MessageDupUnknown: {
    reason: 'state',
    why: 'the number was pushed to storage, and nobody knows yet whether it was written',
  },
  PersistenceError: { reason: 'state', why: 'the write to storage failed' },
};

/** Who is shut out is told why: another has its place, or it has to connect again. */
export function refuseShutOut(p: TopicParameters, { volatile: v }: TopicData, event: NodeEvent): Effects {
  const holder = v.connected.get(bodyOf<PublishBody>(event).producer);
  const isReplaced = holder !== undefined && holder.worker !== event.from;
  return refuse(p, event, isReplaced ? 'ProducerFenced' : 'NotConnected');
}

/** The producer is told that its message was not stored, and the trace by the same error why. */
export function refuse(p: TopicParameters, event: NodeEvent, error: PublishError): Effects {
  const { correlation, records } = bodyOf<PublishBody>(event);
  const { reason, why } = REFUSALS[error];
  const body: PublishAnswer = { correlation, error, known: false };
  return [
    note({ kind: 'refuse', reason, error, records, why }),
    answer(event, p.words.notStored, 'stored', body, error),
  ];
}

/** At or below the mark: nothing is stored, and the producer is told that all is well. */
export function absorb(event: NodeEvent): Effects {
  const { records, producer } = bodyOf<PublishBody>(event);
  return records.map((record) =>
    note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`mark ${producer}`] }),
  );
}

/** A known number is answered as stored, without a place. */
export function answerKnown(p: TopicParameters, event: NodeEvent): Effects {
  const body: PublishAnswer = { correlation: bodyOf<PublishBody>(event).correlation, error: '', known: true };
  return [answer(event, p.words.stored, 'stored', body, 'ok, message id -1:-1')];
}

const highestOf = ({ sequence, records }: PublishBody): number => sequence + records.length - 1;

/** The number counts as pushed before it is written; writes wait for their turn. */
export function push(p: TopicParameters, { durable, volatile: v }: TopicData, event: NodeEvent): Effects {
  const body = bodyOf<PublishBody>(event);
  if (p.dedup !== undefined) raise(v.marks[body.partition]!.pushed, body.producer, highestOf(body));
  if (body.transaction !== '') transactionOf(durable, body.transaction);
  v.writes.push({ event, body });
  return [];
}

/** Writes what comes next, unless a write is under way: the first in line is the one that is. */
export function write(p: TopicParameters, { durable, volatile: v }: TopicData, event: NodeEvent): Effects {
  const [next] = v.writes;
  const isBusy = event.type === 'publish' && v.writes.length > 1;
  if (next === undefined || isBusy) return [];
  const delayMs = isFailing(p, durable, next.body) ? p.failingMs : p.writeMs;
  return [{ do: 'startTimer', name: 'write', event: 'written', delayMs }];
}

/** Whether this is the write that fails, the first time that it is tried. */
export const isFailing = (
  { failingRecord }: TopicParameters,
  { failed }: TopicKept,
  { records }: PublishBody,
): boolean => records.includes(failingRecord) && !failed.has(failingRecord);

/**
 * Storage has refused: whatever waits behind it fails too, and every producer has to connect again, so that nothing later
 * comes in before the marks are set back. Source: Pulsar's PersistentTopic.addFailed.
 */
export function failWrite(p: TopicParameters, { durable, volatile: v }: TopicData, now: number): Effects {
  const failed = v.writes;
  v.writes = [];
  durable.failed.add(p.failingRecord);
  for (const name of v.connected.keys()) v.away.set(name, now);
  v.connected.clear();
  if (p.dedup !== undefined) for (const marks of v.marks) settle(p.dedup.rule, marks);
  return failed.flatMap(({ event }) => refuse(p, event, 'PersistenceError'));
}

/** The entry is in the log, whoever crashes now. */
export function append(p: TopicParameters, { durable, volatile: v }: TopicData): Effects {
  const { body } = v.writes[0]!;
  const { partition, records, producer, sequence, transaction } = body;
  const log = durable.logs[partition]!;
  const entry: TopicEntry = {
    offset: log.end,
    partition,
    records,
    firstId: durable.nextId,
    producer,
    highest: highestOf(body),
    transaction,
  };
  durable.nextId += records.length;
  log.end = endOf(entry);
  log.entries.push(entry);
  durable.transactions.get(transaction)?.entries.push(entry);
  return [noteAppend(p, durable, entry, sequence), ...mark(p, v, entry), ...watermark(p, durable, partition)];
}

function noteAppend(p: TopicParameters, { producers }: TopicKept, entry: TopicEntry, sequence: number): Effect {
  const { offset, records, firstId, producer, transaction } = entry;
  const partition = p.firstPartition + entry.partition;
  // A marker ends a transaction, not what a producer has written: so it is the transaction that is counted there.
  const transactional = transaction !== '';
  const id = transactional ? numberOf(transaction) : (producers.get(producer) ?? 0);
  const by = p.dedup !== undefined || transactional ? { by: { id, epoch: 0, sequence, transactional } } : {};
  const as = records.map((_, at) => nameOfMessage(firstId + at));
  return appended({ partition, offset, records }, { as, ...by });
}

function mark({ dedup }: TopicParameters, v: TopicData['volatile'], entry: TopicEntry): Effects {
  if (dedup === undefined) return [];
  const { persisted } = v.marks[entry.partition]!;
  raise(persisted, entry.producer, entry.highest);
  const names = v.marks.reduce((sum, marks) => sum + marks.persisted.size, 0);
  return [note({ kind: 'remember', record: entry.records.at(-1)!, names }, { as: `mark ${entry.producer}` })];
}

/** Every so many entries the marks are saved, and what comes behind is what a new owner replays. */
export function saveMarks({ dedup }: TopicParameters, { durable, volatile: v }: TopicData): Effects {
  if (dedup === undefined) return [];
  const { partition, records } = v.writes[0]!.body;
  const log = durable.logs[partition]!;
  log.sinceSnapshot += 1;
  if (log.sinceSnapshot < dedup.snapshotEntries) return [];
  log.sinceSnapshot = 0;
  const { persisted } = v.marks[partition]!;
  log.snapshot = { marks: new Map(persisted), from: log.end };
  return [note({ kind: 'remember', record: records.at(-1)!, names: persisted.size }, { durable: true })];
}

export function answerStored(p: TopicParameters, { volatile: v }: TopicData): Effects {
  const { event, body: asked } = v.writes.shift()!;
  const body: PublishAnswer = { correlation: asked.correlation, error: '', known: false };
  return [answer(event, p.words.stored, 'stored', body, 'stored', { relies: [`mark ${asked.producer}`] })];
}
