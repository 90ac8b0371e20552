/** What who copies asks of the two clusters. But for reading, one question is open at a time. */
import type { Effects } from '../../engine/contracts';
import type { CopyBody, EndCopyBody, ProgressBody, ReadBody, SyncBody } from './memory';
import type { Operation, RelayMemory, RelayParameters } from './relayMemory';
import { pose } from './question';
import type { OffsetSync } from './syncs';

/** A connection stands again: what was open on the one before is asked again. */
export function askAgain(p: RelayParameters, v: RelayMemory, peer: string): Effects {
  const syncs = p.syncs?.to === peer ? [...v.unheard].flatMap(([at, sync]) => sendSync(p, v, sync, at)) : [];
  return [
    ...(v.open?.peer === peer ? v.open.again() : []),
    ...(v.fetching >= 0 && p.source === peer ? fetch(p, v) : []),
    ...syncs,
  ];
}

/** Reads on from its position; the source answers when there is something. */
export function fetch(p: RelayParameters, v: RelayMemory): Effects {
  v.correlation += 1;
  v.fetching = v.correlation;
  if (!v.connected.has(p.source)) return [];
  const { from: partition, readsMost: most, committedOnly } = p;
  const body: ReadBody = { correlation: v.correlation, partition, offset: v.position, most, committedOnly };
  const says = v.position < 0 ? 'where does it end?' : `from offset ${v.position}`;
  const about = `fetch ${partition}`;
  return [{ do: 'send', message: { name: p.words.fetch, as: 'fetch', to: p.source, body, records: [], about, says } }];
}

/** A new life says who it is: what the one before has left open is aborted. */
export function fence(p: RelayParameters, v: RelayMemory): Effects {
  const { id: about, target: to, words } = p;
  return pose(v, { name: words.fence, as: 'fence', to, body: {}, records: [], about, says: about, relies: [] });
}

/** Asks where to go on. */
export function readProgress(p: RelayParameters, v: RelayMemory): Effects {
  const { id, progressAt: to, words, from: partition } = p;
  const body: Omit<ProgressBody, 'correlation'> = { id, partition, next: 0 };
  return pose(v, {
    name: words.read,
    as: 'readProgress',
    to,
    body,
    records: [],
    about: id,
    says: 'where to go on?',
    relies: [],
  });
}

export const transactionOf = ({ id }: RelayParameters, { life, batch }: RelayMemory): string =>
  `${id} ${life}.${batch.number}`;

/** Writes one record into the other cluster. */
export function copy(p: RelayParameters, v: RelayMemory, operation: Extract<Operation, { do: 'copy' }>): Effects {
  const { entry, hidden } = operation;
  v.copies += 1;
  const body: Omit<CopyBody, 'correlation'> = {
    id: p.id,
    partition: p.to,
    entry: p.keepsNames ? entry : { ...entry, name: '' },
    from: p.source,
    transaction: hidden ? transactionOf(p, v) : '',
    retry: p.idempotent ? `copy ${p.id} ${v.life}.${v.copies}` : '',
  };
  const { record, offset } = entry;
  const says = `source offset ${offset}${hidden ? ', in a transaction' : ''}`;
  const relies = [`relayed ${record}`];
  return pose(v, {
    name: p.words.copy,
    as: 'copy',
    to: p.target,
    body,
    records: [record],
    about: `copy ${p.to}`,
    says,
    relies,
  });
}

/** Where the source goes on behind this batch. */
const nextAfter = ({ batch, position }: RelayMemory): number => (batch.taken.at(-1)?.offset ?? position - 1) + 1;
const recordsOf = ({ batch }: RelayMemory): readonly number[] => batch.taken.map(({ record }) => record);

/** Saves its progress by itself. */
export function save(p: RelayParameters, v: RelayMemory): Effects {
  const { id, from: partition, progressAt: to, words } = p;
  const body: Omit<ProgressBody, 'correlation'> = { id, partition, next: nextAfter(v) };
  const says = `offset ${body.next}`;
  const relies = recordsOf(v).map((record) => `relayed ${record}`);
  return pose(v, { name: words.save, as: 'saveProgress', to, body, records: recordsOf(v), about: id, says, relies });
}

/** Ends its transaction, and saves its progress in it. */
export function end(p: RelayParameters, v: RelayMemory): Effects {
  const { id, target: to, words } = p;
  const body: Omit<EndCopyBody, 'correlation'> = { transaction: transactionOf(p, v), id, next: nextAfter(v) };
  const says = `commit, with source offset ${body.next}`;
  const relies = recordsOf(v).map((record) => `relayed ${record}`);
  return pose(v, { name: words.end, as: 'endCopy', to, body, records: recordsOf(v), about: id, says, relies });
}

/** Emits a pair of positions; it goes on without waiting to hear of it. */
export function emit(p: RelayParameters, v: RelayMemory, sync: OffsetSync): Effects {
  v.correlation += 1;
  v.unheard.set(v.correlation, sync);
  return sendSync(p, v, sync, v.correlation);
}

function sendSync(p: RelayParameters, v: RelayMemory, sync: OffsetSync, correlation: number): Effects {
  const to = p.syncs?.to ?? p.source;
  if (!v.connected.has(to)) return [];
  const body: SyncBody = { correlation, sync };
  const says = `${sync.upstream} here is ${sync.downstream} there`;
  const about = `sync ${sync.upstream}`;
  return [{ do: 'send', message: { name: p.words.sync, as: 'sync', to, body, records: [], about, says } }];
}
