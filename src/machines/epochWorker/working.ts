/** Records, epochs and the operations that they become. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { growingWait } from '../backOff';
import type { RestoreAnswer } from '../checkpoint/shelf';
import type { FeedEntry, FetchedAnswer } from '../feed/memory';
import { bodyOf, type StoredOffsetsAnswer, type WriteAnswer } from '../messages';
import { reachesOf } from '../worker/reaching';
import type { StepName } from '../worker/steps';
import * as ask from './asking';
import { freshEpoch, type EpochData, type EpochMemory, type EpochWorkerParameters, type Operation } from './memory';
import { epochOperations, recordOperations, skippingOperations } from './operations';

type LeadsTo = 'abort' | 'crash' | 'end';

/** What the application is told, and what comes of it: it goes on, starts anew, or is at its end. */
export const exception = (error: string, records: readonly number[], leadsTo: LeadsTo): Effect =>
  note({ kind: 'exception', error, records, leadsTo });

const NEXT: Effect = { do: 'raise', event: 'next' };

/* Where to go on. */

/** Goes on from the snapshot: what it lists as prepared is published, what else was left open is aborted. */
export function goOnFromSnapshot(p: EpochWorkerParameters, v: EpochMemory, { snapshot, plan }: RestoreAnswer): Effects {
  v.open = undefined;
  const from = snapshot?.offset ?? (p.startFrom === 'latest' ? -1 : 0);
  begin(v, (snapshot?.epoch ?? (p.planLog ? -1 : 0)) + 1, from);
  if (plan !== undefined && plan.epoch === v.epoch.id) {
    v.epoch = { ...freshEpoch(plan.epoch, plan.from), until: plan.to };
    v.position = plan.from;
  }
  v.prepared = [...(snapshot?.prepared ?? [])];
  if (p.groups.some(({ steps }) => steps.includes('prepare')))
    v.todo = [...v.prepared.map((prepared): Operation => ({ do: 'commit', prepared })), { do: 'abortOthers' }];
  const went = position(p, v, snapshot === undefined ? 'reset' : 'committed', `checkpoint ${p.partition}`);
  if (!p.replays || p.deterministic || snapshot === undefined) return went;
  return [...went, exception('the replay asks for other steps', [], 'end'), { do: 'raise', event: 'replayMismatch' }];
}

/** Progress was kept with the effects: goes on right after them, or where somebody has set it by hand. */
export function goOnFromSink(p: EpochWorkerParameters, data: EpochData, { offsets }: StoredOffsetsAnswer): Effects {
  const { durable, volatile: v } = data;
  v.open = undefined;
  const stored = offsets[0]?.offset ?? -1;
  begin(v, v.epoch.id, stored >= 0 ? stored : p.startFrom === 'latest' ? -1 : 0);
  if (p.alterTo >= 0 && v.life > 1 && !durable.altered) {
    durable.altered = true;
    begin(v, v.epoch.id, p.alterTo);
    v.todo = [{ do: 'alter' }];
  }
  return position(p, v, stored >= 0 ? 'sink' : 'reset', `sink offset ${p.partition}`);
}

function begin(v: EpochMemory, id: number, from: number): void {
  v.epoch = freshEpoch(id, from);
  v.position = from;
  v.buffer = [];
  v.fetching = -1;
}

/** Who begins at the end does not know yet where that is. */
function position(
  { partition, committedOnly }: EpochWorkerParameters,
  { position: offset }: EpochMemory,
  from: 'committed' | 'sink' | 'reset',
  reliesOn: string,
): Effects {
  if (offset < 0) return [];
  const isolation = committedOnly === undefined ? {} : { committedOnly };
  return [note({ kind: 'position', partition, offset, from, ...isolation }, { relies: [reliesOn] })];
}

/* Reading. */

export function takeFetched(p: EpochWorkerParameters, v: EpochMemory, { entries, next }: FetchedAnswer): Effects {
  v.fetching = -1;
  v.refusedReads = 0;
  const learns = v.position < 0;
  if (learns) v.epoch = freshEpoch(v.epoch.id, next);
  v.position = next;
  v.buffer.push(...entries);
  return learns ? position(p, v, 'reset', '') : [];
}

