/**
 * A system as small as one can be: a client that counts to `count` on a server. It is here so that the engine can be tested
 * without any model of a real system, and to show what a system has to bring.
 */
import { createMachine } from 'xstate';
import {
  asAnyRole,
  type AnyRole,
  type Effect,
  type NodeData,
  type NodeEvent,
  type System,
} from '../../src/engine/contracts';
import type { Workload } from '../../src/scenario/scenario';

interface Sent {
  next: number;
}
interface ClientMemory {
  connected: boolean;
  answered: number[];
}
type ClientData = NodeData<Sent, { page: number[] }, ClientMemory>;

const clientChart = createMachine({
  id: 'toyClient',
  initial: 'down',
  on: {
    connected: { actions: 'greet' },
    disconnected: { actions: 'reconnect' },
    tick: [{ guard: 'hasMore', actions: ['send', 'wait'] }],
    Pong: { actions: 'noteAnswer' },
  },
  states: { down: { on: { started: { target: 'up', actions: ['connect', 'wait'] } } }, up: {} },
});

const serverChart = createMachine({
  id: 'toyServer',
  initial: 'up',
  states: { up: { on: { Ping: { actions: ['reachApply', 'apply', 'answer'] } } } },
});

function clientRole({ count, everyMs }: Workload): AnyRole {
  const memory = (): ClientMemory => ({ connected: false, answered: [] });
  return asAnyRole<ClientData>({
    chart: clientChart,
    guards: { hasMore: ({ durable }) => durable.next <= count },
    actions: {
      connect: () => [{ do: 'connect', peer: 'server', backoffMs: 0 }],
      reconnect: ({ volatile }) => {
        volatile.connected = false;
        return [{ do: 'connect', peer: 'server', backoffMs: 50 }];
      },
      greet: ({ volatile }) => {
        volatile.connected = true;
        return [];
      },
      wait: () => [{ do: 'startTimer', name: 'outside.tick', event: 'tick', delayMs: everyMs }],
      send: ({ durable }) => sendPing(durable),
      noteAnswer: (data, event) => {
        data.volatile.answered.push(event.records[0] ?? 0);
        return [{ do: 'note', fact: { kind: 'told', record: event.records[0] ?? 0, outcome: 'ok', why: 'pong' } }];
      },
    },
    birth: () => ({ durable: { next: 1 }, unflushed: { page: [] }, volatile: memory() }),
    rebirth: ({ durable, unflushed }, power) => ({
      durable,
      unflushed: power ? { page: [] } : unflushed,
      volatile: memory(),
    }),
  });
}

function sendPing(durable: Sent): readonly Effect[] {
  const record = durable.next;
  durable.next += 1;
  return [
    { do: 'note', fact: { kind: 'submit', record } },
    { do: 'send', message: { name: 'Ping', to: 'server', body: record, records: [record], about: 'ping', says: '' } },
  ];
}

type ServerData = NodeData<number[], number[], number>;

function serverRole(): AnyRole {
  const recordOf = (event: NodeEvent): number => event.records[0] ?? 0;
  return asAnyRole<ServerData>({
    chart: serverChart,
    guards: {},
    actions: {
      reachApply: (_, event) => [{ do: 'reach', when: 'before', step: 'apply', record: recordOf(event) }],
      apply: (data, event) => {
        data.unflushed.push(recordOf(event));
        data.volatile += 1;
        const seen = `${data.unflushed.length} in the page cache, ${data.volatile} in this life`;
        return [
          { do: 'note', fact: { kind: 'apply', record: recordOf(event), outside: false }, durable: true },
          { do: 'note', fact: { kind: 'refuse', reason: 'state', error: '', records: [], why: seen } },
        ];
      },
      answer: (_, event) => [
        {
          do: 'send',
          message: {
            name: 'Pong',
            to: event.from,
            body: 0,
            records: event.records,
            about: 'ping',
            says: '',
            answers: event,
          },
        },
      ],
    },
    birth: () => ({ durable: [], unflushed: [], volatile: 0 }),
    rebirth: ({ durable, unflushed }, power) => ({ durable, unflushed: power ? [] : unflushed, volatile: 0 }),
  });
}

/** The toy as a system of the catalogue. */
export const toySystem: System = {
  id: 'toy',
  title: 'Counting to a server',
  settings: [],
  presets: [{ id: 'plain', claim: 'at-least-once', title: 'Plain', summary: '', settings: {} }],
  nodes: ['client', 'server'],
  messages: ['Ping', 'Pong'],
  steps: ['apply'],
  ownFaults: [],
  claimOf: () => 'none',
  refuse: () => [],
  plan: (_, workload) => ({
    partitions: [],
    nodes: [
      { id: 'client', role: clientRole(workload) },
      { id: 'server', role: serverRole() },
    ],
  }),
};
