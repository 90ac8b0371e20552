/** The role of an HTTP service with a memory of keys that answers in its stead. Sources: src/systems/stripe/MODEL.md and src/systems/paypal/MODEL.md. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import type { CallAnswer, CallBody } from '../caller/memory';
import { isKnown, namesIn, newGuard, putDown, scopedName } from '../guard/attachment';
import { bodyOf } from '../messages';
import { endpointMachine } from './endpoint.machine';
import type { EndpointData, EndpointParameters, KeyRecord, Services } from './memory';

/** A service's role. */
export function endpointRole(p: EndpointParameters): AnyRole {
  const keyOf = keyIn(p);
  const known = ({ durable }: EndpointData, event: NodeEvent, now: number): KeyRecord | undefined =>
    durable.guard !== undefined && isKnown(durable.guard, keyOf(event), now)
      ? durable.keys.get(keyOf(event))
      : undefined;
  return asAnyRole<EndpointData>({
    chart: endpointMachine,
    guards: {
      isInvalid: ({ durable }, event) => {
        const { record } = bodyOf<CallBody>(event);
        return record === p.invalidOnce && !durable.refusedOnce.has(record);
      },
      isOtherRequest: (data, event, now) => {
        const kept = known(data, event, now);
        return p.comparesParameters && kept !== undefined && kept.body !== bodyOf<CallBody>(event).body;
      },
      isRunning: (data, event, now) => known(data, event, now)?.state === 'running' && isAtWork(data, event, keyOf),
      isFailedForGood: (data, event, now) =>
        known(data, event, now)?.state === 'failed' && p.afterFailure === 'storesFailure',
      isFailed: (data, event, now) => {
        const state = known(data, event, now)?.state;
        return state === 'failed' || state === 'running';
      },
      isKnown: (data, event, now) => known(data, event, now) !== undefined,
      isLate: ({ volatile: v }, event) => !v.running.has(event.body as number),
      failsNow: ({ durable, volatile: v }, event) => {
        const { record } = workOf(v.running, event);
        return record === p.failsAfterEffect && (durable.done.get(record) ?? 0) === 0;
      },
      isDoneAlready: ({ durable, volatile: v }, event) => {
        const kept = durable.keys.get(keyOf(v.running.get(event.body as number)!));
        return kept !== undefined && kept.state !== 'running';
      },
    },
    actions: { ...refusals(p), ...work(p) },
    birth: () => ({ durable: services(p), unflushed: undefined, volatile: { running: new Map(), made: 0 } }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: { running: new Map(), made: 0 } }),
  });
}

const services = ({ guard }: EndpointParameters): Services => ({
  guard: guard === undefined ? undefined : newGuard(guard),
  keys: new Map(),
  done: new Map(),
  refusedOnce: new Set(),
  movedOn: new Set(),
});

type KeyOf = (event: NodeEvent) => string;

/** A key within its account; '' when the request has none. */
const keyIn =
  ({ scopedByAccount }: EndpointParameters): KeyOf =>
  (event) => {
    const { name } = bodyOf<CallBody>(event);
    return name === '' ? '' : scopedName(scopedByAccount ? event.from.replace(/-\d+$/u, '') : '', name);
  };

const isAtWork = ({ volatile: v }: EndpointData, event: NodeEvent, keyOf: KeyOf): boolean =>
  [...v.running.values()].some((other) => keyOf(other) === keyOf(event));

const workOf = (running: ReadonlyMap<number, NodeEvent>, event: NodeEvent): CallBody =>
  bodyOf<CallBody>(running.get(event.body as number)!);

type Actions = Record<string, Action<EndpointData>>;
type Given = Omit<CallAnswer, 'correlation'>;
const DONE: Given = { error: '', retriable: false };

