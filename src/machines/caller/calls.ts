/** Calls on their way: made, sent, answered, tried again, given up. */
import { note, type Effect, type Effects } from '../../engine/contracts';
import { reachOf } from '../worker/reaching';
import type { Call, CallBody, CallerData, CallerMemory, CallerParameters } from './memory';
import { nameOf } from './naming';
import { numberOf } from './numbering';

/** How long after the first click the second one comes. */
const SECOND_CLICK_MS = 30;

export const callById = (v: CallerMemory, id: number): Call | undefined => v.inFlight.find((call) => call.id === id);

/** Every record that is due becomes a call. */
export function submit(p: CallerParameters, data: CallerData, now: number): Effects {
  const effects: Effect[] = [];
  while (data.durable.next <= p.records && (data.durable.next - 1) * p.everyMs <= now) {
    const record = data.durable.next;
    data.durable.next += 1;
    if (!isOwn(p, record)) continue;
    effects.push(...makeCall(p, data, record), ...twinLater(p, record));
    if (record === p.clickedTwice)
      effects.push({
        do: 'startTimer',
        name: 'outside.click',
        event: 'clickDue',
        delayMs: SECOND_CLICK_MS,
        body: record,
      });
  }
  return effects;
}

/** Whether the record is one of those that are this caller's. */
export const isOwn = ({ share }: CallerParameters, record: number): boolean =>
  share === undefined || (record - 1) % share.of === share.at;

function twinLater({ twinAfterMs: delayMs = 0 }: CallerParameters, record: number): Effects {
  const name = `outside.twin ${record}`;
  return delayMs === 0 ? [] : [{ do: 'startTimer', name, event: 'twinDue', delayMs, body: record }];
}

/** The same record is handed over once more, whatever the application knows of it. */
export const submitTwin = (p: CallerParameters, data: CallerData, record: number): Effects => makeCall(p, data, record);

/** At its instant a replay begins; a process that starts after it has missed it. */
export function expectReplay({ replay }: CallerParameters, { volatile: v }: CallerData, now: number): Effects {
  if (replay === undefined || replay.from === 0 || v.life > 1 || replay.atMs < now) return [];
  return [replayFrom(replay.from, replay.atMs - now)];
}

const replayFrom = (record: number, delayMs: number): Effect => ({
  do: 'startTimer',
  name: 'outside.replay',
  event: 'replayDue',
  delayMs,
  body: record,
});

/** The records of the replay from this one on, as far as they have been handed over before; or this one, and later the next. */
export function replay(p: CallerParameters, data: CallerData, first: number): Effects {
  const { to, everyMs = 0 } = p.replay ?? { to: 0 };
  const last = Math.min(everyMs > 0 ? first : to, data.durable.next - 1);
  const effects: Effect[] = [];
  for (let record = first; record <= last; record += 1) effects.push(...makeCall(p, data, record));
  return everyMs > 0 && first < to ? [...effects, replayFrom(first + 1, everyMs)] : effects;
}

/** The application makes a further call about a record that it has called about before. */
export function submitAgain(p: CallerParameters, data: CallerData, record: number): Effects {
  const knowsBetter = record !== p.clickedTwice && data.durable.confirmed.has(record);
  return knowsBetter ? [] : makeCall(p, data, record);
}

function makeCall(p: CallerParameters, { durable, volatile: v }: CallerData, record: number): Effects {
  v.made += 1;
  const call = (durable.calls.get(record) ?? 0) + 1;
  durable.calls.set(record, call);
  v.waiting.push({
    id: v.made,
    record,
    call,
    sequence: p.numbering === undefined ? durable.nextSequence : -1,
    attempt: 0,
    correlation: 0,
    failed: false,
  });
  durable.nextSequence += 1;
  const relies = call === 1 ? [] : [`submit ${record}`];
  return [note({ kind: 'submit', record }, { as: `submit ${record}`, relies })];
}

/** After a restart: what the application cannot remember was confirmed is called about again, or left alone. */
export function recover(p: CallerParameters, data: CallerData): Effects {
  const { durable, volatile: v } = data;
  if (v.life === 1 || p.onRestart !== 'resend') return [];
  return doubtful(p, durable).flatMap((record) => makeCall(p, data, record));
}

function doubtful(p: CallerParameters, { next, confirmed }: CallerData['durable']): readonly number[] {
  const records: number[] = [];
  for (let record = 1; record < next; record += 1) if (isOwn(p, record) && !confirmed.has(record)) records.push(record);
  return records;
}

/** The receiver has told its highest number: what it has is done, what comes after it is sent. */
export function goOnAfter(p: CallerParameters, data: CallerData, highest: number): Effects {
  if (p.onRestart !== 'ask' || data.volatile.life === 1) return [];
  return doubtful(p, data.durable).flatMap((record) =>
    record <= highest ? tellDone(data, { record }, 'the receiver has it') : makeCall(p, data, record),
  );
}

