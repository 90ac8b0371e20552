import { createMachine } from 'xstate';
import { expect, test } from 'vitest';
import { asAnyRole, type AnyRole, type Effect, type NodeEvent, type System } from '../../../src/engine/contracts';
import { simulate } from '../../../src/engine/simulate';
import type { Fault } from '../../../src/scenario/scenario';
import type { Trace } from '../../../src/trace/event';
import { toyScenario } from '../../support/toyRun';
import { toySystem } from '../../fixtures/toy';

/** A client sends three questions at once; the server thinks for 50 ms about each before it answers. */
const clientChart = createMachine({
  id: 'asking',
  initial: 'up',
  states: {
    up: { on: { started: { actions: 'connect' }, connected: { actions: 'askAll' }, hangUp: { actions: 'close' } } },
  },
});
const serverChart = createMachine({
  id: 'thinking',
  initial: 'up',
  states: { up: { on: { Question: { actions: 'think' }, thought: { actions: 'answer' } } } },
});
const THOUGHT_MS = 50;
const nothing = { birth: () => ({ durable: 0, unflushed: 0, volatile: 0 }), rebirth: (old: never) => old };

const client = (inTurn: boolean, hangsUpAfterMs?: number): AnyRole =>
  asAnyRole({
    chart: clientChart,
    guards: {},
    actions: {
      connect: () => [{ do: 'connect', peer: 'server', backoffMs: 0 }],
      askAll: () => [
        ...[1, 2, 3].map((record): Effect => ({
          do: 'send',
          message: { name: 'Question', to: 'server', body: 0, records: [record], about: '', says: '', inTurn },
        })),
        ...(hangsUpAfterMs === undefined
          ? []
          : [{ do: 'startTimer', name: 'hang', event: 'hangUp', delayMs: hangsUpAfterMs } as const]),
      ],
      close: () => [{ do: 'disconnect', peer: 'server' }],
    },
    ...nothing,
  });

const server: AnyRole = asAnyRole({
  chart: serverChart,
  guards: {},
  actions: {
    think: (_, event) => [
      { do: 'startTimer', name: `think ${event.records[0]}`, event: 'thought', delayMs: THOUGHT_MS, body: event },
    ],
    answer: (_, event) => {
      const question = event.body as NodeEvent;
      const { records, from: to } = question;
      return [
        { do: 'send', message: { name: 'Answer', to, body: 0, records, about: '', says: '', answers: question } },
      ];
    },
  },
  ...nothing,
});

function run(role: AnyRole, faults: readonly Fault[] = []): Trace {
  const nodes = [
    { id: 'client', role },
    { id: 'server', role: server },
  ];
  const system: System = { ...toySystem, plan: () => ({ partitions: [], nodes }) };
  return simulate({ ...toyScenario(), faults }, [system])[0]!.trace;
}

const takenAt = ({ events }: Trace): number[] =>
  events.flatMap((event) => (event.kind === 'arrive' && event.message.name === 'Question' ? [event.at] : []));
const gaps = (at: readonly number[]): number[] => at.slice(1).map((later, index) => later - at[index]!);

test('questions that are taken in turn wait for the answer to the one before; others do not', () => {
  expect(gaps(takenAt(run(client(true))))).toEqual([THOUGHT_MS, THOUGHT_MS]);
  expect(Math.max(...gaps(takenAt(run(client(false)))))).toBeLessThan(THOUGHT_MS);
});

test('what waits in a socket is still taken when the client has closed the connection', () => {
  expect(takenAt(run(client(true, 30)))).toHaveLength(3);
});

test('what waits in the sockets of a process that crashes is lost with it', () => {
  const trace = run(client(true), [{ do: 'crash', node: 'server', pin: { atMs: 40 }, forMs: 10 }]);
  expect(takenAt(trace)).toHaveLength(1);
  const lost = trace.events.flatMap((event) => (event.kind === 'lost' ? [[event.message.records[0], event.why]] : []));
  expect(lost).toEqual([
    [2, 'nodeDown'],
    [3, 'nodeDown'],
  ]);
});
