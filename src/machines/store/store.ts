/**
 * The store: where effects count. How a write lands is a parameter; a memory of names may stand in front of it. Names are the
 * workload's own: the record's number, as an order id would be.
 *
 * Everything it keeps is durable when it answers: a write is one transaction of the sink's own.
 */
import {
  asAnyRole,
  note,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeData,
  type NodeEvent,
} from '../../engine/contracts';
import { emptyMemory, forgetAll, remember, seen, size, type MemoryKind, type NameMemory } from '../guard/memory';
import {
  bodyOf,
  type AlterOffsetsBody,
  type StoredOffsetsAnswer,
  type StoredOffsetsBody,
  type WriteAnswer,
  type WriteBody,
} from '../messages';
import { storeMachine } from './store.machine';
import * as transactions from './transactions';

export type WriteMode = 'append' | 'upsert' | 'insertUnique' | 'increment';

export interface StoreParameters extends transactions.TransactionLimits {
  readonly write: WriteMode;
  readonly dedup: MemoryKind;
  /** 0: the memory keeps names for as long as its kind allows. */
  readonly dedupWindowMs: number;
  /** Progress may be set back by a write, as when a reader begins anew; absent: a write that is not ahead is refused. */
  readonly progressMayGoBack?: boolean;
}

interface Kept {
  /** Records that have a row. */
  readonly rows: Set<number>;
  /** Effects written but hidden until published. */
  readonly staged: Set<number>;
  /** Those of them that are prepared: they will be published, whoever crashes. */
  readonly prepared: Set<number>;
  readonly memory: NameMemory;
  /** Next offset to read, by partition, for progress kept in the sink. */
  readonly offsets: Map<number, number>;
  /** What the write in hand found remembered; answered and then forgotten. */
  found: number[];
  /** Numbers of batches that were written, as a high-water mark. */
  readonly batches: NameMemory;
  /** Keys of effects whose computing gave another version than before. */
  readonly versions: Set<string>;
  readonly transactions: Map<string, transactions.SinkTransaction>;
}

type StoreData = NodeData<Kept, undefined, undefined>;

/** A sink's role. */
export function storeRole(parameters: StoreParameters): AnyRole {
  const kept = (): Kept => ({
    rows: new Set(),
    staged: new Set(),
    prepared: new Set(),
    memory: emptyMemory(parameters.dedup === 'none' ? 'set' : parameters.dedup, parameters.dedupWindowMs),
    offsets: new Map(),
    found: [],
    batches: emptyMemory('highWater', 0),
    versions: new Set(),
    transactions: new Map(),
  });
  return asAnyRole<StoreData>({
    chart: storeMachine,
    guards: {
      isBehindStoredOffset: (data, event) => parameters.progressMayGoBack !== true && isBehindStoredOffset(data, event),
      ...transactions.transactionGuards,
    },
    actions: {
      write: (data, event, now) => writeGroup(parameters, data.durable, bodyOf<WriteBody>(event), now),
      refuseFenced,
      answerWrite: (data, event) => answerWrite(data, event),
      answerFenced: (data, event) => answerWrite(data, event, { error: 'fenced', next: storedOffset(data, event) }),
      answerOver: (data, event) => answerWrite(data, event, { error: 'transactionOver' }),
      publishPrepared: (data) => publishPrepared(parameters, data.durable),
      answerOffset,
      alterOffset: ({ durable }, event) => {
        const { partition, offset } = bodyOf<AlterOffsetsBody>(event);
        return [saveOffset(durable, { partition, next: offset }, [])];
      },
      forgetNames: ({ durable: { memory } }) => {
        const records = [...memory.names.keys()];
        forgetAll(memory);
        return records.map((record) =>
          note({ kind: 'forget', record, names: 0 }, { relies: [`remembered ${record}`] }),
        );
      },
      ...transactions.transactionActions<StoreData>(parameters, ({ durable }, record) =>
        land(parameters, durable, record, `staged ${record}`),
      ),
    },
    birth: () => ({ durable: kept(), unflushed: undefined, volatile: undefined }),
    rebirth: (old) => old,
  });
}

/** A write that carries progress is conditional on being ahead: this is what fences a stale reader out of the sink. */
function isBehindStoredOffset(data: StoreData, event: NodeEvent): boolean {
  const { offset } = bodyOf<WriteBody>(event);
  return offset !== undefined && offset.next <= (data.durable.offsets.get(offset.partition) ?? 0);
}

const storedOffset = ({ durable }: StoreData, event: NodeEvent): number =>
  durable.offsets.get(bodyOf<WriteBody>(event).offset?.partition ?? 0) ?? 0;

function refuseFenced(data: StoreData, event: NodeEvent): Effects {
  data.durable.found = [];
  const { records } = bodyOf<WriteBody>(event);
  return records.map((record) => note({ kind: 'absorb', record, reason: 'fenced' }, { relies: [`applied ${record}`] }));
}