/** Sends what may be sent now. */
export function send(p: CallerParameters, data: CallerData): Effects {
  const { volatile: v } = data;
  const effects: Effect[] = [];
  while (v.waiting.length > 0 && v.inFlight.length < p.inFlightMax && v.heldBack.length === 0) {
    const call = v.waiting.shift()!;
    effects.push(...attempt(p, data, call));
  }
  return effects;
}

function attempt(p: CallerParameters, data: CallerData, call: Call): Effects {
  const { volatile: v } = data;
  const { record } = call;
  v.correlation += 1;
  call.correlation = v.correlation;
  call.attempt += 1;
  if (call.sequence < 0) call.sequence = numberOf(p, v, record);
  const body = bodyFor(p, v, call);
  const again = call.attempt > 1 ? ` · attempt ${call.attempt}` : '';
  const message: Extract<Effect, { do: 'send' }>['message'] = {
    name: p.request,
    as: 'request',
    to: p.to,
    body,
    records: [record],
    about: 'call',
    says: `${body.name}${again}`,
    ...(p.transport === 'call' ? { call: true } : {}),
  };
  const sending: Effect[] = [reachOf('before', 'send', record), { do: 'send', message, relies: [`submit ${record}`] }];
  if (!p.confirms) return [...sending, ...tellDone(data, call, 'handed over'), reachOf('after', 'send', record)];
  v.inFlight.push(call);
  return [...sending, ...patience(p, call), reachOf('after', 'send', record)];
}

const patience = ({ timeoutMs: delayMs }: CallerParameters, { id: body }: Call): Effects =>
  delayMs === 0 ? [] : [{ do: 'startTimer', name: `attempt ${body}`, event: 'attemptTimedOut', delayMs, body }];

function bodyFor(p: CallerParameters, { life }: CallerMemory, call: Call): CallBody {
  const { record, correlation, attempt: tried } = call;
  const policy = p.freshNameAfterFailure && call.failed ? 'perAttempt' : p.naming.policy;
  const name = nameOf({ ...p.naming, policy }, { ...call, life });
  return {
    correlation,
    record,
    name,
    key: (record - 1 + (p.retryUnderOtherKey ? tried - 1 : 0)) % p.keys,
    body: p.naming.bodyOf(record),
    attempt: tried,
  };
}

function land(v: CallerMemory, call: Call): Effect {
  v.inFlight = v.inFlight.filter((other) => other !== call);
  return { do: 'stopTimer', name: `attempt ${call.id}` };
}

/** The service has it: the application notes that. */
export function noteDone(data: CallerData, call: Call): Effects {
  return [land(data.volatile, call), ...tellDone(data, call, 'confirmed')];
}

function tellDone({ durable }: CallerData, { record }: Pick<Call, 'record'>, why: string): Effects {
  durable.confirmed.add(record);
  return [note({ kind: 'told', record, outcome: 'ok', why }, { as: `told ${record}` })];
}

/** Tries again after the back-off, under the name that its policy gives. */
export function retryLater(p: CallerParameters, { volatile: v }: CallerData, call: Call): Effects {
  if (p.retriesInOrder === true) v.heldBack.push(call);
  return [
    land(v, call),
    { do: 'startTimer', name: `retry ${call.id}`, event: 'retryDue', delayMs: p.backoffMs, body: call },
  ];
}

/** The connection is gone: whatever was not answered on it is sent again on the next one, in order. */
export function queueInFlight(p: CallerParameters, v: CallerMemory): Effects {
  v.connected = false;
  const [again, over] = [
    v.inFlight.filter((call) => call.attempt <= p.retriesMax),
    v.inFlight.filter((call) => call.attempt > p.retriesMax),
  ];
  const stops = again.map((call): Effect => ({ do: 'stopTimer', name: `attempt ${call.id}` }));
  v.inFlight = over;
  v.waiting.unshift(...again);
  return [...stops, ...over.flatMap((call) => giveUp(p, v, call, 'unknown', 'connection lost'))];
}

/** The application gets an exception. A job that runs later may make a new call about the same record. */
export function giveUp(
  p: CallerParameters,
  v: CallerMemory,
  call: Call,
  outcome: 'fail' | 'unknown',
  why: string,
): Effects {
  const { record } = call;
  const later: Effect[] =
    p.jobAgainMs === 0 || call.call > (p.jobTimes ?? 1)
      ? []
      : [{ do: 'startTimer', name: `job ${record}`, event: 'jobDue', delayMs: p.jobAgainMs, body: record }];
  return [land(v, call), note({ kind: 'told', record, outcome, why }, { as: `told ${record}` }), ...later];
}
