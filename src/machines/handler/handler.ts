/** The role of a worker on a queue: lease, work, settle. Sources: the MODEL.md of each system that has one. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import { SINK } from '../addresses';
import { bodyOf, type WriteAnswer } from '../messages';
import type { DeliveryAnswer } from '../queue/memory';
import { operationsOf, type Operation } from '../worker/operations';
import { reachesOf } from '../worker/reaching';
import type { NameAnswer } from '../names/asking';
import * as ask from './asking';
import { handlerGuards } from './guards';
import { letGo, receiveAfterDenial, receiveIn } from './denied';
import { handlerMachine } from './handler.machine';
import * as naming from './naming';
import { freshMemory, type HandlerData, type HandlerMemory, type HandlerParameters, type HeldMessage } from './memory';

/** A worker's role. */
export function handlerRole(p: HandlerParameters): AnyRole {
  const peers = [...(p.transport === 'connection' ? [p.from, SINK] : [SINK]), ...naming.holdersOf(p.names)];
  return asAnyRole<HandlerData>({
    chart: handlerMachine,
    guards: handlerGuards(p, peers),
    actions: { ...connectionActions(p, peers), ...workActions(p) },
    birth: () => ({
      durable: { handled: new Set(), failures: 0, book: naming.ownBook(p.names) },
      unflushed: undefined,
      volatile: freshMemory(),
    }),
    rebirth: ({ durable }) => ({
      durable: p.names?.outlivesCrash === false ? { ...durable, book: naming.ownBook(p.names) } : durable,
      unflushed: undefined,
      volatile: freshMemory(),
    }),
  });
}

type Actions = Record<string, Action<HandlerData>>;
const none: Effects = [];

function connectionActions(p: HandlerParameters, peers: readonly string[]): Actions {
  const connect = (peer: string, backoffMs: number): Effect => ({ do: 'connect', peer, backoffMs });
  return {
    connectAll: () => peers.map((peer) => connect(peer, 0)),
    greetPeer: ({ volatile: v }, event) => {
      v.connected.set(event.from, event.body as number);
      return event.from === p.from ? ask.subscribe(v, p) : none;
    },
    forgetPeer: ({ volatile: v }, event) => {
      v.connected.delete(event.from);
      return none;
    },
    hangUp: ({ volatile: v }) => hangUp(p, v),
    reconnect: (_, event) => [connect(event.from, p.backoffMs)],
    dropLost: ({ volatile: v }, event) => {
      if (event.from === p.from) v.batch = [];
      return none;
    },
    askAgain: ({ volatile: v }) => v.open?.again() ?? none,
    goOn: ({ volatile: v }) => {
      v.open = undefined;
      return [
        { do: 'stopTimer', name: 'request' },
        { do: 'raise', event: 'operationSkipped' },
      ];
    },
    receive: ({ volatile: v }) => ask.receive(v, p),
    receiveLater: () => [receiveIn(p.backoffMs, { whenAllowed: { question: 'receive', of: p.from } })],
    receiveSoon: () => [receiveIn(p.backoffMs)],
    receiveAnew: ({ volatile: v }) => (p.transport === 'connection' ? ask.subscribe(v, p) : ask.receive(v, p)),
    extend: ({ volatile: v }, _, now) => ask.extend(v, p, now),
  };
}

