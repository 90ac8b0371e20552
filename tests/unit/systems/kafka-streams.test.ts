/** What the settings of the kafka-streams system claim, refuse and mean. */
import { describe, expect, test } from 'vitest';
import { kafkaStreams } from '../../../src/systems/kafka-streams';
import type { Settings } from '../../../src/scenario/scenario';

const DEFAULTS: Settings = Object.fromEntries(kafkaStreams.settings.map((setting) => [setting.name, setting.default]));
const presetOf = (id: string) => kafkaStreams.presets.find((preset) => preset.id === id)!;
const settingsOf = (id: string, own: Settings = {}): Settings => ({ ...DEFAULTS, ...presetOf(id).settings, ...own });
const claimOf = (id: string, own: Settings = {}) => kafkaStreams.claimOf(settingsOf(id, own), presetOf(id));
const refused = (id: string, own: Settings) =>
  kafkaStreams.refuse(settingsOf(id, own), new Set([...Object.keys(presetOf(id).settings), ...Object.keys(own)]));

describe('the claim that settings make', () => {
  test.each(kafkaStreams.presets.map(({ id, claim }) => [id, claim] as const))(
    'of the preset %s is %s',
    (id, claim) => {
      expect(claimOf(id)).toBe(claim);
      expect(refused(id, {})).toEqual([]);
    },
  );

  test.each<[string, string, Settings, string]>([
    [
      'outputs and progress apart repeat outputs (k2)',
      'exactly-once-v2',
      { 'processing.guarantee': 'at_least_once' },
      'at-least-once',
    ],
    ['a bare group id fences nobody (k8)', 'exactly-once-v2', { 'app.groupMetadata': 'groupId' }, 'at-least-once'],
    ['an abort without rewind skips (k7)', 'exactly-once-v2', { 'app.rewindOnAbort': false }, 'at-most-once'],
    ['without transactions nothing is aborted', 'at-least-once', { 'app.rewindOnAbort': false }, 'at-least-once'],
    ['a call outside is done again (k9)', 'exactly-once-v2', { 'app.outsideEffect': 'perRecord' }, 'at-least-once'],
    [
      'a reader of everything sees aborted outputs (u2)',
      'exactly-once-v2',
      { 'isolation.level': 'read_uncommitted' },
      'at-least-once',
    ],
    ['the reader repeats its own effect', 'exactly-once-v2', { 'app.steps': 'E P' }, 'at-least-once'],
    ['a producer in front that sends again', 'exactly-once-v2', { 'app.onRestart': 'resend' }, 'at-least-once'],
    [
      'a row with a key absorbs what the topics hold twice',
      'at-least-once',
      { 'sink.write': 'upsert' },
      'exactly-once',
    ],
    ['a row with a key does not help the service', 'side-effect-outside', { 'sink.write': 'upsert' }, 'at-least-once'],
    [
      'an unclean election gives up safe copies (a4)',
      'exactly-once-v2',
      { 'unclean.leader.election.enable': true },
      'at-most-once',
    ],
  ])('%s', (_, id, own, claim) => {
    expect(claimOf(id, own)).toBe(claim);
  });
});

describe('what is refused', () => {
  test.each<[Settings, string]>([
    [{ 'enable.idempotence': false }, 'enable.idempotence'],
    [{ acks: '1' }, 'acks'],
    [{ 'max.in.flight.requests.per.connection': 6 }, 'max.in.flight.requests.per.connection'],
    [{ 'transaction.timeout.ms': 50, 'commit.interval.ms': 100 }, 'transaction.timeout.ms'],
    [{ 'app.steps': 'E' }, 'app.steps'],
  ])('exactly_once_v2 with %j', (own, where) => {
    expect(refused('exactly-once-v2', own).map((problem) => problem.where)).toEqual([where]);
  });

  test('at_least_once takes a producer without sequence numbers, and commits as seldom as it likes', () => {
    expect(refused('at-least-once', { 'enable.idempotence': false, 'commit.interval.ms': 60_000 })).toEqual([]);
  });
});

describe('defaults are those of Kafka Streams', () => {
  test.each<[string, unknown]>([
    ['processing.guarantee', 'at_least_once'],
    ['commit.interval.ms', 30_000],
    ['transaction.timeout.ms', 10_000],
    ['auto.offset.reset', 'earliest'],
    ['max.poll.records', 1000],
    ['isolation.level', 'read_uncommitted'],
  ])('%s is %s', (name, value) => {
    expect(DEFAULTS[name]).toBe(value);
  });
});

test('partitions are numbered over both topics, and every processor has a transactional id of its own', () => {
  const workload = { count: 1, everyMs: 1, keys: 1, kind: 'payment' };
  const plan = kafkaStreams.plan(settingsOf('exactly-once-v2', { 'num.partitions': 2, 'app.processors': 3 }), workload);
  expect(plan.partitions).toEqual(['orders-0', 'orders-1', 'payments-0', 'payments-1']);
  const coordinator = plan.nodes.find(({ id }) => id === 'coordinator')!;
  expect(Object.keys(coordinator.role.parts)).toEqual(
    expect.arrayContaining([1, 2, 3].map((place) => `transaction payments-processor-${place}`)),
  );
});