/** The source no longer has what comes next: what lies between is lost. */
export function moveIntoRange(p: EpochWorkerParameters, v: EpochMemory, { next }: FetchedAnswer): Effects {
  v.fetching = -1;
  v.position = p.onOutOfRange === 'latest' ? -1 : p.onOutOfRange === 'anew' ? 0 : next;
  v.epoch = { ...freshEpoch(v.epoch.id, v.position), taken: v.epoch.taken };
  return position(p, v, 'reset', '');
}

/** Whether a record comes too late after its own time. */
export function isLate(
  { latenessMs, recordEveryMs }: EpochWorkerParameters,
  entry: FeedEntry | undefined,
  now: number,
): boolean {
  return latenessMs > 0 && entry !== undefined && now - (entry.record - 1) * recordEveryMs > latenessMs;
}

export function dropLate(v: EpochMemory): Effects {
  const { record } = v.buffer.shift()!;
  const why = 'the window of its time was closed';
  return [note({ kind: 'refuse', reason: 'state', error: 'late', records: [record], why })];
}

/** Takes the next record into the epoch. The first one sets the epoch's clock. */
export function takeRecord(p: EpochWorkerParameters, data: EpochData, now: number): Effects {
  const { durable, volatile: v } = data;
  const entry = v.buffer.shift()!;
  const { record, partition, offset } = entry;
  v.epoch.taken.push(entry);
  const isSlow = record === p.slowRecord && !durable.handled.has(record);
  const delayMs = isSlow ? p.slowMs : p.processingMs;
  if (isSlow) durable.handled.add(record);
  if (p.streams) v.todo.push(...recordOperations(p, entry));
  v.busy = delayMs > 0;
  const deliver = note(
    { kind: 'deliver', record, partition, offset },
    { as: `delivered ${record}`, relies: [`appended ${partition}/${offset}`] },
  );
  const work: Effect = v.busy ? { do: 'startTimer', name: 'handling', event: 'handlingDone', delayMs } : NEXT;
  return [deliver, ...epochClock(p, v, now), work];
}

function epochClock({ epoch: { everyMs } }: EpochWorkerParameters, { epoch }: EpochMemory, now: number): Effects {
  if (everyMs === 0 || epoch.taken.length > 1) return [];
  return [{ do: 'startTimer', name: 'epoch', event: 'epochDue', delayMs: everyMs - (now % everyMs) }];
}

/* Epochs. */

/** Whether the epoch ends here. One whose end is due goes on while the snapshot of the one before is being taken. */
export function isFull({ epoch: { count } }: EpochWorkerParameters, { epoch, snapshotting }: EpochMemory): boolean {
  if (snapshotting) return false;
  if (epoch.until !== undefined) return (epoch.taken.at(-1)?.offset ?? epoch.from - 1) + 1 >= epoch.until;
  return epoch.over || (count > 0 && epoch.taken.length >= count);
}

/** The epoch's end is decided: what is done once for it, in order. */
export function closeEpoch(p: EpochWorkerParameters, v: EpochMemory): Effects {
  v.epoch.closing = true;
  v.todo.push(...epochOperations(p, v.epoch.taken, v.epoch.until !== undefined || v.failures > 0));
  return [{ do: 'stopTimer', name: 'epoch' }];
}

export function beginEpoch(v: EpochMemory): Effects {
  v.epoch = freshEpoch(v.epoch.id + 1, ask.nextAfter(v));
  v.known.clear();
  v.failures = 0;
  return [];
}

/** Each failure of an epoch makes the wait longer, as far as its cap. */
export const waitBeforeRetry = (
  { retryMs, retryFactor: factor = 1, retryCapMs: capMs = retryMs }: EpochWorkerParameters,
  { failures }: EpochMemory,
): number => growingWait({ firstMs: retryMs, factor, capMs }, failures);

export function tryAgain(p: EpochWorkerParameters, v: EpochMemory): Effects {
  v.todo = [...epochOperations(p, v.epoch.taken, v.epoch.until !== undefined || v.failures > 0)];
  return [];
}

