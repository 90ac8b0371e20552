/** Amazon SQS: each row of the two "fault → outcome" tables, under its own name. Sources in src/systems/sqs/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRow, type FaultRow } from '../support/faultRows';
import { effectiveSettings } from '../../src/scenario/catalog';
import { sqs } from '../../src/systems/sqs';
import { isKind, type EventOf, type Trace } from '../../src/trace/event';

const burials = ({ events }: Trace): readonly EventOf<'bury'>[] =>
  events.filter((event): event is EventOf<'bury'> => event.kind === 'bury');
const redrives = ({ events }: Trace) => events.filter(isKind('return')).filter(({ why }) => why === 'redriven');
const secondsBetween = ({ events }: Trace, kind: 'lease', record: number): number[] => {
  const at = events.filter((event) => event.kind === kind && event.record === record).map((event) => event.at);
  return at.slice(1).map((later, index) => Math.round((later - at[index]!) / 1_000));
};
const effectsOf = ({ events }: Trace, record: number): readonly number[] =>
  events.filter((event) => event.kind === 'apply' && event.record === record).map(({ at }) => at);
/** The first message of one group keeps its worker busy, and the rest of that group is queued behind it. */
const BACKLOG = { 'app.workers': 2, 'app.slowRecord': 1, 'app.slow.ms': 2_500 };

