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
import { emptyMemory, remember, seen, size, type MemoryKind, type NameMemory } from '../guard/memory';
import {
  bodyOf,
  type StoredOffsetsAnswer,
  type StoredOffsetsBody,
  type WriteAnswer,
  type WriteBody,
} from '../messages';
import { storeMachine } from './store.machine';

export type WriteMode = 'append' | 'upsert' | 'insertUnique' | 'increment';

export interface StoreParameters {
  readonly write: WriteMode;
  readonly dedup: MemoryKind;
  /** 0: the memory keeps names for as long as its kind allows. */
  readonly dedupWindowMs: number;
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
  found: readonly number[];
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
  });
  return asAnyRole<StoreData>({
    chart: storeMachine,
    guards: { isBehindStoredOffset },
    actions: {
      write: (data, event, now) => writeGroup(parameters, data.durable, bodyOf<WriteBody>(event), now),
      refuseFenced,
      answerWrite,
      publishPrepared: (data) => publishPrepared(parameters, data.durable),
      answerOffset,
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

function refuseFenced(data: StoreData, event: NodeEvent): Effects {
  data.durable.found = [];
  const { records } = bodyOf<WriteBody>(event);
  return records.map((record) => note({ kind: 'absorb', record, reason: 'fenced' }, { relies: [`applied ${record}`] }));
}

function writeGroup(parameters: StoreParameters, kept: Kept, body: WriteBody, now: number): Effects {
  const effects: Effect[] = [];
  const remembers = body.memory === 'worker' || parameters.dedup !== 'none';
  kept.found =
    remembers && body.looksUp ? body.records.filter((record) => seen(kept.memory, body.knownAs ?? record, now)) : [];
  for (const record of body.records) {
    if (kept.found.includes(record))
      effects.push(note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`remembered ${record}`] }));
    else effects.push(...writeRecord(parameters, kept, body, record, remembers && body.putsDown, now));
  }
  if (body.offset !== undefined) effects.push(saveOffset(kept, body.offset, body.records));
  return effects;
}

function writeRecord(
  parameters: StoreParameters,
  kept: Kept,
  body: WriteBody,
  record: number,
  putsDown: boolean,
  now: number,
): Effect[] {
  const effects: Effect[] = [];
  if (putsDown) {
    remember(kept.memory, body.knownAs ?? record, now);
    effects.push(
      note({ kind: 'remember', record, names: size(kept.memory) }, { as: `remembered ${record}`, durable: true }),
    );
  }
  if (body.steps.includes('outside')) effects.push(note({ kind: 'apply', record, outside: true }, { durable: true }));
  if (body.steps.includes('hiddenEffect')) effects.push(stage(kept, record));
  if (body.steps.includes('prepare') && kept.staged.has(record)) kept.prepared.add(record);
  if (body.steps.includes('publish')) effects.push(...publish(parameters, kept, record));
  if (body.steps.includes('effect')) effects.push(land(parameters, kept, record));
  return effects;
}

function stage(kept: Kept, record: number): Effect {
  kept.staged.add(record);
  return note({ kind: 'stage', record }, { as: `staged ${record}`, durable: true });
}

function publish(parameters: StoreParameters, kept: Kept, record: number): Effect[] {
  if (!kept.staged.delete(record)) return [];
  kept.prepared.delete(record);
  return [land(parameters, kept, record, `staged ${record}`)];
}

/** A worker that starts again first finishes what it had prepared: the second phase is never forgotten. */
function publishPrepared(parameters: StoreParameters, kept: Kept): Effects {
  return [...kept.prepared].flatMap((record) => publish(parameters, kept, record));
}

function land(parameters: StoreParameters, kept: Kept, record: number, reliesOn = ''): Effect {
  const again = kept.rows.has(record);
  kept.rows.add(record);
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

function answerWrite(data: StoreData, event: NodeEvent): Effects {
  const { correlation, records, steps } = bodyOf<WriteBody>(event);
  const body: WriteAnswer = { correlation, remembered: data.durable.found };
  const says = data.durable.found.length > 0 ? 'known' : steps.join('+');
  return [
    {
      do: 'send',
      message: { name: 'WriteResponse', to: event.from, body, records, about: event.about, says, answers: event },
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