function writeGroup(parameters: StoreParameters, kept: Kept, body: WriteBody, now: number): Effects {
  const remembers = body.memory === 'worker' || parameters.dedup !== 'none';
  const [looksUp, putsDown] = [remembers && body.looksUp, remembers && body.putsDown];
  const isKnownBatch = body.batch !== undefined && seen(kept.batches, body.batch + 1, now);
  kept.found = [];
  const effects: Effect[] = [...transactions.open(parameters, kept, body)];
  if (transactions.isRetry(kept, body)) return [...effects, ...body.records.map(absorbRetry)];
  for (const [at, record] of body.records.entries()) {
    const name = body.names?.[at] ?? body.knownAs ?? record;
    if (looksUp && (body.batch === undefined ? seen(kept.memory, name, now) : isKnownBatch)) {
      kept.found.push(record);
      effects.push(note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`remembered ${record}`] }));
    } else effects.push(...writeRecord(parameters, kept, body, { record, name, putsDown }, now));
  }
  if (putsDown && body.batch !== undefined) remember(kept.batches, body.batch + 1, now);
  if (body.offset !== undefined) effects.push(saveOffset(kept, body.offset, body.records));
  return effects;
}

/** The producer of a transaction numbers its writes: what it sends again stands in the transaction already. */
const absorbRetry = (record: number): Effect =>
  note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`staged ${record}`] });

interface Named {
  readonly record: number;
  readonly name: number;
  readonly putsDown: boolean;
}

function writeRecord(
  parameters: StoreParameters,
  kept: Kept,
  body: WriteBody,
  { record, name, putsDown }: Named,
  now: number,
): Effect[] {
  const effects: Effect[] = [];
  if (putsDown) {
    if (body.batch === undefined) remember(kept.memory, name, now);
    const names = body.batch === undefined ? size(kept.memory) : 1;
    effects.push(note({ kind: 'remember', record, names }, { as: `remembered ${record}`, durable: true }));
  }
  if (body.steps.includes('outside')) effects.push(note({ kind: 'apply', record, outside: true }, { durable: true }));
  if (body.steps.includes('hiddenEffect'))
    effects.push(
      body.transaction === undefined
        ? stage(parameters, kept, record)
        : transactions.hide(parameters, kept, body, record),
    );
  if (body.steps.includes('prepare') && kept.staged.has(record)) kept.prepared.add(record);
  if (body.steps.includes('publish')) effects.push(...publish(parameters, kept, record));
  if (body.steps.includes('effect')) effects.push(land(parameters, kept, record, '', body.version));
  return effects;
}

function stage(parameters: StoreParameters, kept: Kept, record: number): Effect {
  kept.staged.add(record);
  return transactions.hiddenEffect(parameters, record);
}

function publish(parameters: StoreParameters, kept: Kept, record: number): Effect[] {
  if (!kept.staged.delete(record)) return [];
  kept.prepared.delete(record);
  if (parameters.readsHidden === true) return [];
  return [land(parameters, kept, record, `staged ${record}`)];
}

/** A worker that starts again first finishes what it had prepared: the second phase is never forgotten. */
function publishPrepared(parameters: StoreParameters, kept: Kept): Effects {
  return [...kept.prepared].flatMap((record) => publish(parameters, kept, record));
}

function land(parameters: StoreParameters, kept: Kept, record: number, reliesOn = '', version = 0): Effect {
  const key = `${record}/${version}`;
  const again = version === 0 ? kept.rows.has(record) : kept.versions.has(key);
  kept.rows.add(record);
  kept.versions.add(key);
  const relies = [reliesOn, again ? `applied ${record}` : ''].filter((name) => name !== '');
  if (again && parameters.write === 'upsert') return note({ kind: 'absorb', record, reason: 'sameKey' }, { relies });
  if (again && parameters.write === 'insertUnique')
    return note({ kind: 'absorb', record, reason: 'conflict' }, { relies });
  return note(
    { kind: 'apply', record, outside: false },
    { as: `applied ${record}`, durable: true, relies: reliesOn === '' ? [] : [reliesOn] },
  );
}

function saveOffset(kept: Kept, offset: NonNullable<WriteBody['offset']>, records: readonly number[]): Effect {
  kept.offsets.set(offset.partition, offset.next);
  const relies = records.map((record) => `applied ${record}`);
  return note(
    { kind: 'commit', group: 'sink', partition: offset.partition, offset: offset.next, accepted: true, error: '' },
    { as: `sink offset ${offset.partition}`, durable: true, relies },
  );
}

function answerWrite(data: StoreData, event: NodeEvent, refusal?: Pick<WriteAnswer, 'error' | 'next'>): Effects {
  const { correlation, records, steps, answered: name = 'WriteResponse' } = bodyOf<WriteBody>(event);
  const body: WriteAnswer = { correlation, remembered: data.durable.found, ...refusal };
  const says = refusal?.error ?? (data.durable.found.length > 0 ? 'known' : steps.join('+'));
  return [
    {
      do: 'send',
      message: { name, as: 'WriteResponse', to: event.from, body, records, about: event.about, says, answers: event },
    },
  ];
}

function answerOffset(data: StoreData, event: NodeEvent): Effects {
  const { correlation, partitions } = bodyOf<StoredOffsetsBody>(event);
  const offsets = partitions.map((partition) => ({ partition, offset: data.durable.offsets.get(partition) ?? -1 }));
  const body: StoredOffsetsAnswer = { correlation, offsets };
  return [
    {
      do: 'send',
      message: {
        name: 'ReadOffsetResponse',
        to: event.from,
        body,
        records: [],
        about: 'offset',
        says: `offset ${offsets.map(({ offset }) => offset).join(', ')}`,
        answers: event,
      },
      relies: partitions.map((partition) => `sink offset ${partition}`),
    },
  ];
}
