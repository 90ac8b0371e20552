import { createMachine } from 'xstate';
import { expect, test } from 'vitest';
import { asAnyRole, type AnyRole, type Effect, type System } from '../../../src/engine/contracts';
import { simulate } from '../../../src/engine/simulate';
import type { Fault } from '../../../src/scenario/scenario';
import type { Trace } from '../../../src/trace/event';
import { toyScenario } from '../../support/toyRun';
import { toySystem } from '../../fixtures/toy';

const callerChart = createMachine({
  id: 'caller',
  initial: 'up',
  states: {
    up: { on: { started: { actions: 'callAll' }, answer: { actions: 'note' }, late: { actions: 'callOne' } } },
  },
});
const calledChart = createMachine({
  id: 'called',
  initial: 'up',
  states: { up: { on: { question: { actions: 'answer' } } } },
});
const nothing = { birth: () => ({ durable: 0, unflushed: 0, volatile: 0 }), rebirth: (old: never) => old };

const call = (record: number): Effect => ({
  do: 'send',
  message: {
    name: 'PutItem',
    as: 'question',
    call: true,
    to: 'called',
    body: 0,
    records: [record],
    about: '',
    says: '',
  },
});

const caller: AnyRole = asAnyRole({
  chart: callerChart,
  guards: {},
  actions: {
    callAll: () => [call(1), call(2), { do: 'startTimer', name: 'late', event: 'late', delayMs: 300 }],
    callOne: () => [call(3)],
    note: (_, event) => [
      { do: 'note', fact: { kind: 'told', record: event.records[0] ?? 0, outcome: 'ok', why: event.type } },
    ],
  },
  ...nothing,
});
const called: AnyRole = asAnyRole({
  chart: calledChart,
  guards: {},
  actions: {
    answer: (_, event) => [
      {
        do: 'send',
        message: {
          name: 'PutItemResponse',
          as: 'answer',
          to: event.from,
          body: 0,
          records: event.records,
          about: '',
          says: '',
          answers: event,
        },
      },
    ],
  },
  ...nothing,
});
const system: System = {
  ...toySystem,
  plan: () => ({
    partitions: [],
    nodes: [
      { id: 'caller', role: caller },
      { id: 'called', role: called },
    ],
  }),
};

const run = (faults: readonly Fault[] = []): Trace => simulate({ ...toyScenario(), faults }, [system])[0]!.trace;
const toldOf = (trace: Trace): number[] =>
  trace.events.flatMap((event) => (event.kind === 'told' ? [event.record] : [])).toSorted((a, b) => a - b);
const drop = (message: string, record: number): Fault => ({ do: 'drop', message, record, attempt: 1 });

test('a call needs no connection, and its receiver knows it by its own word for it', () => {
  expect(toldOf(run())).toEqual([1, 2, 3]);
  expect(run().events.map(({ kind }) => kind)).not.toContain('connected');
});

test('losing a call or its answer loses nothing else, and tells nobody', () => {
  for (const message of ['PutItem', 'PutItemResponse']) {
    const trace = run([drop(message, 1)]);
    expect(toldOf(trace)).toEqual([2, 3]);
    expect(trace.events.filter(({ kind }) => kind === 'lost')).toHaveLength(1);
    expect(trace.events.map(({ kind }) => kind)).not.toContain('disconnected');
  }
});

test('an answer does not reach a process that has started again since it asked', () => {
  const crash: Fault = { do: 'crash', node: 'caller', pin: { atMs: 1 }, forMs: 1 };
  const lost = run([crash]).events.flatMap((event) => (event.kind === 'lost' ? [event.why] : []));
  expect(lost).toEqual(['staleConnection', 'staleConnection']);
});

test('a cut loses calls that are on their way across', () => {
  const cut: Fault = { do: 'partition', between: ['caller', 'called'], atMs: 1, forMs: 100, oneWay: false };
  expect(toldOf(run([cut]))).toEqual([3]);
});
