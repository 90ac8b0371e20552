/** What a worker in epochs asks of the source, of the checkpoint and of the sink. But for reading, one question is open at a time. */
import type { Effect, Effects, Outgoing } from '../../engine/contracts';
import type { RestoreBody, SaveBody, Snapshot } from '../checkpoint/shelf';
import type { ConfirmBody } from '../changeLog/memory';
import type { FeedEntry, FetchFeedBody } from '../feed/memory';
import type { AbortTransactionsBody, AlterOffsetsBody, Correlated, StoredOffsetsBody, WriteBody } from '../messages';
import { savesInSink } from './operations';
import type { EpochMemory, EpochWorkerParameters, Operation } from './memory';

type Question = Omit<Outgoing, 'body'> & { readonly body: object; readonly relies: readonly string[] };

/** How long a reader waits after a lost read before it reads again. */
const READ_AGAIN_MS = 50;

function pose(v: EpochMemory, question: Question, tries = 1): Effects {
  v.correlation += 1;
  const { relies, ...message } = question;
  const { correlation } = v;
  v.open = {
    correlation,
    peer: question.to,
    question: question.as ?? question.name,
    tries,
    again: () => pose(v, question, tries + 1),
    anew: () => pose(v, question, tries),
  };
  return [{ do: 'send', message: { ...message, body: { ...question.body, correlation } }, relies }];
}

/** Sends without waiting to hear of it. */
function tell(v: EpochMemory, { relies, ...message }: Question): Effects {
  v.correlation += 1;
  return [
    {
      do: 'send',
      message: { ...message, call: true, held: true, body: { ...message.body, correlation: v.correlation } },
      relies,
    },
  ];
}

/** Reads on from its position; the source answers when there is something. */
export function fetch(p: EpochWorkerParameters, v: EpochMemory): Effects {
  if (v.fetching >= 0) return [];
  v.correlation += 1;
  v.fetching = v.correlation;
  const { partition, source: to, words } = p;
  const isolation = p.committedOnly === undefined ? {} : { committedOnly: p.committedOnly };
  const most = roomIn(p, v);
  const body: FetchFeedBody = { correlation: v.correlation, partition, offset: v.position, most, ...isolation };
  const says = v.position < 0 ? 'where does it end?' : `from offset ${v.position}`;
  return [
    {
      do: 'send',
      message: {
        name: words.fetch,
        as: 'fetch',
        to,
        call: true,
        held: true,
        lostAfterMs: p.readAgainMs ?? READ_AGAIN_MS,
        body,
        records: [],
        about: `fetch ${partition}`,
        says,
      },
    },
  ];
}

/** Asks for a task whose time is over. */
export function standBy({ source: to, words, readAgainMs }: EpochWorkerParameters, v: EpochMemory): Effects {
  v.correlation += 1;
  v.fetching = v.correlation;
  const body: Correlated = { correlation: v.correlation };
  const call = { call: true, lostAfterMs: readAgainMs ?? READ_AGAIN_MS } as const;
  const says = 'what has timed out';
  return [
    {
      do: 'send',
      message: { name: words.fetch, as: 'standBy', to, ...call, body, records: [], about: 'stand by', says },
    },
  ];
}

/** A planned epoch reads no further than its plan, and one with a limit no further than that. */
function roomIn(p: EpochWorkerParameters, { epoch, position }: EpochMemory): number {
  if (epoch.until !== undefined) return Math.max(1, epoch.until - position);
  return p.epoch.count > 0 ? Math.max(1, p.epoch.count - epoch.taken.length) : 1;
}

/** Asks where to go on. */
export function restore(p: EpochWorkerParameters, v: EpochMemory): Effects {
  if (savesInSink(p.groups)) {
    const body: Omit<StoredOffsetsBody, 'correlation'> = { partitions: [p.partition] };
    const about = `offset ${p.partition}`;
    return pose(v, { name: 'ReadOffset', to: p.sink, body, records: [], about, says: 'where to go on?', relies: [] });
  }
  const body: Omit<RestoreBody, 'correlation'> = { epoch: v.life > 1 ? p.restoreEpoch : 0 };
  const { words, checkpoint: to, id: about } = p;
  const says = body.epoch === 0 ? 'the newest' : `epoch ${body.epoch}`;
  return pose(v, { name: words.restore, as: 'restore', to, body, records: [], about, says, relies: [] });
}

