/** What the application does with records: which steps, in which order, is the step string. */
import { asAnyRole, note, type Action, type AnyRole, type Effect, type Effects } from '../../engine/contracts';
import { SINK } from '../addresses';
import { CONSUMER_PART, type Offsets, type Outcome, type Partitions, type Polled } from '../consumer/api';
import {
  bodyOf,
  type Correlated,
  type PartitionOffset,
  type StoredOffsetsAnswer,
  type StoredOffsetsBody,
  type WriteAnswer,
  type WriteBody,
} from '../messages';
import { freshMemory, LOOP_PART, type WorkerData, type WorkerMemory, type WorkerParameters } from './memory';
import { operationsOf, type Operation } from './operations';
import { reachesOf } from './reaching';
import { workerMachine } from './worker.machine';

/** The worker's role. */
export function workerRole(p: WorkerParameters): AnyRole {
  return asAnyRole<WorkerData>({
    chart: workerMachine,
    guards: {
      isSink: (_, event) => event.from === SINK,
      isSinkWithEffect: ({ volatile: v }, event) => event.from === SINK && v.open !== undefined,
      isStale: ({ volatile: v }, event) =>
        event.connection < 0 || v.open?.correlation !== bodyOf<Correlated>(event).correlation,
      isStaleOffset: ({ volatile: v }, event) =>
        event.connection < 0 || v.seeking?.correlation !== bodyOf<Correlated>(event).correlation,
      isLastOperation: ({ volatile: v }) => v.current + 1 >= v.operations.length,
      isRefused: (_, event) => bodyOf<Outcome>(event).error !== '',
      hasQueued: ({ volatile: v }) => v.first < v.queue.length,
      throwsHere: (data) => throwsHere(p, data),
    },
    actions: { ...connectionActions(p), ...workActions(p) },
    birth: () => ({ durable: { threw: false }, unflushed: undefined, volatile: freshMemory() }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: freshMemory() }),
  });
}

/** The record's processing throws before anything is done for it. */
function throwsHere(p: WorkerParameters, { durable, volatile: v }: WorkerData): boolean {
  const operation = v.operations[v.current];
  const touches = operation?.via === 'sink' && operation.records.includes(p.throwsAt);
  return touches && !durable.threw;
}

type Actions = Readonly<Record<string, Action<WorkerData>>>;
const raise = (event: string): Effect => ({ do: 'raise', event });

function connectionActions(p: WorkerParameters): Actions {
  const connect = (backoffMs: number): Effect => ({ do: 'connect', peer: SINK, backoffMs });
  return {
    connectSink: () => [connect(0)],
    greetSink: ({ volatile: v }) => {
      v.connected = true;
      return [];
    },
    forgetSink: ({ volatile: v }) => {
      v.connected = false;
      return [];
    },
    abandonSink: ({ volatile: v }) => {
      v.connected = false;
      return [{ do: 'disconnect', peer: SINK }];
    },
    reconnect: () => [connect(p.reconnectBackoffMs)],
    askAgain: ({ volatile: v }) => (v.seeking === undefined ? [] : askStored(v, p, v.seeking.partitions)),
    askStored: ({ volatile: v }, event) =>
      askStored(v, p, [...(v.seeking?.partitions ?? []), ...bodyOf<Partitions>(event).partitions]),
    seek: ({ volatile: v }, event) => {
      v.seeking = undefined;
      const { offsets } = bodyOf<StoredOffsetsAnswer>(event);
      const body: Offsets = { offsets, records: [] };
      return [stopRequest, { do: 'raise', event: 'appSeek', part: CONSUMER_PART, body }];
    },
    recoverEffect: ({ volatile: v }, event) => [...recoverEffect(v), ...askSeekAgain(v, p, event.from)],
  };
}

const askSeekAgain = (v: WorkerMemory, p: WorkerParameters, peer: string): Effects =>
  v.seeking === undefined || peer !== SINK ? [] : askStored(v, p, v.seeking.partitions);

function workActions(p: WorkerParameters): Actions {
  return {
    queue: ({ volatile: v }, event) => {
      v.queue.push(bodyOf<Polled>(event));
      return [];
    },
    dropWaiting: ({ volatile: v }, event) => dropWaiting(v, bodyOf<Partitions>(event)),
    takeNext: ({ volatile: v }) => takeNext(v, p),
    raiseBegin: () => [raise('begin')],
    beginOperation: ({ volatile: v }) => beginOperation(v, p),
    finishWrite: ({ volatile: v }, event) => finishWrite(v, bodyOf<WriteAnswer>(event)),
    finishCommit: ({ volatile: v }) => finishOperation(v),
    skipOperation: ({ volatile: v }) => {
      v.current += 1;
      return [];
    },
    abandonPoll: ({ volatile: v }) => {
      v.operations = [];
      return [];
    },
    finishPoll: () => [raise('pollDone')],
    tellProcessed: () => [{ do: 'raise', event: 'processed', part: LOOP_PART }],
    throwOnce: (data) => {
      data.durable.threw = true;
      const thrown = note(
        { kind: 'exception', error: 'RuntimeException', records: [p.throwsAt], leadsTo: p.onException },
        { relies: [`delivered ${p.throwsAt}`] },
      );
      return [...dropEverything(data.volatile), thrown, { do: 'raise', event: 'threw', part: LOOP_PART }];
    },
    dropEverything: ({ volatile: v }) => dropEverything(v),
  };
}

