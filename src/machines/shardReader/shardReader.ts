/**
 * The role of a worker that owns a shard by lease: it reads a batch, takes each record through the steps, and checkpoints.
 * What an exception does to the batch is a parameter. Source: src/systems/kinesis/MODEL.md.
 */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Asked,
  type Effect,
  type Effects,
  type NodeData,
  type NodeEvent,
  type Outgoing,
} from '../../engine/contracts';
import type { FeedEntry, FetchedAnswer, FetchFeedBody } from '../feed/memory';
import { bodyOf, type Correlated, type WriteAnswer, type WriteBody } from '../messages';
import { operationsOf, type Operation } from '../worker/operations';
import { reachesOf } from '../worker/reaching';
import { isPastRecall, type StepGroup } from '../worker/steps';
import type { AcquireBody, CheckpointBody, LeaseAnswer } from './leaseTable';
import { shardReaderMachine } from './shardReader.machine';

export interface ShardReaderParameters {
  readonly words: { readonly fetch: string; readonly acquire: string; readonly checkpoint: string };
  readonly id: string;
  readonly source: string;
  readonly table: string;
  readonly sink: string;
  readonly groups: readonly StepGroup[];
  readonly most: number;
  readonly processingMs: number;
  /** An owner that is silent for so long has lost its lease. */
  readonly failoverMs: number;
  /** It takes the shard over at this instant, as in a rebalance; 0: never. */
  readonly takesOverAtMs: number;
  readonly poisonRecord: number;
  /** So often in this worker's life; 0: always. */
  readonly poisonTimes: number;
  /** The batch is passed over, or tried again so often; and then passed over, or nothing more is read. */
  readonly onError: 'skip' | 'retryThenStop' | 'retryThenSkip';
  /** -1: for as long as the batch is not too old. */
  readonly retryAttempts: number;
  /** A batch whose oldest record is older is passed over, tried or not; 0: none is. */
  readonly recordAgeMs: number;
  readonly backoffMs: number;
}

type Todo =
  { readonly do: 'handle'; readonly record: number } | { readonly do: 'operation'; readonly operation: Operation };

interface Memory {
  readonly connected: Set<string>;
  correlation: number;
  open: { readonly correlation: number; readonly peer: string; readonly again: () => Effects } | undefined;
  position: number;
  batch: readonly FeedEntry[];
  todo: Todo[];
  attempts: number;
  readonly known: Set<number>;
}
type ReaderData = NodeData<{ failures: number; lives: number }, undefined, Memory>;

/** How long a reader waits after a lost read before it reads again. */
const READ_AGAIN_MS = 50;

const fresh = (life: number): Memory => ({
  connected: new Set(),
  correlation: life * 100_000,
  open: undefined,
  position: 0,
  batch: [],
  todo: [],
  attempts: 0,
  known: new Set(),
});

/** A shard reader's role. */
export function shardReaderRole(p: ShardReaderParameters): AnyRole {
  const peers = [p.table, p.sink];
  return asAnyRole<ReaderData>({
    chart: shardReaderMachine,
    guards: {
      isAnswerOpen: ({ volatile: v }, event) => v.open?.peer === event.from,
      isPastRecall: ({ volatile: { open, todo } }, event) => {
        const isOpen = open?.peer === event.from && event.from === p.sink;
        return isOpen && todo[0]?.do === 'operation' && isPastRecall(p.groups, todo[0].operation.steps);
      },
      isLast: ({ volatile: v }, event) => peers.every((peer) => peer === event.from || v.connected.has(peer)),
      isStale: ({ volatile: v }, event) => v.open?.correlation !== bodyOf<Correlated>(event).correlation,
      isMine: (_, event) => bodyOf<LeaseAnswer>(event).owner === p.id,
      isStaleFetch: ({ volatile: v }, event) => v.correlation !== bodyOf<Correlated>(event).correlation,
      isTrimmed: (_, event) => bodyOf<FetchedAnswer>(event).error !== '',
      hasOperation: ({ volatile: v }) => v.todo.length > 0,
      throws: ({ durable, volatile: v }) => {
        const [first] = v.todo;
        const isPoison = first?.do === 'handle' && first.record === p.poisonRecord;
        return isPoison && (p.poisonTimes === 0 || durable.failures < p.poisonTimes);
      },
      retries: ({ volatile: v }) => p.onError !== 'skip' && (p.retryAttempts < 0 || v.attempts <= p.retryAttempts),
      isTooOld: ({ volatile: { batch } }, _, now) =>
        p.recordAgeMs > 0 && batch.some(({ acceptedMs = now }) => now - acceptedMs > p.recordAgeMs),
      blocks: () => p.onError === 'retryThenStop',
    },
    actions: { ...owning(p, peers), ...reading(p), ...working(p) },
    birth: () => ({ durable: { failures: 0, lives: 1 }, unflushed: undefined, volatile: fresh(1) }),
    rebirth: ({ durable: { failures, lives } }) => ({
      durable: { failures, lives: lives + 1 },
      unflushed: undefined,
      volatile: fresh(lives + 1),
    }),
  });
}