/** Progress is saved: the source is told how far it need not keep its log. */
export function confirm({ words, source: to, partition }: EpochWorkerParameters, v: EpochMemory): Effects {
  const saves = v.current?.do === 'save' || (v.current?.do === 'write' && v.current.saves);
  if (words.confirm === undefined || !saves) return [];
  const offset = nextAfter(v);
  const [about, says] = [`confirm ${partition}`, `before position ${offset}`];
  const body: Omit<ConfirmBody, 'correlation'> = { offset };
  return tell(v, { name: words.confirm, as: 'confirm', to, body, records: [], about, says, relies: [] });
}

const recordsOf = (entries: readonly FeedEntry[]): readonly number[] => entries.map(({ record }) => record);

/** The epoch's own transaction at the sink; a new life has a new one. */
export const transactionOf = ({ prefix, id }: EpochWorkerParameters, { epoch, life }: EpochMemory): string =>
  `${prefix}-${id}-${epoch.id}${life === 1 ? '' : `.${life}`}`;

/** Where to go on after the epoch. */
export const nextAfter = ({ epoch }: EpochMemory): number => (epoch.taken.at(-1)?.offset ?? epoch.from - 1) + 1;

/** What was computed anew is something else: its key is, and the name that is made of it. */
const otherVersion = (
  { life, failures }: EpochMemory,
  entries: readonly FeedEntry[],
): Pick<WriteBody, 'version' | 'names'> => {
  const version = life * 1_000 + failures;
  return { version, names: entries.map(({ record }) => version * 100_000 + record) };
};

/** One atomic write at the sink, or one call outside. */
export function write(
  p: EpochWorkerParameters,
  v: EpochMemory,
  operation: Extract<Operation, { do: 'write' }>,
): Effects {
  const { steps, saves, names, to } = operation;
  const entries =
    saves || names.looksUp ? operation.entries : operation.entries.filter(({ record }) => !v.known.has(record));
  if (entries.length === 0 && !saves) return [{ do: 'raise', event: 'next' }];
  const records = recordsOf(entries);
  const hidden = steps.includes('hiddenEffect') && p.groups.some((group) => group.steps.includes('prepare'));
  const body: Omit<WriteBody, 'correlation'> = {
    steps,
    records,
    offset: saves ? { partition: p.partition, next: nextAfter(v) } : undefined,
    ...names,
    ...(hidden ? { transaction: transactionOf(p, v), sequence: entries[0]?.offset ?? 0 } : {}),
    ...(p.namedBy === 'batch' && !steps.includes('outside') ? { batch: v.epoch.id } : {}),
    ...(p.namedBy === 'slot' ? { names: entries.map((entry) => slotOf(v, entry)) } : {}),
    ...(p.namedBy === 'message' ? { names: entries.map(({ messageId }) => messageId) } : {}),
    ...(p.namedBy === 'attempt' ? { names: entries.map((_, at) => v.correlation * 100 + at + 1) } : {}),
    ...(p.deterministic ? {} : otherVersion(v, entries)),
    ...(saves && p.words.commit !== undefined ? { answered: `${p.words.commit}Response` } : {}),
  };
  const relies = records.map((record) => `delivered ${record}`);
  const name = (saves ? p.words.commit : undefined) ?? 'Write';
  const question: Question = { name, as: 'Write', to, body, records, about: 'write', says: steps.join(' + '), relies };
  if (p.confirmsWrites) return pose(v, question);
  return [...tell(v, question), { do: 'raise', event: 'next' }];
}

