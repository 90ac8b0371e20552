/** The cost model: counts and delays that have the shape of the formulas, system by system. No benchmark. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Fault, Settings, Workload } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind, type Trace } from '../../src/trace/event';
import { crash, rowScenario } from '../support/faultRows';

const COUNT = 12;
function run(system: string, preset: string, settings: Settings = {}, records: Partial<Workload> = {}) {
  const row = { row: preset, preset, settings, records: { count: COUNT, ...records }, shows: [] };
  const [lane] = judge(rowScenario(system, row), SYSTEMS);
  const sent = lane!.trace.events.filter(isKind('send'));
  const named = (...names: readonly string[]): number =>
    sent.filter(({ message }) => names.includes(message.name)).length;
  return { ...lane!.verdict.cost, named };
}

describe('a handshake: packets for each message and hop', () => {
  const packets = ['PUBLISH', 'PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP'];
  test.each([
    ['qos0', 1],
    ['qos1', 2],
    ['qos2', 4],
  ])('MQTT %s: %i', (preset, each) => {
    expect(run('mqtt', preset).named(...packets)).toBe(COUNT * 2 * each);
  });

  test('MQTT QoS 2 keeps the numbers of what is under way, and lets them go', () => {
    expect(run('mqtt', 'qos2').rememberedNames).toBe(1);
    expect(run('mqtt', 'qos2', {}, { everyMs: 1 }).rememberedNames).toBeGreaterThan(1);
    expect(run('mqtt', 'qos1').rememberedNames).toBe(0);
  });

  test('RabbitMQ: nothing is confirmed that nobody asked to confirm', () => {
    expect(run('rabbitmq', 'fire-and-forget').named('PublisherConfirm')).toBe(0);
    expect(run('rabbitmq', 'confirmed').named('PublisherConfirm')).toBe(COUNT);
  });

  test('RabbitMQ: a transient message on a queue that nobody replicates is no durable write', () => {
    const transient = run('rabbitmq', 'confirmed', { 'x-queue-type': 'classic', delivery_mode: 1 });
    const persistent = run('rabbitmq', 'confirmed', { 'x-queue-type': 'classic', delivery_mode: 2 });
    expect([transient.durableWrites, persistent.durableWrites]).toEqual([COUNT, 3 * COUNT]);
  });
});

describe('a guard: one write more, or none where the name is in the effect’s transaction', () => {
  test('SQS: FIFO writes down each id', () => {
    const [standard, fifo] = [run('sqs', 'standard'), run('sqs', 'fifo')];
    expect(fifo.durableWrites - standard.durableWrites).toBe(COUNT);
    expect([standard.rememberedNames, fifo.rememberedNames]).toEqual([0, COUNT]);
  });

  test('a database with the id in the transaction writes no oftener than one without', () => {
    const [plain, withId] = [run('database', 'append'), run('database', 'with-id')];
    expect(withId.durableWrites).toBe(plain.durableWrites);
    expect([plain.rememberedNames, withId.rememberedNames]).toEqual([0, COUNT]);
  });

  test('a high-water mark is one number', () => {
    expect(run('database', 'with-offset').rememberedNames).toBe(1);
  });

  test('JetStream writes no map: it is made again of the messages', () => {
    expect(run('jetstream', 'ids-and-double-ack').durableWrites).toBe(run('jetstream', 'no-ids').durableWrites);
  });

  test('Stripe writes the key before the work, and the answer with it', () => {
    expect(run('stripe', 'key-with-the-order').durableWrites).toBe(2 * COUNT);
    expect(run('stripe', 'no-key').durableWrites).toBe(COUNT);
  });

  test('a window: rate times window, no more', () => {
    const names = (windowMs: number): number =>
      run('ttl', 'after', { 'dedup.window.ms': windowMs }, { count: 60, everyMs: 100 }).rememberedNames;
    expect(names(1_000)).toBeGreaterThanOrEqual(9);
    expect(names(1_000)).toBeLessThanOrEqual(12);
    expect(names(2_000)).toBeLessThanOrEqual(22);
  });

  test('a topic knows the last five batches of a producer, Temporal the workflows that run', () => {
    expect(run('flink', 'at-least-once').rememberedNames).toBe(5);
    expect(run('kafka', 'idempotent-sink').rememberedNames).toBe(5);
    expect(run('temporal', 'activity').rememberedNames).toBe(1);
  });
});

describe('a transaction of n records: its price is shared, and its records wait for it', () => {
  const of = (records: number) => run('kafka', 'exactly-once', { 'app.transaction.records': records });
  test('Kafka', () => {
    const [one, four] = [of(1), of(4)];
    expect(four.durableWrites).toBeLessThan(one.durableWrites * 0.6);
    expect(four.messages).toBeLessThan(one.messages);
    expect(four.visibleMs.p50).toBeGreaterThan(one.visibleMs.p50);
  });

  test('SingleStore: one transaction a batch', () => {
    const of = (records: number) =>
      run('singlestore', 'pipeline', { pipelines_max_offsets_per_batch_partition: records, BATCH_INTERVAL: 10_000 });
    const [one, four] = [of(1), of(4)];
    expect([one.durableWrites, four.durableWrites]).toEqual([2 * COUNT, COUNT + COUNT / 4]);
    expect(four.visibleMs.p50).toBeGreaterThan(one.visibleMs.p50);
  });
});

test('a checkpoint: half its interval and its duration until visible, the whole of both at worst', () => {
  for (const intervalMs of [1_000, 2_000]) {
    const settings = { 'execution.checkpointing.interval': intervalMs, 'app.snapshot.hashmap.ms': 100 };
    const { visibleMs } = run('flink', 'exactly-once', settings, { count: 80, everyMs: 50 });
    expect(visibleMs.p50, `${intervalMs}`).toBeGreaterThan(intervalMs / 2 + 100 - 75);
    expect(visibleMs.p50, `${intervalMs}`).toBeLessThan(intervalMs / 2 + 100 + 150);
    expect(visibleMs.p99, `${intervalMs}`).toBeLessThan(intervalMs + 100 + 150);
  }
});

test('a lease: recovery takes its length', () => {
  for (const seconds of [3, 9]) {
    const row = {
      row: 'lease',
      preset: 'standard',
      settings: { VisibilityTimeout: seconds },
      faults: [crash('worker', 'before', 'effect', 4)],
      records: { count: 4 },
      shows: [],
    };
    const [lane] = judge(rowScenario('sqs', row), SYSTEMS);
    const { p99 } = lane!.verdict.cost.visibleMs;
    expect(p99).toBeGreaterThan(seconds * 1_000);
    expect(p99).toBeLessThan(seconds * 1_000 + 200);
  }
});

/** How long each record's handler is busy at each worker's first try; half a minute lies between two records. */
const HANDLINGS_MS = [600, 1_900, 3_400, 4_700, 6_200, 7_300, 8_400, 9_800];
const slowHandlings = (node: string): readonly Fault[] =>
  HANDLINGS_MS.map((forMs, index) => ({
    do: 'pause',
    node,
    pin: { when: 'before', step: 'effect', record: index + 1, attempt: 1 },
    forMs,
  }));