type Actions = Record<string, Action<ReaderData>>;
type Question = Omit<Outgoing, 'body'> & { readonly body: object; readonly relies: readonly string[] };

function pose(v: Memory, question: Question): Effects {
  v.correlation += 1;
  const { relies, body, ...message } = question;
  const { correlation } = v;
  v.open = { correlation, peer: question.to, again: () => pose(v, question) };
  return [{ do: 'send', message: { ...message, body: { ...body, correlation } }, relies }];
}

/** Asks again what was denied, once it may. */
const askLater = (p: ShardReaderParameters, whenAllowed: Asked): Effect => ({
  do: 'startTimer',
  name: 'ask',
  event: 'askDue',
  delayMs: p.backoffMs,
  whenAllowed,
});

/** Who owns the shard: the table decides, and a worker learns of its loss when it checkpoints. */
function owning(p: ShardReaderParameters, peers: readonly string[]): Actions {
  const acquire = (v: Memory, byForce: boolean): Effects => {
    const body: Omit<AcquireBody, 'correlation'> = { byForce };
    const says = byForce ? 'the lease is over' : 'is it free?';
    const question = { name: p.words.acquire, as: 'acquire', to: p.table, body, records: [], about: 'lease', says };
    return pose(v, { ...question, relies: [] });
  };
  return {
    connectAll: () => peers.map((peer) => ({ do: 'connect', peer, backoffMs: p.backoffMs })),
    planTakeOver: (_, __, now) =>
      p.takesOverAtMs <= now
        ? []
        : [{ do: 'startTimer', name: 'take over', event: 'takeOverDue', delayMs: p.takesOverAtMs - now }],
    greet: ({ volatile: v }, event) => {
      v.connected.add(event.from);
      return [];
    },
    forget: ({ volatile: v }, event) => {
      v.connected.delete(event.from);
      return [];
    },
    reconnect: (_, event) => [{ do: 'connect', peer: event.from, backoffMs: p.backoffMs }],
    askAgain: ({ volatile: v }) => v.open?.again() ?? [],
    acquireLater: () => [askLater(p, { question: 'acquire', of: p.table })],
    acquire: ({ volatile: v }) => acquire(v, false),
    acquireByForce: ({ volatile: v }) => acquire(v, true),
    closeQuestion: ({ volatile: v }) => {
      v.open = undefined;
      v.todo = [];
      return [];
    },
    watchOwner: (_, event) => [{ do: 'watch', peer: bodyOf<LeaseAnswer>(event).owner, silenceMs: p.failoverMs }],
    noteFenced: ({ volatile: v }) => {
      const records = v.batch.map(({ record }) => record);
      return [note({ kind: 'exception', error: 'ShutdownException', records, leadsTo: 'end' })];
    },
    goOnFromCheckpoint: ({ volatile: v }, event) => {
      const { offset } = bodyOf<LeaseAnswer>(event);
      v.open = undefined;
      v.position = offset;
      const from = offset === 0 ? 'reset' : 'committed';
      return [note({ kind: 'position', partition: 0, offset, from }, { relies: ['checkpoint 0'] })];
    },
  };
}

function reading(p: ShardReaderParameters): Actions {
  return {
    fetchLater: () => [askLater(p, { question: 'fetch', of: p.source })],
    fetch: ({ volatile: v }) => {
      v.correlation += 1;
      const { position: offset, correlation } = v;
      const body: FetchFeedBody = { correlation, partition: 0, offset, most: p.most };
      const [name, says] = [p.words.fetch, `from offset ${offset}`];
      const more = { call: true, lostAfterMs: READ_AGAIN_MS } as const;
      return [
        { do: 'send', message: { name, as: 'fetch', to: p.source, body, records: [], about: 'fetch', says, ...more } },
      ];
    },
    moveToTrimHorizon: ({ volatile: v }, event) => {
      v.position = bodyOf<FetchedAnswer>(event).next;
      return [note({ kind: 'position', partition: 0, offset: v.position, from: 'reset' })];
    },
    takeBatch: ({ volatile: v }, event) => {
      v.batch = bodyOf<FetchedAnswer>(event).entries;
      v.attempts = 0;
      startBatch(p, v);
      return v.batch.map(({ record, partition, offset }) =>
        note(
          { kind: 'deliver', record, partition, offset },
          { as: `delivered ${record}`, relies: [`appended ${partition}/${offset}`] },
        ),
      );
    },
    startBatch: ({ volatile: v }) => {
      startBatch(p, v);
      return [];
    },
    noteTooOld: ({ volatile: v }) => [note({ ...TOO_OLD, records: v.batch.map(({ record }) => record) })],
    passBatch: ({ volatile: v }) => {
      v.position = nextAfter(v);
      v.todo = [];
      return [];
    },
  };
}

