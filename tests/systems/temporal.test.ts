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

/** The waits in ms between one failure of the code and the next. */
function waitsBetween({ events }: Trace): readonly number[] {
  const at = events.filter(isKind('exception')).map((event) => event.at);
  return at.slice(1).map((time, before) => time - at[before]!);
}
const SLOW = { StartToCloseTimeout: 1_000, 'app.processing.ms': 3_000, 'RetryPolicy.MaximumAttempts': 2 } as const;

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
    row: 'step slower than its timeout, its worker alive and at work: a second attempt begins before the first has ended',
    preset: 'activity',
    settings: { ...SLOW, 'app.workers': 2 },
    records: { count: 1 },
    shows: ['1 duplicated'],
    trace: (trace) => {
      const given = trace.events.filter(isKind('deliver'));
      expect(given.map(({ node }) => node)).toEqual(['worker', 'worker-2']);
      expect(given[1]!.at).toBeLessThan(effectsOf(trace, 1)[0]!);
      const refused = trace.events.filter(isKind('refuse')).filter(({ reason }) => reason === 'fenced');
      expect(refused.length, 'neither of the two is recorded').toBe(2);
    },
  },
  {
    row: 'the same with one worker, which does one step at a time: the second attempt begins when it is free',
    preset: 'activity',
    settings: SLOW,
    records: { count: 1 },
    shows: ['1 duplicated'],
  },
  {
    row: 'a step that is as slow, with a timeout that outlasts it: once',
    preset: 'activity',
    settings: { ...SLOW, 'app.workers': 2, StartToCloseTimeout: 4_000 },
    records: { count: 2 },
    shows: [],
  },
  {
    row: 'a step that heartbeats, worker dies: noticed after the heartbeat timeout, not after the long one',
    preset: 'activity',
    settings: { 'app.workers': 2, StartToCloseTimeout: 60_000, HeartbeatTimeout: 2_000 },
    faults: [{ do: 'crash', node: 'worker', pin: { when: 'before', step: 'outside', record: 4, attempt: 1 } }],
    shows: [],
    trace: (trace) => expect(effectsOf(trace, 4)[0]).toBeLessThan(6_000),
  },
  {
    row: 'a step whose code fails is tried again after 1 s, twice as long each time, never longer than 100 s',
    preset: 'activity',
    settings: { 'app.poisonRecord': 2 },
    shows: ['2 lost', '3 lost', '4 lost', '5 lost', '6 lost'],
    trace: (trace) => {
      const waits = waitsBetween(trace);
      expect(waits.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
      expect(waits.at(-1)).toBe(100_000);
    },
  },
  {
    row: 'Restate tries again after 500 ms, twice as long each time up to a minute, 70 times, and then pauses',
    preset: 'restate-without-keys',
    settings: { 'app.poisonRecord': 2 },
    shows: ['2 lost', '3 lost', '4 lost', '5 lost', '6 lost'],
    trace: (trace) => {
      const waits = waitsBetween(trace);
      expect(waits.slice(0, 3)).toEqual([500, 1_000, 2_000]);
      expect([waits.at(-1), waits.length]).toEqual([60_000, 69]);
    },
  },
  {
    row: 'Restate aborts an invocation that is silent for longer than both of its timeouts, and tries it again',
    preset: 'restate-without-keys',
    settings: { 'app.workers': 2 },
    faults: [pause(4, 700_000)],
    shows: ['4 duplicated'],
    trace: (trace) => expect(effectsOf(trace, 4)[0]).toBeGreaterThan(660_000),
  },
  {
    row: 'Restate, worker dies after the step’s effect, before recording: step again',
    preset: 'restate-without-keys',
    faults: [crash('worker', 'after', 'outside', 4)],
    shows: ['4 duplicated'],
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
