/** Every `send()` call of a run, with what its caller was told and the client transaction that it belongs to. */
import type { EventOf, Trace } from '../../trace/event';
import { sessionKey, type Session } from './wire';

/** One transaction as its application sees it. */
export interface ClientTransaction {
  readonly begun: number;
  /** What the application asked for last; '' while it has asked for nothing. */
  asked: '' | 'commit' | 'abort';
}

export interface Send extends Session {
  /** The event of the call: names the logical record. */
  readonly seq: number;
  readonly record: number;
  /** The how-manieth call of the run. */
  readonly order: number;
  readonly transaction: ClientTransaction | undefined;
  /** Events `told` about this call, by outcome; -1 when there was none. */
  ok: number;
  fail: number;
  unknown: number;
}

export interface Sends {
  /** In the order of the calls. */
  readonly all: readonly Send[];
  /** The call of `record` by that session that was the latest before event `seq`. */
  latest(session: Session, record: number, seq: number): Send | undefined;
}

export function sendsOf({ events }: Trace): Sends {
  const all: Send[] = [];
  const byCaller = new Map<string, Send[]>();
  const open = new Map<string, ClientTransaction>();
  const latest = (session: Session, record: number, seq: number): Send | undefined =>
    byCaller.get(`${sessionKey(session)} ${record}`)?.findLast((send) => send.seq < seq);
  for (const event of events) {
    if (event.kind === 'told') note(latest(event, event.record, event.seq), event);
    if (event.kind !== 'call') continue;
    demarcate(open, event);
    if (event.api !== 'send') continue;
    for (const record of event.records) {
      const send = toSend(event, record, all.length, open.get(sessionKey(event)));
      const key = `${sessionKey(event)} ${record}`;
      all.push(send);
      const before = byCaller.get(key);
      if (before === undefined) byCaller.set(key, [send]);
      else before.push(send);
    }
  }
  return { all, latest };
}

function note(send: Send | undefined, { seq, outcome }: EventOf<'told'>): void {
  if (send !== undefined && send[outcome] < 0) send[outcome] = seq;
}

function demarcate(open: Map<string, ClientTransaction>, event: EventOf<'call'>): void {
  const key = sessionKey(event);
  const transaction = open.get(key);
  if (event.api === 'beginTransaction') open.set(key, { begun: event.seq, asked: '' });
  if (transaction === undefined) return;
  if (event.api === 'commitTransaction') transaction.asked = 'commit';
  if (event.api === 'abortTransaction') transaction.asked = 'abort';
}

function toSend(
  { seq, node, incarnation }: EventOf<'call'>,
  record: number,
  order: number,
  transaction: ClientTransaction | undefined,
): Send {
  return { seq, node, incarnation, record, order, transaction, ok: -1, fail: -1, unknown: -1 };
}
