import { expect, test } from 'vitest';
import { callStates, sayStates } from '../../../src/layout';

const of = (...states: readonly (readonly [part: string, state: string])[]) =>
  states.map(([part, state]) => ({ part, state }));

test.each([
  [of(['', 'serving']), 'serving', 'serving'],
  [of(['p0', 'leader'], ['p1', 'leader']), 'leader', 'leader'],
  [of(['p0', 'leader'], ['p1', 'follower']), 'leader · follower', 'p0 leader, p1 follower'],
  [of(['client', 'ready'], ['app', 'sending']), 'sending', 'client ready, app sending'],
  [[], '', ''],
])(
  'a narrow place has the application’s state or that of the replicas, a sentence has them all',
  (states, short, long) => {
    expect(callStates(states)).toBe(short);
    expect(sayStates(states)).toBe(long);
  },
);