function workActions(p: HandlerParameters): Actions {
  return {
    take: ({ volatile: v }, event, now) => take(p, v, event, now),
    raiseNext: () => [{ do: 'raise', event: 'next' }],
    begin: ({ volatile: v }) => begin(p, v),
    operate: (data) => operate(p, data),
    noteHandled: ({ volatile: v }) => {
      v.handled = true;
      return extendNoMore(p, v);
    },
    finishOperation: ({ volatile: v }, event) => finishOperation(v, event),
    skipOperation: ({ volatile: v }) => {
      v.at += 1;
      return none;
    },
    finish: ({ volatile: v }) => finish(p, v),
    askOwnBook: ({ durable: { book }, volatile: v }, _, now) => naming.askOwnBook(v, p, book!, now),
    takeOwnAnswer: ({ volatile: v }, event) => finishOperation(v, event),
    postpone: ({ volatile: v }) => postpone(v),
    fail: (data) => fail(p, data),
    letGo: ({ volatile: v }, event) => letGo(v, event),
    receiveAfterDenial: ({ volatile: v }, event) => receiveAfterDenial(v, p, event),
    dropRedelivered: ({ volatile: v }) => {
      const message = v.batch.shift()!;
      const { record } = message;
      return [
        note({ kind: 'skip', records: [record], partition: -1, offset: -1, why: 'remembered' }),
        ...ask.settleAtOnce(v, p, message),
      ];
    },
  };
}

/** The worker gives its connection to the queue up, and opens another. */
function hangUp(p: HandlerParameters, v: HandlerMemory): Effects {
  v.connected.delete(p.from);
  return [
    { do: 'disconnect', peer: p.from },
    { do: 'connect', peer: p.from, backoffMs: p.backoffMs },
  ];
}

/** With the message that is handled goes the need to extend anything, unless others wait whose leases are extended, too. */
const extendNoMore = ({ extendsWaiting }: HandlerParameters, { batch }: HandlerMemory): Effects =>
  extendsWaiting && batch.length > 0 ? none : [{ do: 'stopTimer', name: 'extend' }];

function take(p: HandlerParameters, v: HandlerMemory, event: NodeEvent, now: number): Effects {
  const { messages } = bodyOf<DeliveryAnswer>(event);
  // What was asked for has come; what is pushed answers nothing.
  if (p.transport === 'call') v.open = undefined;
  v.batch.push(...messages.map((message) => ({ ...message, sinceMs: now, connection: event.connection })));
  const extending = p.extendsWaiting ? extendLater(p) : none;
  const taken = messages.flatMap(({ record, id }): Effect[] => [
    { do: 'reach', when: 'before', step: 'receive', record },
    note(
      { kind: 'deliver', record, partition: -1, offset: -1 },
      { as: `delivered ${record}`, relies: [`leased ${record}`, `message ${id}`] },
    ),
    { do: 'reach', when: 'after', step: 'receive', record },
  ]);
  return [...taken, ...extending];
}

const extendLater = ({ extendEveryMs: delayMs }: HandlerParameters): Effect[] =>
  delayMs === 0 ? [] : [{ do: 'startTimer', name: 'extend', event: 'extendDue', delayMs }];

function begin(p: HandlerParameters, v: HandlerMemory): Effects {
  const message = v.batch.shift()!;
  v.current = message;
  const polled = { ...NO_PLACE, record: message.record };
  const operations = operationsOf(p.allOrNone ? withoutProgress(p.groups) : p.groups, [polled], [NO_PLACE]);
  v.operations = naming.tasksOf(p.names, operations);
  v.at = 0;
  v.handled = false;
  v.known.clear();
  return none;
}

/** A queue has no partitions, and its messages no offsets. */
const NO_PLACE = { partition: -1, offset: -1 } as const;

const withoutProgress = (groups: HandlerParameters['groups']): HandlerParameters['groups'] =>
  groups.filter(({ steps }) => !steps.includes('progress'));

/** One message is through. Of messages that are settled together the last one takes the others with it. */
function finish(p: HandlerParameters, v: HandlerMemory): Effects {
  const message = v.current;
  v.current = undefined;
  if (!p.allOrNone || message === undefined) return none;
  v.done.push(message);
  if (v.batch.length > 0) return none;
  const effects = v.done.flatMap((one) => ask.settleAtOnce(v, p, one));
  v.done = [];
  return effects;
}

const isWork = ({ steps }: Operation): boolean =>
  steps.some((step) => step === 'effect' || step === 'hiddenEffect' || step === 'outside');

