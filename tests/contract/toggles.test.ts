/** Every setting that claims a difference has a run in which it makes one, and makes none in a run without faults. */
import { expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { crashAtStep, drop, kafkaScenario, lane } from '../support/kafkaScenario';

interface Toggle {
  readonly setting: string;
  readonly preset: string;
  readonly base?: Settings;
  readonly from: Settings;
  readonly to: Settings;
  readonly faults: readonly Fault[];
  readonly everyMs?: number;
}

const crashAt = (node: string, atMs: number, forMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs });
const cutOff = (a: string, b: string): Fault => ({
  do: 'partition',
  between: [a, b],
  atMs: 250,
  forMs: 3000,
  oneWay: false,
});
const leaderLost = [cutOff('broker-1', 'broker-2'), cutOff('broker-1', 'broker-3'), crashAt('broker-1', 450, 2000)];

const TOGGLES: readonly Toggle[] = [
  {
    setting: 'enable.idempotence',
    preset: 'at-least-once',
    from: { 'enable.idempotence': false },
    to: { 'enable.idempotence': true },
    faults: [drop('ProduceResponse', 3)],
  },
  {
    setting: 'acks',
    preset: 'at-least-once',
    from: { acks: '0' },
    to: { acks: 'all' },
    faults: [drop('ProduceRequest', 3)],
  },
  {
    setting: 'acks=1',
    preset: 'acks-one-replicated',
    from: { acks: '1' },
    to: { acks: 'all', 'min.insync.replicas': 2 },
    faults: leaderLost,
  },
  {
    setting: 'retries',
    preset: 'at-least-once',
    from: { retries: 0 },
    to: { retries: 5 },
    faults: [drop('ProduceRequest', 3)],
  },
  {
    setting: 'app.steps',
    preset: 'at-least-once',
    from: { 'app.steps': 'P E' },
    to: { 'app.steps': 'E P' },
    faults: [crashAtStep('consumer', 'before', 'effect', 5)],
  },
  {
    setting: 'sink.write',
    preset: 'at-least-once',
    from: { 'sink.write': 'append' },
    to: { 'sink.write': 'upsert' },
    faults: [drop('ProduceResponse', 3)],
  },
  {
    setting: 'sink.dedup',
    preset: 'at-least-once',
    from: { 'sink.dedup': 'none' },
    to: { 'sink.dedup': 'set' },
    faults: [drop('ProduceResponse', 3)],
  },
  {
    setting: 'isolation.level',
    preset: 'exactly-once',
    from: { 'isolation.level': 'read_uncommitted' },
    to: { 'isolation.level': 'read_committed' },
    faults: [crashAtStep('producer', 'after', 'send', 3)],
  },
  {
    setting: 'app.onRestart',
    preset: 'at-least-once',
    base: { 'enable.idempotence': true },
    from: { 'app.onRestart': 'resend' },
    to: { 'app.onRestart': 'ask' },
    faults: [crashAtStep('producer', 'before', 'ack', 4)],
  },
  {
    setting: 'max.in.flight.requests.per.connection',
    preset: 'at-least-once',
    base: { 'batch.size': 1000 },
    from: { 'max.in.flight.requests.per.connection': 5 },
    to: { 'max.in.flight.requests.per.connection': 1 },
    faults: [drop('ProduceRequest', 3)],
    everyMs: 4,
  },
  {
    setting: 'delivery.timeout.ms',
    preset: 'at-least-once',
    from: { 'delivery.timeout.ms': 600 },
    to: { 'delivery.timeout.ms': 5000 },
    faults: [crashAt('broker-1', 250, 1500)],
  },
  {
    setting: 'log.flush.interval.messages',
    preset: 'at-least-once',
    from: {},
    to: { 'log.flush.interval.messages': 1 },
    faults: [
      { do: 'pause', node: 'consumer', pin: { atMs: 290 }, forMs: 600 },
      { do: 'powerLoss', node: 'broker-1', pin: { atMs: 460 }, forMs: 300 },
    ],
  },
  {
    setting: 'auto.offset.reset',
    preset: 'at-least-once',
    from: { 'auto.offset.reset': 'latest' },
    to: { 'auto.offset.reset': 'earliest' },
    faults: [{ do: 'pause', node: 'consumer', pin: { atMs: 1 }, forMs: 400 }],
  },
];

function outcomes({ preset, base = {}, everyMs = 100 }: Toggle, settings: Settings, faults: readonly Fault[]) {
  const records = { count: 8, everyMs, keys: 1, kind: 'payment' };
  const [judged] = judge(kafkaScenario([lane(preset, { ...base, ...settings })], faults, { records }), SYSTEMS);
  return judged!.verdict.records.map(({ outcome, reordered }) => `${outcome}${reordered ? ' reordered' : ''}`);
}

test.each(TOGGLES.map((toggle) => [toggle.setting, toggle] as const))(
  '%s matters under its fault, and changes no outcome without one',
  (setting, toggle) => {
    expect(outcomes(toggle, toggle.from, toggle.faults)).not.toEqual(outcomes(toggle, toggle.to, toggle.faults));
    if (setting === 'auto.offset.reset') return; // What a reader that comes late finds is no matter of faults.
    expect(outcomes(toggle, toggle.from, [])).toEqual(outcomes(toggle, toggle.to, []));
  },
);
