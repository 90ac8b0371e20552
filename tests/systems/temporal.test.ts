/** Temporal and Restate: each row of the "fault → outcome" table. Sources in src/systems/temporal/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRow, type FaultRow } from '../support/faultRows';
import type { Fault } from '../../src/scenario/scenario';
import { isKind, type Trace } from '../../src/trace/event';

const effectsOf = ({ events }: Trace, record: number): readonly number[] =>
  events
    .filter(isKind('apply'))
    .filter((event) => event.record === record)
    .map(({ at }) => at);
const pause = (record: number, forMs: number): Fault => ({
  do: 'pause',
  node: 'worker',
  pin: { when: 'before', step: 'outside', record, attempt: 1 },
  forMs,
});

const ROWS: readonly FaultRow[] = [
  {
    row: 'worker dies in orchestration code: replay, steps answered from the journal',
    preset: 'activity',
    faults: [crash('worker', 'before', 'outside', 4)],
    shows: [],
    trace: ({ events }) =>
      expect(events.filter(isKind('position')).map(({ from, offset }) => `${from} ${offset}`)).toEqual([
        'reset 0',
        'committed 3',
      ]),
  },
  {
    row: 'worker dies after the step’s effect, before recording: step again',
    preset: 'activity',
    faults: [crash('worker', 'after', 'outside', 4)],
    shows: ['4 duplicated'],
  },
  {
    row: 'same, but the step sends a derived key to an idempotent API: none',
    preset: 'derived-key',
    faults: [crash('worker', 'after', 'outside', 4)],
    shows: [],
    trace: ({ events }) => expect(events.filter(isKind('absorb')).map(({ record }) => record)).toEqual([4]),
  },
  {
    row: 'step slower than its timeout, still running: a second attempt in parallel',
    preset: 'activity',
    settings: { 'app.workers': 2, StartToCloseTimeout: 1_000 },
    faults: [pause(4, 3_000)],
    shows: ['4 duplicated'],
    trace: ({ events }) =>
      expect(events.filter(isKind('refuse')).map(({ reason, records }) => [reason, records])).toEqual([
        ['fenced', [4]],
      ]),
  },
  {
    row: 'timeout huge, worker dies: stall for that long',
    preset: 'activity',
    settings: { 'app.workers': 2, StartToCloseTimeout: 60_000 },
    faults: [{ do: 'crash', node: 'worker', pin: { when: 'before', step: 'outside', record: 4, attempt: 1 } }],
    shows: [],
    trace: (trace) => expect(effectsOf(trace, 4)[0]).toBeGreaterThan(60_000),
  },
  {
    row: 'changed or non-deterministic workflow code: replay mismatch, stuck',
    preset: 'activity',
    settings: { 'app.deterministic': false },
    faults: [crash('worker', 'before', 'outside', 4)],
    shows: ['4 lost', '5 lost', '6 lost'],
    trace: ({ events }) =>
      expect(events.filter(isKind('exception')).map(({ error }) => error)).toEqual(['the replay asks for other steps']),
  },
  {
    row: 'start request’s answer lost, retried with the same workflow id while it runs: refused',
    preset: 'activity',
    settings: { 'app.processing.ms': 2_000 },
    faults: [drop('StartResponse', 3)],
    shows: [],
    trace: ({ events }) => expect(events.filter(isKind('absorb')).map(({ record }) => record)).toEqual([3]),
  },
  {
    row: 'same, after the first run has closed (default policy): second run',
    preset: 'activity',
    faults: [drop('StartResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'same, after the first run has closed, RejectDuplicate: refused',
    preset: 'activity',
    settings: { WorkflowIdReusePolicy: 'RejectDuplicate' },
    faults: [drop('StartResponse', 3)],
    shows: [],
  },
  {
    row: 'Restate retry after the key’s retention: new invocation',
    preset: 'restate',
    settings: { 'app.stepKey': 'none', 'app.retries': 0, 'app.job.again.ms': 31_000 },
    faults: [drop('StartResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'Restate retry within the key’s retention: the same invocation',
    preset: 'restate',
    settings: { 'app.stepKey': 'none', 'app.retries': 0, 'app.job.again.ms': 20_000 },
    faults: [drop('StartResponse', 3)],
    shows: [],
  },
  {
    row: 'random key created inside a step attempt: new key each attempt',
    preset: 'random-key',
    faults: [crash('worker', 'after', 'outside', 4)],
    shows: ['4 duplicated'],
  },
];

describe('Temporal and Restate', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('temporal', row));

  test('remembering is not undoing: four orders of three steps give 5 charges, with a derived key 4, with a random one 5', () => {
    const charges: number[] = [];
    for (const preset of ['activity', 'derived-key', 'random-key'])
      expectRow('temporal', {
        row: preset,
        preset,
        records: { count: 12 },
        // Record 5 is the second step, the charge, of the second order.
        faults: [crash('worker', 'after', 'outside', 5)],
        shows: preset === 'derived-key' ? [] : ['5 duplicated'],
        trace: ({ events }) =>
          charges.push(events.filter(isKind('apply')).filter(({ record }) => record % 3 === 2).length),
      });
    expect(charges).toEqual([5, 4, 5]);
  });
});
