import { createMachine } from 'xstate';
import { expect, test } from 'vitest';
import { asAnyRole, type AnyRole } from '../../../src/engine/contracts';
import type { Fault } from '../../../src/scenario/scenario';
import { isKind, type Trace } from '../../../src/trace/event';
import { play, scripted } from '../../support/scripted';

const patientChart = createMachine({
  id: 'patient',
  initial: 'waiting',
  states: {
    waiting: { on: { started: { actions: 'wait' }, Answer: { actions: 'stop' }, overdue: { actions: 'complain' } } },
  },
});

/** Waits 50 ms for an answer, and complains when none came. */
const patient = (): AnyRole =>
  asAnyRole<{ durable: undefined; unflushed: undefined; volatile: undefined }>({
    chart: patientChart,
    guards: {},
    actions: {
      wait: () => [{ do: 'startTimer', name: 'patience', event: 'overdue', delayMs: 50 }],
      stop: () => [{ do: 'stopTimer', name: 'patience' }],
      complain: () => [
        { do: 'note', fact: { kind: 'refuse', reason: 'state', error: '', records: [], why: 'overdue' } },
      ],
    },
    birth: () => ({ durable: undefined, unflushed: undefined, volatile: undefined }),
    rebirth: (old) => old,
  });

const answeredAt = (atMs: number, faults: readonly Fault[] = []): Trace =>
  play(
    {
      patient: patient(),
      other: scripted({ peers: ['patient'], lines: [{ atMs, name: 'Answer', to: 'patient', body: {} }] }),
    },
    {},
    faults,
  );

const complaints = ({ events }: Trace): number => events.filter(isKind('refuse')).length;
const frozen: Fault = { do: 'pause', node: 'patient', pin: { atMs: 10 }, forMs: 200 };

test('a timer that is stopped in time never fires; one that is not does', () => {
  expect(complaints(answeredAt(20))).toBe(0);
  expect(complaints(answeredAt(70))).toBe(1);
});

test('a node that was frozen takes what came in its order: an answer before the end of a timer stops it, one after does not', () => {
  expect(complaints(answeredAt(20, [frozen]))).toBe(0);
  expect(complaints(answeredAt(70, [frozen]))).toBe(1);
});

test('a timer that ends while its node is frozen fires when the node wakes', () => {
  const trace = answeredAt(400, [frozen]);
  expect(trace.events.filter(isKind('refuse')).map(({ at }) => at)).toEqual([210]);
});
