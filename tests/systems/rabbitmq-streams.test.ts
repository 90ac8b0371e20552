/** RabbitMQ streams: each row of the "fault → outcome" table that is about them, and what goes with it. Sources in MODEL.md. */
import { describe, expect, test } from 'vitest';
import { isKind, type Trace } from '../../src/trace/event';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';

const stored = ({ events }: Trace): number[] => events.filter(isKind('append')).flatMap(({ records }) => records);
const absorbed = ({ events }: Trace): number[] => events.filter(isKind('absorb')).map(({ record }) => record);
const confirmed = ({ events }: Trace): number[] =>
  events.filter(isKind('told')).flatMap(({ record, outcome }) => (outcome === 'ok' ? [record] : []));
const published = ({ events }: Trace): string[] =>
  events.filter(isKind('send')).flatMap(({ message }) => (message.name === 'Publish' ? [message.says] : []));

const FIVE = { count: 5, everyMs: 400 };
const RESTART = [crash('publisher', 'after', 'send', 3)];

const ROWS: readonly FaultRow[] = [
  {
    row: 'stream producer sends ids 1,2,3,10,4: 4 confirmed, dropped, swallow',
    preset: 'source-position',
    settings: { 'app.publishingIds': '1,2,3,10,4' },
    records: FIVE,
    shows: ['5 swallowed'],
    trace: (trace) => {
      expect(published(trace)).toEqual(['seq 1', 'seq 2', 'seq 3', 'seq 10', 'seq 4']);
      expect(stored(trace)).toEqual([1, 2, 3, 4]);
      expect(confirmed(trace)).toEqual([1, 2, 3, 4, 5]);
    },
  },
  {
    row: 'a gap between ids that rise is none of the broker’s business',
    preset: 'source-position',
    settings: { 'app.publishingIds': '1,2,3,10,11' },
    records: FIVE,
    shows: [],
  },
  {
    row: 'stream producer restarts and re-reads the highest id first: none',
    preset: 'source-position',
    faults: RESTART,
    records: FIVE,
    shows: [],
    trace: (trace) => {
      expect(published(trace), 'nothing is sent again').toEqual(['seq 1', 'seq 2', 'seq 3', 'seq 4', 'seq 5']);
      expect(confirmed(trace), 'it learns that 3 is there').toEqual([1, 2, 3, 4, 5]);
    },
  },
  {
    row: 'the message was lost with the process: it goes on after the highest id, and so sends it',
    preset: 'source-position',
    faults: [drop('Publish', 3), crash('publisher', 'after', 'send', 3)],
    records: FIVE,
    shows: [],
    trace: (trace) => expect(published(trace).filter((says) => says.startsWith('seq 3')).length).toBe(2),
  },
  {
    row: 'stream producer restarts and sends again under the same ids: refused',
    preset: 'named-with-keys',
    settings: { 'sink.write': 'append' },
    faults: RESTART,
    records: FIVE,
    shows: [],
    trace: (trace) => expect(absorbed(trace)).toEqual([3]),
  },
  {
    row: 'stream producer restarts and sends again under ids that its library counts: new ones, duplicate',
    preset: 'named',
    faults: RESTART,
    records: FIVE,
    shows: ['3 duplicated'],
  },
  {
    row: 'stream producer restarts and counts from one: confirmed, dropped, until it has passed its highest id',
    preset: 'counter-from-one',
    faults: [crash('publisher', 'after', 'ack', 3)],
    records: { count: 8, everyMs: 400 },
    shows: ['4 swallowed', '5 swallowed', '6 swallowed'],
  },
  {
    row: 'the library cannot tell the id 0 from none: after a restart with one message behind it, the next is dropped',
    preset: 'named',
    faults: [crash('publisher', 'after', 'ack', 1)],
    records: { count: 3, everyMs: 800 },
    shows: ['2 swallowed'],
  },
  {
    row: 'two live instances of one name: who is behind is confirmed and dropped',
    preset: 'one-name-for-two',
    settings: { 'recoveryBackOffDelay.ms': 1_000 },
    faults: [drop('Publish', 3)],
    records: { count: 4 },
    shows: ['3 swallowed'],
  },
  {
    row: 'two live instances of one name that both count from nothing: half of the messages are dropped',
    preset: 'one-name-for-two',
    settings: { 'app.publishingId': 'client' },
    shows: ['2 swallowed', '4 swallowed', '6 swallowed'],
  },
  {
    row: 'confirm lost, named producer publishes again: refused, and confirmed',
    preset: 'named',
    faults: [drop('PublishConfirm', 3)],
    shows: [],
    trace: (trace) => expect(absorbed(trace)).toEqual([3]),
  },
  {
    row: 'confirm lost, no name: duplicate',
    preset: 'no-name',
    faults: [drop('PublishConfirm', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'the broker restarts in between: the highest id is in the log, so it is known as before',
    preset: 'named',
    settings: { 'recoveryBackOffDelay.ms': 1_000 },
    faults: [drop('PublishConfirm', 3), { do: 'crash', node: 'stream', pin: { atMs: 700 }, forMs: 200 }],
    shows: [],
    trace: (trace) => expect(absorbed(trace)).toContain(3),
  },
  {
    row: 'retryOnRecovery=false: the application is told, and nothing is sent again',
    preset: 'named',
    settings: { retryOnRecovery: false },
    faults: [drop('Publish', 3)],
    shows: ['3 failed'],
  },
  {
    row: 'the confirm timeout is over while the broker is frozen: not known to be there, though it is',
    preset: 'named',
    settings: { 'confirmTimeout.ms': 1_000 },
    faults: [{ do: 'pause', node: 'stream', pin: { atMs: 350 }, forMs: 3_000 }],
    records: { count: 3 },
    shows: [],
    trace: ({ events }) =>
      expect(events.filter(isKind('told')).map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'unknown']),
  },
  {
    row: 'the same, and the application publishes again: with ids of its library a duplicate',
    preset: 'named',
    settings: { 'confirmTimeout.ms': 1_000, 'app.job.again.ms': 500 },
    faults: [{ do: 'pause', node: 'stream', pin: { atMs: 350 }, forMs: 3_000 }],
    records: { count: 3 },
    shows: ['3 duplicated'],
  },
  {
    row: 'consumer dies after its effects and before its offset is stored: duplicates since the last one',
    preset: 'named',
    faults: [crash('consumer', 'after', 'effect', 5)],
    shows: ['4 duplicated', '5 duplicated'],
  },
  {
    row: 'consumer stores its offset before its effects: loss',
    preset: 'named',
    settings: { 'app.steps': 'P E' },
    faults: [crash('consumer', 'after', 'progress', 4)],
    shows: ['4 lost', '5 lost', '6 lost'],
  },
  {
    row: 'offset beside the effect, in one transaction: none',
    preset: 'source-position',
    faults: [crash('consumer', 'after', 'effect', 5)],
    shows: [],
  },
  {
    row: 'messages grow older than max-age while the consumer is away: loss',
    preset: 'named',
    settings: { 'max-age.ms': 1_500 },
    faults: [{ do: 'crash', node: 'consumer', pin: { atMs: 300 }, forMs: 2_000 }],
    shows: ['3 lost', '4 lost', '5 lost'],
  },
  {
    row: 'a consumer that begins with what comes next misses what was there before',
    preset: 'named',
    settings: { offset: 'next' },
    faults: [{ do: 'crash', node: 'consumer', pin: { atMs: 1 }, forMs: 500 }],
    shows: ['1 lost', '2 lost', '3 lost'],
  },
];

describe('RabbitMQ streams', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('rabbitmq-streams', row));

  test.each([
    ['app.publishingIds', 'source-position', { 'app.publishingIds': '1;2' }],
    ['app.publishingIds', 'named', { 'app.publishingIds': '1,2' }],
    ['app.publishingId', 'no-name', { 'app.publishingId': 'record' }],
    ['app.onRestart', 'named', { 'app.onRestart': 'ask' }],
    ['app.steps', 'named', { 'app.steps': 'e [T P] V' }],
  ] as const)('%s of %s that cannot be is refused', (where, preset, settings) => {
    expectRefused('rabbitmq-streams', { row: where, preset, settings, shows: [] }, where);
  });
});
