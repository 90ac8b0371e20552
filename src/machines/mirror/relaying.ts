/** Records on their way from one cluster to the other: taken, copied, and behind a saved position. */
import { note, type Effects } from '../../engine/contracts';
import { reachesOf } from '../worker/reaching';
import { groupOf, type StepName } from '../worker/steps';
import * as ask from './asking';
import type { CopyAnswer, LogEntry, ReadAnswer } from './memory';
import { freshBatch, type Operation, type RelayMemory, type RelayParameters } from './relayMemory';
import { pairFor } from './syncs';

type Places = Pick<RelayParameters, 'groups'>;
const savesAt = ({ groups }: Places): number => groupOf(groups, 'progress');
const isHidden = ({ groups }: Places): boolean => groupOf(groups, 'hiddenEffect') >= 0;
/** Whether a record is copied before progress goes past it. */
const copiesFirst = (p: Places): boolean =>
  Math.max(groupOf(p.groups, 'effect'), groupOf(p.groups, 'hiddenEffect')) < savesAt(p);

/** Goes on where its progress says. */
export function goOn(p: RelayParameters, v: RelayMemory, next: number): Effects {
  v.open = undefined;
  v.position = next >= 0 ? next : p.startFrom === 'latest' ? -1 : 0;
  return position(p, v, next >= 0 ? 'committed' : 'reset', `progress ${p.id}`);
}

/** Who begins at the end does not know yet where that is. */
function position(p: RelayParameters, v: RelayMemory, from: 'committed' | 'reset', reliesOn = ''): Effects {
  if (v.position < 0) return [];
  return [note({ kind: 'position', partition: p.from, offset: v.position, from }, { relies: [reliesOn] })];
}

/** What one read has brought; who began at the end learns where that is. */
export function takeFetched(p: RelayParameters, v: RelayMemory, { entries, next }: ReadAnswer): Effects {
  v.fetching = -1;
  const learns = v.position < 0;
  v.position = next;
  v.buffer.push(...entries);
  return learns ? position(p, v, 'reset') : [];
}

/** The source does not have this position: it goes on where there is something, and nobody is told of the gap. */
export function moveIntoRange(p: RelayParameters, v: RelayMemory, { next }: ReadAnswer): Effects {
  v.fetching = -1;
  v.position = p.startFrom === 'latest' ? -1 : next;
  return position(p, v, 'reset');
}

/** It came from another cluster already: copying it on would send it round. */
export function passOver({ from: partition }: RelayParameters, v: RelayMemory): Effects {
  const { record, offset } = v.buffer.shift()!;
  return [note({ kind: 'skip', records: [record], partition, offset, why: 'remembered' })];
}

/** Takes the next record into the batch; the first one sets the clock by which progress is saved. */
export function takeRecord(p: RelayParameters, v: RelayMemory, now: number): Effects {
  const entry = v.buffer.shift()!;
  const { record, partition, offset } = entry;
  v.batch.taken.push(entry);
  if (copiesFirst(p)) v.todo.push({ do: 'copy', entry, hidden: isHidden(p) });
  const as = `relayed ${record}`;
  const relies = [`appended ${partition}/${offset}`];
  return [note({ kind: 'deliver', record, partition, offset }, { as, relies }), ...clock(p, v, now)];
}

function clock({ saveEveryMs }: RelayParameters, { batch }: RelayMemory, now: number): Effects {
  if (saveEveryMs === 0 || batch.taken.length > 1) return [];
  const delayMs = saveEveryMs - (now % saveEveryMs);
  return [{ do: 'startTimer', name: 'save', event: 'saveDue', delayMs }];
}

/** By the clock, or where everything is taken that one read has brought. */
export function isOver({ saveEveryMs }: RelayParameters, { batch, buffer }: RelayMemory): boolean {
  if (batch.taken.length === 0) return false;
  return saveEveryMs === 0 ? buffer.length === 0 : batch.over;
}

/** Nothing more goes into the batch: what is left is to save, or to end its transaction. */
export function closeBatch(p: RelayParameters, v: RelayMemory): Effects {
  v.batch.closing = true;
  v.todo.push({ do: isHidden(p) ? 'end' : 'save' });
  if (!copiesFirst(p)) v.todo.push(...v.batch.taken.map((entry): Operation => ({ do: 'copy', entry, hidden: false })));
  return [];
}

/** The next batch, with nothing in it. */
export function beginBatch(v: RelayMemory): Effects {
  v.batch = freshBatch(v.batch.number + 1);
  return [];
}

function stepsOf(p: RelayParameters, operation: Operation): readonly StepName[] {
  if (operation.do === 'copy') return [operation.hidden ? 'hiddenEffect' : 'effect'];
  return operation.do === 'save' ? ['progress'] : (p.groups[savesAt(p)]?.steps ?? []);
}

function reaches(p: RelayParameters, v: RelayMemory, when: 'before' | 'after', operation: Operation): Effects {
  const entries: readonly LogEntry[] = operation.do === 'copy' ? [operation.entry] : v.batch.taken;
  const records = entries.map(({ record }) => record);
  return reachesOf(when, stepsOf(p, operation), records, 'relayed');
}

/** Does the next operation. */
export function operate(p: RelayParameters, v: RelayMemory): Effects {
  const operation = v.todo.shift()!;
  v.current = operation;
  const asking =
    operation.do === 'copy' ? ask.copy(p, v, operation) : operation.do === 'save' ? ask.save(p, v) : ask.end(p, v);
  return [...reaches(p, v, 'before', operation), ...asking];
}

/** It is answered: pairs of positions follow from what was copied, and from what was saved. */
export function finishOperation(p: RelayParameters, v: RelayMemory, { offset }: CopyAnswer, now: number): Effects {
  const operation = v.current!;
  v.open = undefined;
  return [...reaches(p, v, 'after', operation), ...pairsAfter(p, v, operation, { offset, now })];
}

interface Heard {
  readonly offset: number;
  readonly now: number;
}

function pairsAfter(p: RelayParameters, v: RelayMemory, operation: Operation, { offset, now }: Heard): Effects {
  if (operation.do !== 'copy') {
    const { pairs } = v;
    v.pairs = [];
    return [...pairs.flatMap((pair) => consider(p, v, pair, now)), ...emitDelayed(p, v)];
  }
  if (offset < 0) return [];
  const pair = { upstream: operation.entry.offset, downstream: offset };
  if (!operation.hidden) return consider(p, v, pair, now);
  v.pairs.push(pair);
  return [];
}

function consider(p: RelayParameters, v: RelayMemory, pair: RelayMemory['pairs'][number], now: number): Effects {
  if (p.syncs === undefined) return [];
  const sync = pairFor(p.syncs.rule, v.sync, pair, now);
  return sync === undefined ? [] : ask.emit(p, v, sync);
}

/** At each flush a pair is emitted of what was last copied, so that a quiet topic does not lag for ever. */
function emitDelayed(p: RelayParameters, v: RelayMemory): Effects {
  const { delayed } = v.sync;
  v.sync.delayed = undefined;
  return delayed === undefined || p.syncs === undefined ? [] : ask.emit(p, v, delayed);
}