/** How long each handling took, from its lease to its effect. */
function handlingsOf({ events }: Trace): readonly number[] {
  const writes = events.filter(isKind('arrive')).filter(({ message }) => message.name === 'Write');
  return events.filter(isKind('lease')).map(({ record, worker, at }) => {
    const write = writes.find(({ message, at: later }) => {
      return message.from === worker && message.records.includes(record) && later > at;
    });
    return write!.at - at;
  });
}

test.each([
  [1, 14],
  [4, 10],
  [8, 4],
  [30, 0],
])('a lease of %i s: its share of work for nothing is that of the handlers which are slower, %i of them', (s, slow) => {
  const row = {
    row: 'lease',
    preset: 'standard',
    settings: { VisibilityTimeout: s, 'app.workers': 2 },
    faults: ['worker-1', 'worker-2'].flatMap(slowHandlings),
    records: { count: HANDLINGS_MS.length, everyMs: 30_000 },
    shows: [],
  };
  const [lane] = judge(rowScenario('sqs', row), SYSTEMS);
  const handlings = handlingsOf(lane!.trace);
  const effects = lane!.trace.events.filter(isKind('apply')).length;
  const slower = handlings.filter((ms) => ms > s * 1_000).length;
  expect(slower).toBe(slow);
  expect((effects - HANDLINGS_MS.length) / effects).toBe(slower / handlings.length);
});

test('a confirmed acknowledgement: one message more', () => {
  const settings = { 'client.doubleAck': false };
  const [plain, double] = [run('jetstream', 'ids-and-double-ack', settings), run('jetstream', 'ids-and-double-ack')];
  expect(double.messages - plain.messages).toBe(COUNT);
});
