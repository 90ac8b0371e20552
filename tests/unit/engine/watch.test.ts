/** Who watches a peer is told of a silence that lasts, and a run does not wait for one that was broken. */
import { createMachine } from 'xstate';
import { expect, test } from 'vitest';
import { asAnyRole, type AnyRole } from '../../../src/engine/contracts';
import { isKind, type Trace } from '../../../src/trace/event';
import { play, scripted } from '../../support/scripted';

const SILENCE_MS = 30_000;

const watcherChart = createMachine({
  id: 'watcher',
  initial: 'watching',
  states: { watching: { on: { started: { actions: 'watch' }, peerSilent: { actions: 'complain' } } } },
});

const watcher = (): AnyRole =>
  asAnyRole<{ durable: undefined; unflushed: undefined; volatile: undefined }>({
    chart: watcherChart,
    guards: {},
    actions: {
      watch: () => [{ do: 'watch', peer: 'peer', silenceMs: SILENCE_MS }],
      complain: () => [
        { do: 'note', fact: { kind: 'refuse', reason: 'state', error: '', records: [], why: 'silent' } },
      ],
    },
    birth: () => ({ durable: undefined, unflushed: undefined, volatile: undefined }),
    rebirth: (old) => old,
  });

/** The peer dies at 10 ms and is away for so long. */
const awayFor = (forMs: number): Trace =>
  play({ watcher: watcher(), peer: scripted({ peers: [], lines: [] }) }, {}, [
    { do: 'crash', node: 'peer', pin: { atMs: 10 }, forMs },
  ]);

const complaintsAt = ({ events }: Trace): readonly number[] => events.filter(isKind('refuse')).map(({ at }) => at);

test('a silence that lasts is told when it has lasted', () => {
  expect(complaintsAt(awayFor(SILENCE_MS + 1_000))).toEqual([10 + SILENCE_MS]);
});

test('a silence that was broken is not told, and the run ends without waiting for it', () => {
  const trace = awayFor(300);
  expect(complaintsAt(trace)).toEqual([]);
  expect(trace.events.at(-1)).toMatchObject({ kind: 'end', ended: 'quiet', at: 310 });
});