function operate(p: HandlerParameters, data: HandlerData): Effects {
  const { volatile: v } = data;
  const operation = v.operations[v.at];
  if (operation === undefined || isPassedOver(v, operation)) return [{ do: 'raise', event: 'operationSkipped' }];
  if (isWork(operation) && !v.handled) return handle(p, data);
  const before = reaches('before', operation);
  if (operation.verb !== undefined) return [...before, ...naming.askName(v, p, operation.verb)];
  return [
    ...before,
    ...(operation.via === 'group'
      ? ask.settle(v, p, 'settle', reaches('after', operation))
      : ask.write(v, p, operation)),
  ];
}

/**
 * Handling takes its time; while it does, the lease may be extended. Slow is the first handling, whoever it is that handles:
 * workers share nothing, but the queue tells each how often it has handed the message out.
 */
function handle(p: HandlerParameters, { durable, volatile: v }: HandlerData): Effects {
  const { record, receives } = v.current!;
  const isSlow = record === p.slowRecord && receives === 1 && !durable.handled.has(record);
  durable.handled.add(record);
  const delayMs = isSlow ? p.slowMs : p.processingMs;
  const extending = p.extendsWaiting ? [] : extendLater(p);
  return [...extending, { do: 'startTimer', name: 'handling', event: 'handlingDone', delayMs }];
}

/** A name that was known passes over everything but the progress. */
const isPassedOver = (v: HandlerMemory, { records, progress }: Operation): boolean =>
  progress === undefined && records.every((record) => v.known.has(record));

const reaches = (when: 'before' | 'after', { steps, records }: Operation): Effect[] => reachesOf(when, steps, records);

function finishOperation(v: HandlerMemory, event: NodeEvent): Effects {
  const operation = v.operations[v.at]!;
  const known = knownBy(event);
  known.forEach((record) => v.known.add(record));
  v.open = undefined;
  v.at += 1;
  const passed = known.map((record) =>
    note(
      { kind: 'skip', records: [record], partition: -1, offset: -1, why: 'remembered' },
      { relies: [`remembered ${record}`] },
    ),
  );
  return [{ do: 'stopTimer', name: 'request' }, ...passed, ...reaches('after', operation)];
}

/** Records whose names were known to whoever answers. */
function knownBy(event: NodeEvent): readonly number[] {
  if (event.type === 'WriteResponse') return bodyOf<WriteAnswer>(event).remembered;
  if (event.type !== 'nameAnswer' && event.type !== 'ownAnswer') return [];
  const { standing, record } = bodyOf<NameAnswer>(event);
  return standing === 'known' ? [record] : [];
}

/** Somebody else is at it: the message is left alone, and its lease will run out. */
function postpone(v: HandlerMemory): Effects {
  const { record } = v.current!;
  v.current = undefined;
  v.open = undefined;
  return [
    { do: 'stopTimer', name: 'request' },
    note({
      kind: 'refuse',
      reason: 'conflict',
      error: 'in progress',
      records: [record],
      why: 'another worker is at it',
    }),
  ];
}

/** Handling threw an exception: what that means for the message is a setting. */
function fail(p: HandlerParameters, { durable, volatile: v }: HandlerData): Effects {
  const message = v.current!;
  durable.failures += 1;
  const fact = note({
    kind: 'refuse',
    reason: 'state',
    error: 'exception',
    records: [message.record],
    why: 'the handler threw an exception',
  });
  const effects = afterFailure(p, v, message);
  v.current = undefined;
  v.open = undefined;
  if (p.allOrNone || p.onError === 'disconnect') {
    v.batch = [];
    v.done = [];
  }
  return [...extendNoMore(p, v), fact, ...effects];
}

function afterFailure(p: HandlerParameters, v: HandlerMemory, message: HeldMessage): Effects {
  switch (p.onError) {
    case 'abandon':
      return none;
    case 'skip':
      return ask.settleAtOnce(v, p, message);
    case 'disconnect':
      return hangUp(p, v);
    default:
      return ask.settle(v, p, p.onError);
  }
}
