/** The role of an application between two topics. Source of the pattern: WORKER `e [P V]`, or `E P` without transactions. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import type { BegunAnswer } from '../arbiter/memory';
import { bodyOf, type Correlated } from '../messages';
import type { DeliveryAnswer } from '../queue/memory';
import type { RegisterAnswer } from '../topic/memory';
import { freshTransactor, type TransactorData, type TransactorParameters } from './memory';
import { transactorMachine } from './transactor.machine';
import * as work from './working';

/** An application's role. */
export function transactorRole(p: TransactorParameters): AnyRole {
  const peers = [p.input, p.output, ...(p.coordinator === '' ? [] : [p.coordinator])];
  const errorOf = (event: NodeEvent): string => bodyOf<{ readonly error?: string }>(event).error ?? '';
  return asAnyRole<TransactorData>({
    chart: transactorMachine,
    guards: {
      isOutput: (_, event) => event.from === p.output,
      isInput: (_, event) => event.from === p.input,
      isStaleDelivery: (_, event) => event.connection < 0,
      isStaleRegistration: (_, event) => event.connection < 0,
      isNotReady: ({ volatile: v }) => v.name === '' || peers.some((peer) => !v.connected.has(peer)),
      hasMessage: ({ volatile: v }) => v.buffer.length > 0,
      isOccupied: ({ volatile: v }) => v.current !== undefined,
      hasDeed: ({ volatile: v }) => v.todo.length > 0,
      takesMore: ({ volatile: v }) => v.buffer.length > 0 && v.inside.length < p.perTransaction,
      hasOpenTransaction: ({ volatile: v }) => v.transaction !== '',
      isStale: ({ volatile: v }, event) =>
        event.connection < 0 || v.open?.correlation !== bodyOf<Correlated>(event).correlation,
      isDenied: (_, event) => errorOf(event) !== '',
      isOver: (_, event) => errorOf(event) === 'NotAllowedError',
    },
    actions: { ...connecting(p, peers), ...working(p) },
    birth: () => ({
      durable: { handled: new Set(), lives: 1 },
      unflushed: undefined,
      volatile: freshTransactor(1),
    }),
    rebirth: ({ durable }) => {
      durable.lives += 1;
      return { durable, unflushed: undefined, volatile: freshTransactor(durable.lives) };
    },
  });
}

type Actions = Record<string, Action<TransactorData>>;

function connecting(p: TransactorParameters, peers: readonly string[]): Actions {
  const connect = (peer: string, backoffMs: number): Effect => ({ do: 'connect', peer, backoffMs });
  const later = (name: string, of: string, question: string): Effects => [
    { do: 'startTimer', name, event: `${name}Due`, delayMs: p.backoffMs, whenAllowed: { question, of } },
  ];
  const hangUp = ({ volatile: v }: TransactorData, peer: string): Effects => {
    v.connected.delete(peer);
    return [{ do: 'disconnect', peer }, connect(peer, p.backoffMs)];
  };
  return {
    connectAll: () => peers.map((peer) => connect(peer, 0)),
    greetPeer: ({ volatile: v }, event) => {
      v.connected.add(event.from);
      return [];
    },
    forgetPeer: ({ volatile: v }, event) => {
      v.connected.delete(event.from);
      if (event.from === p.input) v.buffer = [];
      return [];
    },
    reconnect: (_, event) => [connect(event.from, p.backoffMs)],
    hangUp: (data, event) => hangUp(data, event.from),
    hangUpOutput: (data) => hangUp(data, p.output),
    subscribe: ({ volatile: v }) => work.subscribe(p, v),
    subscribeLater: () => later('subscribe', p.input, 'receive'),
    register: ({ volatile: v }) => work.register(p, v),
    registerLater: () => later('register', p.output, 'register'),
    greet: ({ volatile: v }, event) => {
      const { name, last } = bodyOf<RegisterAnswer>(event);
      if (v.name === '') v.sequence = (last[0] ?? -1) + 1;
      v.name = name;
      return [];
    },
    askAgain: ({ volatile: v }, event) => (v.open?.peer === event.from ? v.open.again() : []),
  };
}

function working(p: TransactorParameters): Actions {
  return {
    raiseNext: () => [{ do: 'raise', event: 'next' }],
    take: ({ volatile: v }, event) => {
      const { messages } = bodyOf<DeliveryAnswer>(event);
      v.buffer.push(...messages);
      return messages.map(({ record, id }) =>
        note(
          { kind: 'deliver', record, partition: -1, offset: -1 },
          { as: `delivered ${record}`, relies: [`leased ${record}`, `message ${id}`] },
        ),
      );
    },
    plan: ({ volatile: v }) => work.plan(p, v),
    planCommit: ({ volatile: v }) => {
      v.todo = [{ do: 'commit' }];
      return [];
    },
    act: (data) => work.act(p, data),
    finish: ({ volatile: v }) => work.finish(v),
    noteBegun: ({ volatile: v }, event) => {
      v.transaction = bodyOf<BegunAnswer>(event).transaction;
      return [];
    },
    noteCommitted: ({ volatile: v }) => {
      work.forgetTransaction(v);
      return [];
    },
    abandon: ({ volatile: v }, event) => work.abandon(p, v, bodyOf<{ readonly error: string }>(event).error),
  };
}
