/** What a worker on a queue asks of the queue and of the sink. One question is open at a time. */
import type { Effect, Effects } from '../../engine/contracts';
import { SINK } from '../addresses';
import type { DeliveredMessage, ReceiveBody, SettleBody } from '../queue/memory';
import type { WriteBody } from '../messages';
import type { Operation } from '../worker/operations';
import { entryOf } from './entry';
import type { HandlerMemory, HandlerParameters, HeldMessage } from './memory';

export interface Question {
  readonly name: string;
  readonly as?: string;
  readonly peer: string;
  readonly body: object;
  readonly records: readonly number[];
  readonly about: string;
  readonly says: string;
  readonly call: boolean;
  readonly relies: readonly string[];
}

export function pose(v: HandlerMemory, p: HandlerParameters, question: Question): Effects {
  v.correlation += 1;
  const correlation = v.correlation;
  const { name, as, peer, records, about, says, relies, call } = question;
  v.open = { correlation, peer, question: as ?? name, again: () => pose(v, p, question) };
  return [
    {
      do: 'send',
      message: {
        name,
        to: peer,
        body: { ...question.body, correlation },
        records,
        about,
        says,
        ...(as === undefined ? {} : { as }),
        ...(call ? { call: true } : {}),
      },
      relies,
    },
    {
      do: 'startTimer',
      name: 'request',
      event: 'requestTimedOut',
      delayMs: p.timeoutMs,
      whenAllowed: { question: as ?? name, of: peer, ...(call ? { call } : {}) },
    },
  ];
}

/** Asks for messages; a queue that pushes is asked once a connection. An empty queue answers when there is something. */
export function receive(v: HandlerMemory, p: HandlerParameters): Effects {
  if (p.transport === 'connection') return [];
  v.correlation += 1;
  const body: ReceiveBody = { correlation: v.correlation, most: p.most, stays: false };
  v.open = { correlation: v.correlation, peer: p.from, question: 'receive', again: () => receive(v, p) };
  return [
    {
      do: 'send',
      message: {
        name: p.words.receive,
        as: 'receive',
        to: p.from,
        call: true,
        lostAfterMs: p.timeoutMs,
        body,
        records: [],
        about: 'receive',
        says: `up to ${p.most}`,
      },
    },
  ];
}

/** Lets the queue push over this connection, so many messages at a time. */
export function subscribe(v: HandlerMemory, p: HandlerParameters): Effects {
  v.correlation += 1;
  const body: ReceiveBody = { correlation: v.correlation, most: p.most, stays: true };
  const says = `prefetch ${p.most}`;
  return [
    {
      do: 'send',
      message: { name: p.words.receive, as: 'receive', to: p.from, body, records: [], about: 'subscribe', says },
    },
  ];
}

/**
 * Tells the queue that the message in hand is done, given back or given up. A confirmed settlement waits for its answer; with
 * any other `settled` follows at once.
 */
export function settle(
  v: HandlerMemory,
  p: HandlerParameters,
  as: 'settle' | 'release' | 'reject',
  settled: Effects = [],
): Effects {
  if (isOrphan(v, p, v.current!)) return as === 'settle' ? [SETTLED] : [];
  const question = settlement(p, v.current!, as);
  if (as === 'settle' && p.confirmsSettle) return pose(v, p, question);
  return [...withoutWaiting(v, p, question), ...(as === 'settle' ? [...settled, SETTLED] : [])];
}

/** Came over a connection that is gone: a client library knows that its channel cannot settle it any more. */
const isOrphan = (v: HandlerMemory, p: HandlerParameters, { connection }: HeldMessage): boolean =>
  !p.settlesOnNewChannel && v.connected.get(p.from) !== connection;

const SETTLED: Effect = { do: 'raise', event: 'operationSkipped' };

/** Settles a message without waiting to hear of it. */
export const settleAtOnce = (v: HandlerMemory, p: HandlerParameters, message: HeldMessage): Effects =>
  isOrphan(v, p, message) ? [] : withoutWaiting(v, p, settlement(p, message, 'settle'));

function settlement(
  p: HandlerParameters,
  { id, handle, record }: DeliveredMessage,
  as: 'settle' | 'release' | 'reject',
): Question {
  const delay = as === 'release' ? (p.releaseDelayMs ?? 0) : 0;
  const body: Omit<SettleBody, 'correlation'> = { id, handle, ...(delay === 0 ? {} : { againAfterMs: delay }) };
  return {
    name: as === 'settle' ? p.words.settle : p.words.release,
    as,
    peer: p.from,
    body,
    records: [record],
    about: as,
    says: `message ${id}${delay === 0 ? '' : `, again after ${delay} ms`}`,
    call: p.transport === 'call',
    relies: [`delivered ${record}`],
  };
}

function withoutWaiting(v: HandlerMemory, p: HandlerParameters, question: Question): Effects {
  const isTwice = question.as === 'settle' && question.records.includes(p.settlesTwice);
  const sends = (isTwice ? [question, question] : [question]).flatMap((one) => pose(v, p, one).slice(0, 1));
  v.open = undefined;
  return sends;
}

/**
 * Asks for a longer lease of the message that is being handled, and of those that wait for their turn where the worker does
 * that. What is handled and waits for its settlement is extended no more.
 */
export function extend(v: HandlerMemory, p: HandlerParameters, now: number): Effects {
  const inHand = v.current === undefined || v.handled ? [] : [v.current];
  const held = p.extendsWaiting ? [...inHand, ...v.batch] : inHand;
  const young = held.filter(({ sinceMs }) => p.extendForMs === 0 || now - sinceMs < p.extendForMs);
  if (young.length === 0) return [];
  const again: Effect = { do: 'startTimer', name: 'extend', event: 'extendDue', delayMs: p.extendEveryMs };
  return [...young.map((message) => extension(v, p, message)), again];
}

function extension(v: HandlerMemory, p: HandlerParameters, { id, handle, record }: HeldMessage): Effect {
  v.correlation += 1;
  const body: SettleBody = { correlation: v.correlation, id, handle };
  return {
    do: 'send',
    message: {
      name: p.words.extend,
      as: 'extend',
      to: p.from,
      body,
      records: [record],
      about: 'extend',
      says: `message ${id}`,
      ...(p.transport === 'call' ? { call: true } : {}),
    },
  };
}

/** One atomic write at the sink. */
export function write(v: HandlerMemory, p: HandlerParameters, { steps, records, names }: Operation): Effects {
  const known = p.namesBy === 'messageId' && v.current !== undefined ? { knownAs: v.current.id } : {};
  const body: Omit<WriteBody, 'correlation'> = { steps, records, offset: undefined, ...names, ...known };
  const called = p.names === undefined || v.current === undefined ? {} : { called: entryOf(p.names, v.current) };
  return pose(v, p, {
    name: 'Write',
    peer: SINK,
    body: { ...body, ...called },
    records,
    about: 'write',
    says: steps.join(' + '),
    call: false,
    relies: records.map((record) => `delivered ${record}`),
  });
}