function dropEverything(v: WorkerMemory): Effects {
  Object.assign(v, { open: undefined, seeking: undefined, queue: [], first: 0, operations: [], current: 0 });
  return [stopRequest];
}

/** What waits of these partitions is dropped; what is begun is finished. */
function dropWaiting(v: WorkerMemory, { partitions }: Partitions): Effects {
  const isLost = ({ partition }: PartitionOffset): boolean => partitions.includes(partition);
  const waiting = v.queue.slice(v.first);
  const kept = waiting.map((polled) => ({
    ...polled,
    records: polled.records.filter((one) => !isLost(one)),
    next: polled.next.filter((one) => !isLost(one)),
  }));
  Object.assign(v, { queue: kept.filter(({ records }) => records.length > 0), first: 0 });
  return waiting.flatMap(({ records }) =>
    records
      .filter(isLost)
      .map(({ record, partition, offset }) =>
        note({ kind: 'skip', records: [record], partition, offset, why: 'lost' }, { relies: [`delivered ${record}`] }),
      ),
  );
}

function takeNext(v: WorkerMemory, p: WorkerParameters): Effects {
  const { records, next } = v.queue[v.first]!;
  v.first += 1;
  if (v.first === v.queue.length) Object.assign(v, { queue: [], first: 0 });
  Object.assign(v, { operations: operationsOf(p.groups, records, next), current: 0, saved: false });
  v.known.clear();
  return [];
}

function beginOperation(v: WorkerMemory, p: WorkerParameters): Effects {
  const operation = v.operations[v.current];
  if (operation === undefined || isPassedOver(v, operation)) return [raise('operationSkipped')];
  return [...reaches('before', operation), ...(operation.via === 'group' ? commit(operation) : write(v, p, operation))];
}

/** A name that was known passes over everything but the progress. */
function isPassedOver(v: WorkerMemory, { records, progress }: Operation): boolean {
  return progress === undefined && records.every((record) => v.known.has(record));
}

/** Progress with the group: the consumer's commitSync(). */
function commit({ progress = [], records }: Operation): Effects {
  const body: Offsets = { offsets: progress, records };
  return [{ do: 'raise', event: 'appCommit', part: CONSUMER_PART, body }];
}

/** One atomic write at the sink. */
function write(v: WorkerMemory, p: WorkerParameters, operation: Operation): Effects {
  const { steps, records, progress, names } = operation;
  v.correlation += 1;
  v.open = { correlation: v.correlation };
  const [saved] = progress ?? [];
  const offset = saved === undefined ? undefined : { partition: saved.partition, next: saved.offset };
  const body: WriteBody = { correlation: v.correlation, steps, records, offset, ...names };
  return [
    {
      do: 'send',
      message: { name: 'Write', to: SINK, body, records, about: 'write', says: steps.join(' + ') },
      relies: records.map((record) => `delivered ${record}`),
    },
    startRequest(p),
  ];
}

const startRequest = (p: WorkerParameters): Effect => ({
  do: 'startTimer',
  name: 'request',
  event: 'requestTimedOut',
  delayMs: p.requestTimeoutMs,
});
const stopRequest: Effect = { do: 'stopTimer', name: 'request' };

const reaches = (when: 'before' | 'after', { steps, records }: Operation): Effect[] => reachesOf(when, steps, records);

function finishWrite(v: WorkerMemory, { remembered }: WriteAnswer): Effects {
  remembered.forEach((record) => v.known.add(record));
  const passed = remembered.map((record) =>
    note(
      { kind: 'skip', records: [record], partition: 0, offset: -1, why: 'remembered' },
      { relies: [`remembered ${record}`] },
    ),
  );
  v.open = undefined;
  return [stopRequest, ...passed, ...finishOperation(v)];
}

function finishOperation(v: WorkerMemory): Effects {
  const operation = v.operations[v.current]!;
  if (operation.progress !== undefined) v.saved = true;
  v.current += 1;
  return reaches('after', operation);
}

/**
 * The answer to a write was lost: nobody knows whether the effect happened. An application whose progress is not saved
 * starts this poll again; one whose progress is saved goes on, because nothing will ever bring the record back.
 */
function recoverEffect(v: WorkerMemory): Effects {
  v.open = undefined;
  if (v.saved) return [raise('operationSkipped')];
  v.current = 0;
  v.known.clear();
  return [raise('begin')];
}

/** The offsets kept in the sink's own transactions: where reading goes on. */
function askStored(v: WorkerMemory, p: WorkerParameters, partitions: readonly number[]): Effects {
  v.correlation += 1;
  v.seeking = { correlation: v.correlation, partitions };
  if (!v.connected) return [];
  const body: StoredOffsetsBody = { correlation: v.correlation, partitions };
  const says = 'stored offset?';
  return [
    {
      do: 'send',
      message: { name: 'ReadOffset', to: SINK, body, records: [], about: 'position', says },
    },
    startRequest(p),
  ];
}
