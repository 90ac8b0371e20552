import { createMachine } from 'xstate';
import { expect, test } from 'vitest';
import { asAnyRole, roleOfParts, type AnyRole, type Effect, type System } from '../../../src/engine/contracts';
import { simulate } from '../../../src/engine/simulate';
import type { Fault } from '../../../src/scenario/scenario';
import type { Trace } from '../../../src/trace/event';
import { toyScenario } from '../../support/toyRun';
import { toySystem } from '../../fixtures/toy';

/** Two shelves in one node: each keeps what it is handed, and answers over the connection that brought it. */
const shelfChart = createMachine({
  id: 'shelf',
  initial: 'open',
  states: { open: { on: { Put: [{ guard: 'isFull', target: 'full' }, { actions: ['keep', 'answer'] }] } }, full: {} },
});

function shelf(name: string, room: number): AnyRole {
  return asAnyRole<{ durable: number[]; unflushed: undefined; volatile: undefined }>({
    chart: shelfChart,
    guards: { isFull: ({ durable }) => durable.length >= room },
    actions: {
      keep: ({ durable }, event) => {
        durable.push(event.records[0] ?? 0);
        const why = `${name} holds ${durable.join(' ')}`;
        return [{ do: 'note', fact: { kind: 'refuse', reason: 'state', error: '', records: [], why } }];
      },
      answer: (_, event) => [
        {
          do: 'send',
          message: { name: 'Kept', to: event.from, body: name, records: [], about: '', says: '', answers: event },
        },
      ],
    },
    birth: () => ({ durable: [], unflushed: undefined, volatile: undefined }),
    rebirth: (old) => old,
  });
}

const handChart = createMachine({
  id: 'hand',
  initial: 'idle',
  on: {
    started: { actions: 'connect' },
    connected: { actions: 'put' },
    Kept: { actions: 'note' },
    again: { actions: 'put' },
  },
  states: { idle: {} },
});

/** A hand puts its records one after the other onto the shelf of its own name. */
function hand(name: string, part: string, records: readonly number[]): AnyRole {
  const put = (record: number): Effect => ({
    do: 'send',
    message: { name: 'Put', to: 'store', part, body: 0, records: [record], about: '', says: '' },
  });
  return asAnyRole<{ durable: number[]; unflushed: undefined; volatile: undefined }>({
    chart: handChart,
    guards: {},
    actions: {
      connect: () => [{ do: 'connect', peer: 'store', backoffMs: 0 }],
      put: ({ durable }) => durable.splice(0, 1).map(put),
      note: (_, event) => [
        {
          do: 'note',
          fact: { kind: 'refuse', reason: 'state', error: '', records: [], why: `${name}: ${String(event.body)}` },
        },
        { do: 'raise', event: 'again' },
      ],
    },
    birth: () => ({ durable: [...records], unflushed: undefined, volatile: undefined }),
    rebirth: (old) => old,
  });
}

const system: System = {
  ...toySystem,
  plan: () => ({
    partitions: [],
    nodes: [
      { id: 'hands', role: roleOfParts({ left: hand('left', 'a', [1, 2]), right: hand('right', 'b', [3, 4]) }) },
      { id: 'store', role: roleOfParts({ a: shelf('a', 9), b: shelf('b', 1) }) },
    ],
  }),
};

const run = (faults: readonly Fault[] = []): Trace => simulate({ ...toyScenario(), faults }, [system])[0]!.trace;
const said = (trace: Trace): string[] => trace.events.flatMap((event) => (event.kind === 'refuse' ? [event.why] : []));

test('a message reaches the part that it names, and its answer the part that asked', () => {
  expect(said(run())).toEqual(['a holds 1', 'b holds 3', 'left: a', 'right: b', 'a holds 1 2', 'left: a']);
});

test('each part has a chart of its own, and the trace lists the edges it took with the guard that chose them', () => {
  const { taken, events } = run();
  const puts = taken.filter(({ node, edge }) => node === 'store' && edge.on === 'Put');
  expect(puts.map(({ part, edge }) => [part, edge.guard, edge.to])).toEqual([
    ['a', '', 'open'],
    ['b', '', 'open'],
    ['a', '', 'open'],
    ['b', 'isFull', 'full'],
  ]);
  for (const { after, by, node } of puts) {
    expect(events[by]).toMatchObject({ kind: 'arrive', node });
    expect(after).toBe(by);
  }
});

test('parts share one connection, and crash together', () => {
  const crash: Fault = { do: 'crash', node: 'store', pin: { atMs: 1 }, forMs: 20 };
  const trace = run([crash]);
  expect(run().events.filter(({ kind }) => kind === 'connected')).toHaveLength(1);
  expect(trace.events.filter(({ kind }) => kind === 'crash')).toHaveLength(1);
  expect(
    trace.taken.filter(({ node, edge }) => node === 'hands' && edge.on === 'started').map(({ part }) => part),
  ).toEqual(['left', 'right']);
});