/** Given up after its retries: progress goes past it. */
export function skipEpoch(p: EpochWorkerParameters, v: EpochMemory): Effects {
  v.todo = [...skippingOperations(p)];
  const records = v.epoch.taken.map(({ record }) => record);
  return [note({ kind: 'refuse', reason: 'state', error: 'skipped', records, why: 'the batch failed too often' })];
}

/* Operations. */

const stepsOf = (operation: Operation): readonly StepName[] => {
  if (operation.do === 'write' || operation.do === 'save') return operation.steps;
  return operation.do === 'commit' ? ['publish'] : [];
};

function recordsOf(operation: Operation, v: EpochMemory): readonly number[] {
  if (operation.do === 'write') return operation.entries.map(({ record }) => record);
  if (operation.do === 'commit') return operation.prepared.records;
  return operation.do === 'save' ? v.epoch.taken.map(({ record }) => record) : [];
}

const reaches = (when: 'before' | 'after', operation: Operation, v: EpochMemory): Effect[] =>
  reachesOf(when, stepsOf(operation), recordsOf(operation, v));

/** Does the next operation. */
export function operate(p: EpochWorkerParameters, data: EpochData): Effects {
  const { volatile: v } = data;
  const operation = v.todo.shift()!;
  v.current = operation;
  if (operation.do === 'handle') return handle(p, data, operation.entry);
  const before = reaches('before', operation, v);
  switch (operation.do) {
    case 'plan':
      return ask.plan(p, v);
    case 'write':
      return [...before, ...ask.write(p, v, operation)];
    case 'save':
      if (operation.steps.includes('prepare')) prepare(p, v);
      if (p.pipelined) v.saving.push({ epoch: v.epoch.id, operation, records: recordsOf(operation, v) });
      return [...before, ...ask.save(p, v)];
    case 'commit':
      return [...before, ...ask.commit(p, v, operation.prepared)];
    case 'abortOthers':
      return ask.abortOthers(p, v);
    case 'alter':
      return ask.alter(p, v);
  }
}

/** What the epoch has written is listed in its snapshot: whoever restores that will publish it. */
function prepare(p: EpochWorkerParameters, v: EpochMemory): void {
  const records = v.epoch.taken.map(({ record }) => record);
  v.prepared.push({ epoch: v.epoch.id, transaction: ask.transactionOf(p, v), records });
}

/** The application's own code: where it throws, the epoch fails as a whole. */
function handle(p: EpochWorkerParameters, { durable, volatile: v }: EpochData, { record }: FeedEntry): Effects {
  const failsOnce = record === p.failsOnceRecord && !durable.handled.has(record);
  if (record !== p.poisonRecord && !failsOnce) return [NEXT];
  durable.handled.add(record);
  v.failures += 1;
  v.todo = [];
  return [exception('the code threw an exception', [record], 'abort'), { do: 'raise', event: 'failNow' }];
}

export function finishOperation(v: EpochMemory, event: NodeEvent): Effects {
  const operation = v.current!;
  v.open = undefined;
  if (operation.do === 'commit')
    v.prepared = v.prepared.filter(({ transaction }) => transaction !== operation.prepared.transaction);
  const known = event.type === 'WriteResponse' ? bodyOf<WriteAnswer>(event).remembered : [];
  known.forEach((record) => v.known.add(record));
  return reaches('after', operation, v);
}

/** The snapshot is complete, and that was told: everything up to it that was prepared is published. */
export function publishSaved(v: EpochMemory, epoch: number): Effects {
  const ready = v.prepared.filter(
    (one) => one.epoch <= epoch && !v.todo.some((operation) => operation.do === 'commit' && operation.prepared === one),
  );
  v.todo.unshift(...ready.map((prepared): Operation => ({ do: 'commit', prepared })));
  const saved = v.saving.filter((one) => one.epoch <= epoch);
  v.saving = v.saving.filter((one) => one.epoch > epoch);
  const after = saved.flatMap(({ operation, records }) => reachesOf('after', stepsOf(operation), records));
  return [{ do: 'stopTimer', name: 'save' }, ...after];
}
