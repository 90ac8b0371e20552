import { expect, test } from 'vitest';
import type { Fault } from '../../../src/scenario/scenario';
import { eventsOf, the, toyTrace } from '../../support/toyRun';

const at = (what: 'crash' | 'powerLoss' | 'pause', node: string, atMs: number, forMs?: number): Fault => ({
  do: what,
  node,
  pin: { atMs },
  ...(forMs === undefined ? {} : { forMs }),
});
const lastSeen = (trace: ReturnType<typeof toyTrace>): string => eventsOf(trace, 'refuse').at(-1)!.why;

test('a crash takes what is volatile and leaves what is in the page cache; a loss of power takes that too', () => {
  expect(lastSeen(toyTrace({ faults: [at('crash', 'server', 250, 50)] }))).toBe('3 in the page cache, 1 in this life');
  expect(lastSeen(toyTrace({ faults: [at('powerLoss', 'server', 250, 50)] }))).toBe(
    '1 in the page cache, 1 in this life',
  );
});

test('what a process sent before it crashed still arrives; what was on its way to it is lost', () => {
  const sender = toyTrace({ faults: [at('crash', 'client', 101, 50)] });
  expect(eventsOf(sender, 'apply').map(({ record }) => record)).toContain(1);
  const receiver = toyTrace({ faults: [at('crash', 'server', 101, 50)] });
  expect(the(receiver, 'lost').why).toBe('nodeDown');
  expect(eventsOf(receiver, 'apply').map(({ record }) => record)).not.toContain(1);
});

test('a restart is a new incarnation; without a duration there is none', () => {
  const back = toyTrace({ faults: [at('crash', 'server', 250, 50)] });
  expect(the(back, 'restart')).toMatchObject({ at: 300, incarnation: 2 });
  const gone = toyTrace({ faults: [at('crash', 'server', 250)] });
  expect(eventsOf(gone, 'restart')).toEqual([]);
  expect(gone.events.at(-1)).toMatchObject({ kind: 'end', ended: 'quiet' });
});

test('a crash pinned before a step keeps the step from being done', () => {
  const trace = toyTrace({
    faults: [{ do: 'crash', node: 'server', pin: { when: 'before', step: 'apply', record: 2, attempt: 1 }, forMs: 20 }],
  });
  expect(eventsOf(trace, 'apply').map(({ record }) => record)).toEqual([1, 3, 4]);
  expect(trace.notMet).toEqual([]);
});

test('a paused node finishes what it was doing when it wakes, then takes what came meanwhile, in order', () => {
  const trace = toyTrace({
    faults: [
      { do: 'pause', node: 'server', pin: { when: 'before', step: 'apply', record: 2, attempt: 1 }, forMs: 250 },
    ],
  });
  const woke = the(trace, 'wake');
  const applied = eventsOf(trace, 'apply');
  expect(applied.map(({ record }) => record)).toEqual([1, 2, 3, 4]);
  expect(applied.filter(({ at: when }) => when === woke.at).map(({ record }) => record)).toEqual([2, 3, 4]);
});

test('random crashes strike while the workload runs, and never in the quiet phase', () => {
  const trace = toyTrace({
    crashes: { perMille: 500, forMs: [20, 40] },
    records: { count: 40, everyMs: 100, keys: 1, kind: 'ping' },
  });
  const crashes = eventsOf(trace, 'crash');
  expect(crashes.length).toBeGreaterThan(5);
  expect(crashes.every(({ at: when }) => when < 40 * 100 + 500)).toBe(true);
});

test('every event after the first names causes that came before it', () => {
  const trace = toyTrace({ faults: [at('crash', 'server', 250, 50), at('pause', 'client', 120, 60)] });
  for (const event of trace.events) for (const cause of event.causes) expect(cause).toBeLessThan(event.seq);
  for (const event of trace.events) for (const cause of event.control) expect(event.causes).toContain(cause);
});