const STANDARD: readonly FaultRow[] = [
  {
    row: 'send response lost, client retries: two messages',
    preset: 'standard',
    faults: [drop('SendMessageResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'processing slower than visibility: a second worker gets it while the first still works',
    preset: 'standard',
    settings: { 'app.workers': 2, 'app.slowRecord': 4, 'app.slow.ms': 5_000 },
    shows: ['4 duplicated', '4 reordered'],
    trace: (trace) => expect(effectsOf(trace, 4), 'slow is its first handling alone').toHaveLength(2),
  },
  {
    row: 'consumer crash before delete: redelivery after the timeout',
    preset: 'standard',
    faults: [crash('worker', 'after', 'effect', 5)],
    shows: ['5 duplicated'],
  },
  {
    row: 'delete with an old handle: the call succeeds, the message may stay',
    preset: 'standard',
    settings: { 'app.workers': 2, 'app.slowRecord': 4, 'app.slow.ms': 3_500, 'app.processing.ms': 2_500 },
    records: { count: 4 },
    shows: ['4 duplicated'],
    trace: ({ events }) => {
      expect(events.some((event) => event.kind === 'settle' && !event.accepted && event.record === 4)).toBe(true);
      const answers = events.filter(isKind('send')).filter(({ message }) => message.name === 'DeleteMessageResponse');
      const ofFourth = answers.filter(({ message }) => message.records.includes(4));
      expect(ofFourth.map(({ message: { to, says } }) => [to, says])).toEqual([
        ['worker-2', 'ok'],
        ['worker-1', 'ok'],
      ]);
    },
  },
  {
    row: 'replica down during delete: the deleted message comes again',
    preset: 'standard',
    settings: { 'service.ghostRecord': 2 },
    shows: ['2 duplicated'],
  },
  {
    row: 'receive response lost: hidden for the visibility timeout, counted as received',
    preset: 'standard',
    faults: [drop('ReceiveMessageResponse', 2)],
    shows: ['2 reordered'],
    trace: (trace) => expect(secondsBetween(trace, 'lease', 2)).toEqual([3]),
  },
  {
    row: 'receive response lost, with maxReceiveCount 1: it goes to the DLQ unprocessed',
    preset: 'one-receive',
    faults: [drop('ReceiveMessageResponse', 2)],
    shows: ['2 lost'],
    trace: (trace) => expect(burials(trace)[0]).toMatchObject({ record: 2, why: 'receives', to: 'deadLetters' }),
  },
  {
    row: 'poison message, no DLQ: retried until retention ends, then loss',
    preset: 'standard',
    settings: { 'app.poisonRecord': 2, MessageRetentionPeriod: 60 },
    shows: ['2 lost'],
    trace: (trace) => {
      expect(burials(trace)).toMatchObject([{ record: 2, why: 'retention', to: 'nowhere' }]);
      expect(secondsBetween(trace, 'lease', 2).length).toBeGreaterThan(10);
    },
  },
  {
    row: 'one failure in a batch without partial response: the whole batch is redelivered',
    preset: 'standard',
    settings: { MaxNumberOfMessages: 10, 'app.poisonRecord': 4, maxReceiveCount: 2, 'app.batchFails': true },
    records: { everyMs: 1 },
    shows: ['2 duplicated', '3 duplicated', '4 lost'],
  },
  {
    row: 'many senders and consumers: order is best effort',
    preset: 'standard',
    settings: { 'app.workers': 3, 'app.slowRecord': 2, 'app.slow.ms': 900 },
    shows: ['2 reordered'],
  },
  {
    row: 'moved to the DLQ late in life: expiry still counts from the first enqueue',
    preset: 'standard',
    settings: { 'app.poisonRecord': 2, maxReceiveCount: 19, MessageRetentionPeriod: 60 },
    shows: ['2 lost'],
    trace: (trace) => {
      const [moved, expired] = burials(trace);
      expect(moved).toMatchObject({ record: 2, to: 'deadLetters', why: 'receives' });
      expect(expired).toMatchObject({ record: 2, to: 'nowhere', why: 'retention' });
      expect(expired!.at - moved!.at).toBeLessThan(10_000);
    },
  },
];

const FIFO: readonly FaultRow[] = [
  {
    row: 'send response lost, retry inside five minutes: suppressed',
    preset: 'fifo',
    faults: [drop('SendMessageResponse', 3)],
    shows: [],
    trace: ({ events }) => expect(events.some((event) => event.kind === 'absorb' && event.record === 3)).toBe(true),
  },
  {
    row: 'the same with a new id for each attempt: the queue cannot know it',
    preset: 'fifo-id-per-attempt',
    faults: [drop('SendMessageResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'from end to end: a retry is known by its id, a redelivery by the key of its row',
    preset: 'fifo-with-names',
    faults: [drop('SendMessageResponse', 3), crash('worker', 'after', 'effect', 5)],
    shows: [],
    trace: ({ events }) =>
      expect(events.filter(isKind('absorb')).map(({ record, node }) => `${record} ${node}`)).toEqual([
        '3 queue',
        '5 sink',
      ]),
  },
  {
    row: 'retry after five minutes (phone in a tunnel): stored again',
    preset: 'fifo',
    settings: { 'app.retries': 0, 'app.job.again.ms': 31_000 },
    faults: [drop('SendMessageResponse', 5)],
    shows: ['5 duplicated'],
  },
  {
    row: 'new business event with a reused id inside five minutes, even after delete: success, never delivered',
    preset: 'fifo',
    settings: { 'app.reusedId': 4 },
    shows: ['4 swallowed'],
  },
  {
    row: 'content-based dedup, two intended equal bodies: the second is swallowed',
    preset: 'fifo-content-ids',
    settings: { 'app.sameBody': 4 },
    shows: ['4 swallowed'],
  },
  {
    row: 'retry counter inside the body and content-based dedup: the hash differs',
    preset: 'fifo-content-ids',
    settings: { 'app.counterInBody': true },
    faults: [drop('SendMessageResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'high-throughput mode, retry with a different group id: the scope is per group',
    preset: 'fifo',
    settings: { DeduplicationScope: 'messageGroup', 'app.retryInOtherGroup': true },
    records: { keys: 2 },
    faults: [drop('SendMessageResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'processing exceeds visibility: redelivered, the old delete fails, order inside the group kept',
    preset: 'fifo',
    settings: { 'app.workers': 2, 'app.slowRecord': 3, 'app.slow.ms': 3_500, 'app.processing.ms': 1_000 },
    shows: ['3 duplicated'],
    trace: ({ events }) => {
      expect(events.some((event) => event.kind === 'settle' && !event.accepted && event.record === 3)).toBe(true);
    },
  },
  {
    row: 'consumer dies holding a group: the whole group stalls until the timeout',
    preset: 'fifo',
    settings: { 'app.workers': 2 },
    faults: [crash('worker-1', 'before', 'effect', 1, 60_000)],
    records: { count: 3 },
    shows: [],
    trace: (trace) => expect(secondsBetween(trace, 'lease', 1)).toEqual([3]),
  },
  {
    row: 'one group with a huge backlog: other groups behind the first 120,000 starve',
    preset: 'fifo',
    settings: { ...BACKLOG, 'service.backlogInSight': 3 },
    records: { count: 10, keys: 2, everyMs: 20 },
    shows: [],
    trace: (trace) => expect(effectsOf(trace, 10)[0]).toBeGreaterThan(effectsOf(trace, 1)[0]!),
  },
  {
    row: 'the same backlog in sight of the queue: the other group goes on',
    preset: 'fifo',
    settings: BACKLOG,
    records: { count: 10, keys: 2, everyMs: 20 },
    shows: [],
    trace: (trace) => expect(effectsOf(trace, 10)[0]).toBeLessThan(effectsOf(trace, 1)[0]!),
  },
  {
    row: 'poison message, no DLQ: its group stalls until retention ends',
    preset: 'fifo',
    settings: { 'app.poisonRecord': 2, MessageRetentionPeriod: 60 },
    records: { keys: 2 },
    shows: ['2 lost', '4 lost', '6 lost'],
    trace: ({ events }) => {
      expect(events.some((event) => event.kind === 'lease' && event.record === 4)).toBe(false);
    },
  },
  {
    row: 'poison message moved to the DLQ: later messages of the group overtake it, and its effect comes after theirs',
    preset: 'fifo',
    settings: { 'app.poisonRecord': 2, 'app.poison.times': 2, maxReceiveCount: 2, 'app.redrive.after.ms': 2_000 },
    shows: ['2 reordered'],
    trace: (trace) => {
      const [buried] = burials(trace);
      const [returned] = redrives(trace);
      expect(buried).toMatchObject({ record: 2, to: 'deadLetters' });
      expect(returned).toMatchObject({ record: 2, at: buried!.at + 2_000 });
      expect(returned!.messageId, 'a new message').toBeGreaterThan(6);
      for (const later of [3, 4, 5, 6]) {
        expect(effectsOf(trace, later)[0]).toBeGreaterThanOrEqual(buried!.at);
        expect(effectsOf(trace, later)[0]).toBeLessThan(effectsOf(trace, 2)[0]!);
      }
    },
  },
  {
    row: 'the same, and nobody moves it back: it stays in the DLQ until its retention there ends',
    preset: 'fifo',
    settings: { 'app.poisonRecord': 2, maxReceiveCount: 2, MessageRetentionPeriod: 60 },
    shows: ['2 lost'],
    trace: (trace) => {
      const [moved, expired] = burials(trace);
      expect(moved).toMatchObject({ record: 2, to: 'deadLetters', why: 'receives' });
      expect(expired).toMatchObject({ record: 2, to: 'nowhere', why: 'retention', at: moved!.at + 60_000 });
    },
  },
  {
    row: 'a redriven message that fails again goes to the DLQ again: its receives are counted anew',
    preset: 'fifo',
    settings: { 'app.poisonRecord': 2, 'app.poison.times': 4, maxReceiveCount: 2, 'app.redrive.after.ms': 2_000 },
    shows: ['2 reordered'],
    trace: (trace) => {
      const received = trace.events.filter(isKind('lease')).filter(({ record }) => record === 2);
      expect(received.map(({ receives }) => receives)).toEqual([1, 2, 1, 2, 1]);
    },
  },
];

test('a preset promises what its settings can keep by the documentation', () => {
  const promised = sqs.presets.map(({ id, claim }) => [id, claim]);
  const kept = sqs.presets.map((preset) => [preset.id, sqs.claimOf(effectiveSettings(sqs, preset, {}), preset)]);
  expect(kept).toEqual(promised);
  const mended = effectiveSettings(
    sqs,
    sqs.presets.find(({ id }) => id === 'one-receive')!,
    {
      'app.redrive.after.ms': 1_000,
    },
  );
  expect(sqs.claimOf(mended, sqs.presets[0]!), 'dead letters that are moved back are not lost').toBe('at-least-once');
});

describe('SQS standard', () => {
  test.each(STANDARD.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('sqs', row));
});
describe('SQS FIFO', () => {
  test.each(FIFO.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('sqs', row));
});