const TOO_OLD = { kind: 'refuse', reason: 'state', error: 'record age exceeded', why: 'too old to be given' } as const;

const nextAfter = ({ batch, position }: Memory): number => (batch.at(-1)?.offset ?? position - 1) + 1;

/** The steps of a batch: the application's own code comes before a record's first step that is not progress. */
function startBatch(p: ShardReaderParameters, v: Memory): void {
  v.known.clear();
  const handled = new Set<number>();
  v.todo = operationsOf(p.groups, v.batch, [{ partition: 0, offset: nextAfter(v) }]).flatMap((operation): Todo[] => {
    const [record] = operation.records;
    const todo: Todo = { do: 'operation', operation };
    if (operation.via === 'group' || record === undefined || handled.has(record)) return [todo];
    handled.add(record);
    return [{ do: 'handle', record }, todo];
  });
}

function working(p: ShardReaderParameters): Actions {
  return {
    raiseNext: () => [{ do: 'raise', event: 'next' }],
    raiseBegin: () => [{ do: 'raise', event: 'begin' }],
    raiseFailed: () => [{ do: 'raise', event: 'failed' }],
    operate: ({ volatile: v }) => operate(p, v),
    finishOperation: ({ volatile: v }, event) => finish(v, event),
    // The checkpointer throws and the application logs it, or nobody knows of an effect that may not be tried again.
    goOn: ({ volatile: v }) => {
      v.open = undefined;
      v.todo.shift();
      return [];
    },
    fail: ({ durable, volatile: v }) => {
      durable.failures += 1;
      v.attempts += 1;
      v.todo = [];
      const error = 'the record handler threw';
      return [note({ kind: 'exception', error, records: [p.poisonRecord], leadsTo: 'abort' })];
    },
    retryLater: () => [{ do: 'startTimer', name: 'retry', event: 'retryDue', delayMs: p.backoffMs }],
  };
}

function operate(p: ShardReaderParameters, v: Memory): Effects {
  const first = v.todo[0]!;
  if (first.do === 'handle')
    return [{ do: 'startTimer', name: 'handling', event: 'handlingDone', delayMs: p.processingMs }];
  const { operation } = first;
  const before = reaches('before', operation);
  return [...before, ...(operation.via === 'group' ? checkpoint(p, v, operation) : write(p, v, operation))];
}

function checkpoint(p: ShardReaderParameters, v: Memory, { records }: Operation): Effects {
  const body: Omit<CheckpointBody, 'correlation'> = { offset: nextAfter(v) };
  const says = `offset ${body.offset}`;
  const relies = records.map((record) => `delivered ${record}`);
  const { checkpoint: name } = p.words;
  return pose(v, { name, as: 'checkpoint', to: p.table, body, records, about: 'checkpoint', says, relies });
}

function write(p: ShardReaderParameters, v: Memory, { steps, records, names }: Operation): Effects {
  if (records.every((record) => v.known.has(record))) {
    v.todo.shift();
    return [{ do: 'raise', event: 'next' }];
  }
  const body: Omit<WriteBody, 'correlation'> = { steps, records, offset: undefined, ...names };
  const relies = records.map((record) => `delivered ${record}`);
  return pose(v, { name: 'Write', to: p.sink, body, records, about: 'write', says: steps.join(' + '), relies });
}

const reaches = (when: 'before' | 'after', { steps, records }: Operation): Effect[] => reachesOf(when, steps, records);

function finish(v: Memory, event: NodeEvent): Effects {
  const done = v.todo.shift();
  v.open = undefined;
  if (done?.do !== 'operation') return [];
  if (event.type === 'WriteResponse') bodyOf<WriteAnswer>(event).remembered.forEach((record) => v.known.add(record));
  return reaches('after', done.operation);
}