/** What is answered without doing anything. */
function refusals(p: EndpointParameters): Actions {
  const refuse = (event: NodeEvent, given: Given, reason: 'conflict' | 'state'): Effects => {
    const { record, name } = bodyOf<CallBody>(event);
    return [
      note({ kind: 'refuse', reason, error: given.error, records: [record], why: name }),
      answer(p, event, given, given.error),
    ];
  };
  return {
    refuseInvalid: ({ durable }, event) => {
      durable.refusedOnce.add(bodyOf<CallBody>(event).record);
      return refuse(event, { error: '400 invalid', retriable: true }, 'state');
    },
    refuseMismatch: (_, event) =>
      refuse(event, { error: '400 other parameters for this key', retriable: false }, 'state'),
    refuseConflict: (_, event) => refuse(event, { error: '409 still running', retriable: true }, 'conflict'),
    absorb: (_, event) => {
      const { record, name } = bodyOf<CallBody>(event);
      return [note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`key ${name}`] })];
    },
    replay: ({ durable }, event) => {
      const { record } = bodyOf<CallBody>(event);
      const later = p.guard?.onDuplicate === 'currentState' && durable.movedOn.has(record);
      return [answer(p, event, DONE, later ? '200, and completed meanwhile' : '200, replayed')];
    },
    replayFailure: (_, event) => [
      answer(p, event, { error: '500 replayed', retriable: true }, '500, the same answer as the first time'),
    ],
  };
}

/** The work itself, and its answer. */
function work(p: EndpointParameters): Actions {
  const keyOf = keyIn(p);
  const take = ({ volatile: v }: EndpointData, event: NodeEvent): NodeEvent => {
    const asked = v.running.get(event.body as number)!;
    v.running.delete(event.body as number);
    return asked;
  };
  return {
    rememberKey: ({ durable }, event, now) => rememberKey(durable, keyOf(event), event, now),
    begin: ({ volatile: v }, event) => {
      v.made += 1;
      v.running.set(v.made, event);
      const name = `work ${v.made}`;
      return [{ do: 'startTimer', name, event: 'workDone', delayMs: p.processingMs, body: v.made }];
    },
    reachEffect: ({ volatile: v }, event) => reach('before', workOf(v.running, event).record),
    act: (data, event) => act(p, data, data.volatile.running.get(event.body as number)!, keyOf),
    reachedEffect: ({ volatile: v }, event) => reach('after', workOf(v.running, event).record),
    answerDone: (data, event) => [answer(p, take(data, event), DONE, '200')],
    answerFailure: (data, event) => [
      answer(p, take(data, event), { error: '500', retriable: true }, '500, after the work was done'),
    ],
    moveOn: ({ durable }, event) => {
      durable.movedOn.add(event.body as number);
      return [];
    },
  };
}

function rememberKey({ guard, keys }: Services, key: string, event: NodeEvent, now: number): Effects {
  const { record, body, name } = bodyOf<CallBody>(event);
  if (guard === undefined || key === '') return [];
  putDown(guard, key, now);
  keys.set(key, { record, body, state: 'running' });
  return [note({ kind: 'remember', record, names: namesIn(guard) }, { as: `key ${name}`, durable: true })];
}

/** The work, and with it in one step what the key will be answered from now on. */
function act(p: EndpointParameters, { durable }: EndpointData, asked: NodeEvent, keyOf: KeyOf): Effects {
  const { record } = bodyOf<CallBody>(asked);
  const times = (durable.done.get(record) ?? 0) + 1;
  durable.done.set(record, times);
  const kept = durable.keys.get(keyOf(asked));
  if (kept !== undefined) kept.state = record === p.failsAfterEffect && times === 1 ? 'failed' : 'done';
  const fact = note({ kind: 'apply', record, outside: false }, { as: `applied ${record}`, durable: true });
  return p.movesOnAfterMs === 0
    ? [fact]
    : [fact, { do: 'startTimer', name: `state ${record}`, event: 'movedOn', delayMs: p.movesOnAfterMs, body: record }];
}

const reach = (when: 'before' | 'after', record: number): Effect[] => [{ do: 'reach', when, step: 'effect', record }];

function answer(p: EndpointParameters, event: NodeEvent, given: Given, says: string): Effect {
  const { correlation } = bodyOf<CallBody>(event);
  const { from: to, records, about } = event;
  return {
    do: 'send',
    message: {
      name: p.response,
      as: 'answer',
      to,
      body: { correlation, ...given },
      records,
      about,
      says,
      answers: event,
    },
  };
}
