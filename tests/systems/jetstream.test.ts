/** NATS JetStream: each row of the "fault → outcome" table, under its own name. Sources in src/systems/jetstream/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';
import { isKind, type Trace } from '../../src/trace/event';

const stored = ({ events }: Trace, record: number): number =>
  events.filter(isKind('enqueue')).filter((event) => event.record === record).length;
const absorbed = ({ events }: Trace, record: number): number =>
  events.filter(isKind('absorb')).filter((event) => event.record === record).length;
const told = ({ events }: Trace, words: string): number =>
  events.filter(isKind('send')).filter(({ message }) => message.name === 'PubAck' && message.says === words).length;

const LATE_JOB = { 'app.retries': 0, 'app.job.again.ms': 3_000 };
const RESTART = { do: 'crash', node: 'server', pin: { atMs: 2_000 }, forMs: 100 } as const;

const ROWS: readonly FaultRow[] = [
  {
    row: 'PubAck lost, retry with same id inside the window: refused, told so',
    preset: 'work-queue',
    faults: [drop('PubAck', 3)],
    shows: [],
    trace: (trace) => {
      expect(stored(trace, 3)).toBe(1);
      expect(told(trace, 'ok, duplicate')).toBe(1);
    },
  },
  {
    row: 'retry later than two minutes after the first publish: stored',
    preset: 'ids-and-double-ack',
    settings: { 'duplicate_window.ms': 120_000, 'app.retries': 0, 'app.job.again.ms': 121_000 },
    faults: [drop('PubAck', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'retry loop every 60 s: every second attempt gets through',
    preset: 'ids-and-double-ack',
    settings: { 'duplicate_window.ms': 120_000, 'app.retries': 0, 'app.job.again.ms': 60_500, 'app.job.times': 4 },
    faults: [1, 2, 3, 4].map((attempt) => drop('PubAck', 3, attempt)),
    shows: ['3 duplicated'],
    trace: (trace) => {
      expect(stored(trace, 3), 'the first, third and fifth').toBe(3);
      expect(absorbed(trace, 3), 'the second and fourth').toBe(2);
    },
  },
  {
    row: 'message acked and removed, same id inside the window: still refused',
    preset: 'work-queue',
    settings: { 'app.reusedId': 4 },
    records: { everyMs: 1_000 },
    shows: ['4 swallowed'],
  },
  {
    row: 'same, but the server restarted in between: accepted',
    preset: 'work-queue',
    settings: LATE_JOB,
    faults: [drop('PubAck', 3), RESTART],
    shows: ['3 duplicated'],
  },
  {
    row: 'a stream that keeps its messages knows their ids after the restart',
    preset: 'work-queue',
    settings: { ...LATE_JOB, retention: 'limits' },
    faults: [drop('PubAck', 3), RESTART],
    shows: [],
  },
  {
    row: 'no message id: duplicates on any publish retry',
    preset: 'no-ids',
    faults: [drop('PubAck', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'ack lost: redelivery after ack wait',
    preset: 'no-ids',
    faults: [drop('Ack', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'double ack would have noticed',
    preset: 'ids-and-double-ack',
    faults: [drop('Ack', 3)],
    shows: [],
  },
  {
    row: 'processing > ack wait without "in progress": second consumer gets it',
    preset: 'no-ids',
    settings: { 'app.workers': 2, 'app.slowRecord': 3, 'app.slow.ms': 7_000 },
    shows: ['3 duplicated', '3 reordered', '5 duplicated', '5 reordered'],
  },
  {
    row: 'an acknowledgement counts whichever delivery it answers: the slow consumer’s own ends the second one',
    preset: 'no-ids',
    settings: { 'app.workers': 2, 'app.slowRecord': 1, 'app.slow.ms': 7_000 },
    records: { count: 1 },
    shows: ['1 duplicated'],
    trace: ({ events }) => {
      expect(events.filter(isKind('settle')).map(({ accepted }) => accepted)).toEqual([true, false]);
      expect(events.filter(isKind('lease')).length).toBe(2);
    },
  },
  {
    row: '"in progress" keeps it where it is',
    preset: 'no-ids',
    settings: { 'app.slowRecord': 3, 'app.slow.ms': 7_000, 'client.inProgress.ms': 2_000, max_ack_pending: 1 },
    shows: [],
  },
  {
    row: 'max deliver reached: the message stays in the stream undelivered',
    preset: 'no-ids',
    settings: { 'app.poisonRecord': 2, max_deliver: 3 },
    shows: ['2 lost'],
    trace: ({ events }) => {
      expect(events.filter(isKind('lease')).filter(({ record }) => record === 2).length).toBe(3);
      expect(events.filter(isKind('bury'))).toMatchObject([{ record: 2, why: 'receives', to: 'deadLetters' }]);
    },
  },
  {
    row: 'coordinated power failure, default sync: acknowledged messages gone',
    preset: 'work-queue',
    settings: { 'app.processing.ms': 2_000 },
    faults: [{ do: 'powerLoss', node: 'server', pin: { atMs: 1_100 }, forMs: 100 }],
    records: { count: 4 },
    shows: ['2 lost', '3 lost', '4 lost'],
  },
  {
    row: 'the same power failure with sync always: nothing gone',
    preset: 'ids-and-double-ack',
    settings: { 'app.processing.ms': 500 },
    faults: [{ do: 'powerLoss', node: 'server', pin: { atMs: 1_100 }, forMs: 100 }],
    records: { count: 4 },
    shows: [],
  },
  {
    row: 'single-bit corruption in one of five replicas, which leads after a restart: large loss, synced or not',
    preset: 'ids-and-double-ack',
    settings: { 'app.processing.ms': 2_000, 'server.damagedFrom': 3 },
    faults: [{ do: 'crash', node: 'server', pin: { atMs: 1_300 }, forMs: 100 }],
    shows: ['3 lost', '4 lost', '5 lost', '6 lost'],
  },
  {
    row: 'sourced stream copies twice: no default window',
    preset: 'work-queue',
    settings: { sources: true },
    faults: [drop('PubAck', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'consumer dies between effect and ack, double ack or not: the effect twice',
    preset: 'ids-and-double-ack',
    faults: [crash('consumer', 'after', 'effect', 5)],
    shows: ['5 duplicated'],
  },
];

describe('NATS JetStream', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('jetstream', row));

  test('a window longer than the age of messages is refused', () => {
    const settings = { 'max_age.ms': 10_000 };
    expectRefused('jetstream', { row: 'age', preset: 'no-ids', settings, shows: [] }, 'duplicate_window.ms');
  });
});
