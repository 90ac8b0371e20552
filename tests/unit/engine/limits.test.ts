import { expect, test } from 'vitest';
import { eventsOf, toyTrace } from '../../support/toyRun';

test('a run that meets a limit says which one, in its last event', () => {
  const byEvents = toyTrace({ limits: { virtualMs: 60_000, events: 10 } });
  expect(byEvents.events).toHaveLength(11);
  expect(byEvents.events.at(-1)).toMatchObject({ kind: 'end', ended: 'limit', limit: 'events' });
  const byTime = toyTrace({ limits: { virtualMs: 150, events: 10_000 } });
  expect(byTime.events.at(-1)).toMatchObject({ kind: 'end', ended: 'limit', limit: 'virtualMs' });
  expect(byTime.events.every(({ at }) => at <= 150)).toBe(true);
});

test('the same scenario gives the same digest, another seed another one', () => {
  expect(toyTrace().digest).toBe(toyTrace().digest);
  expect(toyTrace().digest).not.toBe(toyTrace({ seed: 'other' }).digest);
  expect(eventsOf(toyTrace(), 'end')).toHaveLength(1);
});