/** Saves the epoch; a worker that is pipelined goes on at once. */
export function save(p: EpochWorkerParameters, v: EpochMemory): Effects {
  const records = recordsOf(v.epoch.taken);
  const offset = nextAfter(v) - Math.min(p.overtaking, records.length - 1);
  const snapshot: Snapshot = { epoch: v.epoch.id, offset, prepared: [...v.prepared] };
  const body: Omit<SaveBody, 'correlation'> = { partition: p.partition, records, snapshot, plan: undefined };
  return send(p, v, { name: p.words.save, body, records, says: `epoch ${v.epoch.id}, offset ${offset}` });
}

/** Writes down what the epoch is going to read. */
export function plan(p: EpochWorkerParameters, v: EpochMemory): Effects {
  const records = recordsOf(v.epoch.taken);
  const [epoch, from, to] = [v.epoch.id, v.epoch.from, nextAfter(v)];
  const body: Omit<SaveBody, 'correlation'> = {
    partition: p.partition,
    records,
    snapshot: undefined,
    plan: { epoch, from, to },
  };
  return pose(
    v,
    toCheckpoint(p, { name: p.words.plan, body, records, says: `batch ${epoch}: offsets ${from} to ${to - 1}` }),
  );
}

type Note = Pick<Question, 'name' | 'body' | 'records' | 'says'>;

const toCheckpoint = ({ checkpoint: to, id: about }: EpochWorkerParameters, what: Note): Question => ({
  ...what,
  as: 'save',
  to,
  about,
  relies: what.records.map((record) => `delivered ${record}`),
});

function send(p: EpochWorkerParameters, v: EpochMemory, what: Note): Effects {
  if (p.confirmsSaves === false) return [...tell(v, toCheckpoint(p, what)), { do: 'raise', event: 'unanswered' }];
  if (!p.pipelined) return pose(v, toCheckpoint(p, what));
  const wait: Effect = { do: 'startTimer', name: 'save', event: 'saveTimedOut', delayMs: p.saveTimeoutMs };
  const next: Effect = { do: 'raise', event: 'next' };
  const [sending] = tell(v, toCheckpoint(p, what));
  if (p.snapshotMs === 0) return [sending!, wait, next];
  v.snapshotting = true;
  return [
    { do: 'startTimer', name: 'snapshot', event: 'snapshotTaken', delayMs: p.snapshotMs, body: sending },
    wait,
    next,
  ];
}

/** Publishes what was prepared. */
export function commit(
  p: EpochWorkerParameters,
  v: EpochMemory,
  { transaction, records }: { readonly transaction: string; readonly records: readonly number[] },
): Effects {
  const relies = [`transaction ${transaction}`];
  return pose(v, {
    name: 'CommitTransaction',
    to: p.sink,
    body: { transaction },
    records,
    about: transaction,
    says: transaction,
    relies,
  });
}

/** Aborts what an earlier life, or somebody of the same name, has left open. */
export function abortOthers(p: EpochWorkerParameters, v: EpochMemory): Effects {
  const keep = v.prepared.map(({ transaction }) => transaction);
  const body: Omit<AbortTransactionsBody, 'correlation'> = { prefix: p.prefix, keep };
  return pose(v, {
    name: 'AbortTransactions',
    to: p.sink,
    body,
    records: [],
    about: p.prefix,
    says: `${p.prefix}-…`,
    relies: [],
  });
}

/** Somebody sets the progress in the sink by hand. */
export function alter(p: EpochWorkerParameters, v: EpochMemory): Effects {
  const body: Omit<AlterOffsetsBody, 'correlation'> = { partition: p.partition, offset: p.alterTo };
  const about = `offset ${p.partition}`;
  const says = `offset ${p.alterTo}, by hand`;
  return pose(v, { name: 'AlterOffsets', to: p.sink, body, records: [], about, says, relies: [] });
}

/** Of a record's place in its batch: where it lands depends on how the batch is dealt out, which a retry does anew. */
function slotOf({ epoch, life }: EpochMemory, entry: FeedEntry): number {
  const size = epoch.taken.length;
  return epoch.id * 1_000 + ((epoch.taken.indexOf(entry) + life - 1) % size) + 1;
}
