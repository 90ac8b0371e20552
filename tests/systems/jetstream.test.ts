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

/** The times from one delivery of a record to the next. */
const waits = ({ events }: Trace, record: number): readonly number[] => {
  const at = events.filter(isKind('lease')).filter((event) => event.record === record);
  return at.slice(1).map((event, before) => event.at - at[before]!.at);
};

const LATER_THAN_AGE = { 'duplicate_window.ms': 0, 'app.retries': 0, 'app.job.again.ms': 11_000 } as const;
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
    row: 'the sync interval is the one that is set: what lies further back than it survives the power failure',
    preset: 'work-queue',
    settings: { 'app.processing.ms': 2_000, 'sync_interval.ms': 500, 'ack_wait.ms': 60_000 },
    faults: [{ do: 'powerLoss', node: 'server', pin: { atMs: 1_100 }, forMs: 100 }],
    records: { count: 4 },
    shows: [],
  },
  {
    row: 'by default it is two minutes: at one minute nothing that was acknowledged is on disk',
    preset: 'no-ids',
    settings: { 'sync_interval.ms': 120_000, 'ack_wait.ms': 200_000, 'app.processing.ms': 100_000 },
    faults: [{ do: 'powerLoss', node: 'server', pin: { atMs: 60_000 }, forMs: 100 }],
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
    preset: 'sourced',
    faults: [drop('PubAck', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'a sourced stream with a window set by hand knows the second copy',
    preset: 'sourced',
    settings: { 'duplicate_window.ms': 20_000 },
    faults: [drop('PubAck', 3)],
    shows: [],
    trace: (trace) => expect(absorbed(trace, 3)).toBe(1),
  },
  {
    row: 'the default window is cut to the age of messages: a retry after it is stored',
    preset: 'ids-and-double-ack',
    settings: { ...LATER_THAN_AGE, 'max_age.ms': 10_000 },
    faults: [drop('PubAck', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'the default window without an age lasts two minutes',
    preset: 'ids-and-double-ack',
    settings: LATER_THAN_AGE,
    faults: [drop('PubAck', 3)],
    shows: [],
  },
  {
    row: 'an interest stream deletes what its consumer has acknowledged, and after a restart its id is forgotten, too',
    preset: 'work-queue',
    settings: { ...LATE_JOB, retention: 'interest' },
    faults: [drop('PubAck', 3), RESTART],
    shows: ['3 duplicated'],
  },
  {
    row: 'nak at once: as many attempts as the consumer can make',
    preset: 'no-ids',
    settings: { 'app.poisonRecord': 2, 'app.poison.times': 3 },
    shows: [],
    trace: (trace) => expect(waits(trace, 2).every((ms) => ms < 100)).toBe(true),
  },
  {
    row: 'nak with a delay: delivered again when it is over, before the ack wait or after it',
    preset: 'no-ids',
    settings: { 'app.poisonRecord': 2, 'app.poison.times': 3, 'client.nakDelay.ms': 8_000 },
    shows: ['2 reordered'],
    trace: (trace) => expect(waits(trace, 2).map((ms) => Math.floor(ms / 1_000))).toEqual([8, 8, 8]),
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

  test('a window that is shorter than the server takes is refused', () => {
    const settings = { 'duplicate_window.ms': 99 };
    expectRefused('jetstream', { row: 'short', preset: 'no-ids', settings, shows: [] }, 'duplicate_window.ms');
  });
});
