/** In-sync sets, high watermarks and leaders that once went wrong. Each says what was wrong; none may come back. */
import { expect, test } from 'vitest';
import { plainEvent } from '../../src/engine/nodeEvent';
import { judge } from '../../src/explorer/judge';
import { emptyLog, freshMemory, logEnd, type BrokerData, type BrokerParameters } from '../../src/machines/log/memory';
import { isNextUnknown } from '../../src/machines/log/reading';
import { addBatch, beginToLead, cutAtDivergence, moveWatermark, noteFetch } from '../../src/machines/log/replica';
import { divergence, latestEpoch, type Batch } from '../../src/machines/log/rules';
import type { Fault, LaneSpec } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import type { TraceEvent } from '../../src/trace/event';
import { kafkaScenario, lane } from '../support/kafkaScenario';

const run = (one: LaneSpec, faults: readonly Fault[], count = 1) => {
  const records = { count, everyMs: 300, keys: 1, kind: 'payment' };
  return judge(kafkaScenario([one], faults, { records }), SYSTEMS)[0]!;
};

const crash = (node: string, atMs: number, forMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs });

const answersOf = (events: readonly TraceEvent[], name: string): readonly string[] =>
  events.flatMap((event) => (event.kind === 'send' && event.message.name === name ? [event.message.says] : []));

test('what waited for a follower that the controller took out of the in-sync set went on waiting', () => {
  const patient = { 'replica.lag.time.max.ms': 60_000, 'request.timeout.ms': 3_000, 'delivery.timeout.ms': 20_000 };
  const { trace } = run(lane('acks-all-replicated', patient), [crash('broker-3', 22, 20_000)]);
  expect(answersOf(trace.events, 'ProduceResponse')).toEqual(['offset 0']);
});

test('a marker was written while too few replicas were in sync', () => {
  const patient = { 'transaction.timeout.ms': 8_000, 'delivery.timeout.ms': 7_000, 'max.block.ms': 7_000 };
  const { trace } = run(lane('exactly-once', { 'replication.factor': 3, 'min.insync.replicas': 2, ...patient }), [
    { do: 'delay', message: 'EndTxnRequest', record: 1, attempt: 1, byMs: 450 },
    crash('broker-2', 100, 3_000),
    crash('broker-3', 100, 3_000),
  ]);
  const inSync: number[] = [];
  let size = 3;
  for (const event of trace.events) {
    if (event.kind === 'lead') size = event.isr.length;
    if (event.kind === 'marker' && !event.copied) inSync.push(size);
  }
  expect(answersOf(trace.events, 'WriteTxnMarkersResponse')[0]).toBe('NOT_ENOUGH_REPLICAS');
  expect(inSync).toHaveLength(1);
  expect(inSync[0]).toBeGreaterThanOrEqual(2);
});

test('a follower that asked a leader before that had heard of its election never asked again', () => {
  const patient = { 'request.timeout.ms': 3_000, 'delivery.timeout.ms': 20_000 };
  const { trace, verdict } = run(
    lane('acks-all-replicated', patient),
    [
      { do: 'crash', node: 'broker-1', pin: { atMs: 22 } },
      { do: 'partition', between: ['controller', 'broker-2'], atMs: 315, forMs: 60, oneWay: true },
    ],
    4,
  );
  expect(answersOf(trace.events, 'ReplicaFetchResponse')).toContain('UNKNOWN_LEADER_EPOCH');
  expect(verdict.outcome).toMatchObject({ sent: 4, once: 4 });
});

test('a proposal of an in-sync set that got lost was never made again', () => {
  const patient = {
    'broker.session.timeout.ms': 5_000,
    'request.timeout.ms': 20_000,
    'delivery.timeout.ms': 60_000,
  };
  const { trace } = run(lane('acks-all-replicated', patient), [
    { do: 'partition', between: ['broker-1', 'broker-3'], atMs: 20, forMs: 40_000, oneWay: false },
    { do: 'partition', between: ['broker-1', 'controller'], atMs: 300, forMs: 200, oneWay: false },
  ]);
  expect(answersOf(trace.events, 'ProduceResponse')).toEqual(['offset 0']);
});

test('a late copy of a follower’s fetch took the place of the fetch that waited, and the follower fell out for good (seed t98)', () => {
  const three = { 'num.partitions': 3, 'replication.factor': 3, 'min.insync.replicas': 2 };
  const scenario = kafkaScenario(
    [lane('exactly-once', { ...three, 'transaction.version': 1, 'app.transaction.records': 3 })],
    [],
    {
      seed: 't98',
      records: { count: 12, everyMs: 60, keys: 3, kind: 'payment' },
      network: { latencyMs: [5, 15], lossPerMille: 15, duplicatePerMille: 15, delayPerMille: 15, delayMs: [50, 400] },
      crashes: { perMille: 4, forMs: [200, 1_200] },
    },
  );
  const { verdict } = judge(scenario, SYSTEMS)[0]!;
  expect(verdict.ended).toBe('quiet');
  expect(verdict.outcome).toMatchObject({ lost: 0, duplicated: 0, unknown: 0 });
});

test('who waited for a verification heard nothing when the broker stopped leading', () => {
  const patient = { 'request.timeout.ms': 5_000, 'delivery.timeout.ms': 20_000, 'transaction.timeout.ms': 20_000 };
  const { trace } = run(lane('exactly-once', { 'replication.factor': 3, 'max.block.ms': 20_000, ...patient }), [
    { do: 'pause', node: 'coordinator', pin: { atMs: 35 }, forMs: 3_000 },
    { do: 'partition', between: ['broker-1', 'controller'], atMs: 52, forMs: 600, oneWay: false },
  ]);
  expect(answersOf(trace.events, 'ProduceResponse')[0]).toBe('NOT_LEADER_OR_FOLLOWER');
});

test('followers that caught up while a proposal was open, or were fenced and came back, stayed out of sync (seed s65)', () => {
  const processors = { 'app.processors': 3, 'commit.interval.ms': 80, 'max.poll.records': 2 };
  const three = { 'num.partitions': 3, 'replication.factor': 3, 'min.insync.replicas': 2 };
  const scenario = kafkaScenario(
    [{ id: 'eos', system: 'kafka-streams', preset: 'exactly-once-v2', settings: { ...processors, ...three } }],
    [
      { do: 'pause', node: 'broker-2', pin: { atMs: 705 }, forMs: 1_115 },
      { do: 'partition', between: ['broker-1', 'broker-2'], atMs: 1_095, forMs: 215, oneWay: false },
    ],
    {
      seed: 's65',
      records: { count: 12, everyMs: 60, keys: 3, kind: 'payment' },
      network: { latencyMs: [5, 15], lossPerMille: 25, duplicatePerMille: 25, delayPerMille: 25, delayMs: [50, 400] },
      crashes: { perMille: 8, forMs: [100, 1_500] },
    },
  );
  const { verdict } = judge(scenario, SYSTEMS)[0]!;
  expect(verdict.ended).toBe('quiet');
  expect(verdict.outcome).toMatchObject({ lost: 0, unknown: 0 });
});

const replicaOf = (id: string): { p: BrokerParameters; data: BrokerData } => {
  const p: BrokerParameters = {
    id,
    partition: 0,
    replicas: ['a', 'b', 'c'],
    minIsr: 1,
    lagMaxMs: 300,
    requestTimeoutMs: 500,
    reconnectBackoffMs: 50,
    flushEvery: 1_000,
    transactional: false,
    transactionVersion: 2,
    verificationEnabled: true,
  };
  const durable = { flushed: 0, logStart: 0, highWatermark: 0 };
  return { p, data: { durable, unflushed: emptyLog(), volatile: freshMemory(p, true) } };
};

const plain = (record: number): Batch => ({
  producerId: -1,
  epoch: -1,
  firstSequence: -1,
  lastSequence: -1,
  transactional: false,
  records: [record],
});

const lead = ({ p, data }: ReturnType<typeof replicaOf>, epoch: number, isr: readonly string[]): void => {
  data.volatile.leaderEpoch = epoch;
  data.volatile.isr = isr;
  beginToLead(p, data, 0);
};

test('the high watermark did not wait for a follower whose joining was proposed and might hold already', () => {
  const leader = replicaOf('a');
  lead(leader, 1, ['a']);
  leader.data.volatile.proposed = ['a', 'c'];
  noteFetch(leader.data, 'c', 0, 1);
  addBatch(leader.p, leader.data, plain(1), 2);
  moveWatermark(leader.p, leader.data);
  expect(leader.data.durable.highWatermark).toBe(0);
  noteFetch(leader.data, 'c', 1, 3);
  moveWatermark(leader.p, leader.data);
  expect(leader.data.durable.highWatermark).toBe(1);
});

test('a follower did not find where its log parts from that of a leader who had written nothing yet', () => {
  const [stale, deposed] = [replicaOf('b'), replicaOf('a')];
  for (const { p, data } of [stale, deposed]) {
    data.volatile.leaderEpoch = 0;
    addBatch(p, data, plain(1), 0);
  }
  lead(deposed, 2, ['a']);
  addBatch(deposed.p, deposed.data, plain(2), 0);
  lead(stale, 3, ['b']);
  const own = deposed.data.unflushed.epochs;
  const end = logEnd(stale.data);
  const found = divergence(stale.data.unflushed.epochs, latestEpoch(own), logEnd(deposed.data), end);
  expect(found).toEqual({ epoch: 0, endOffset: 1 });
  if (typeof found === 'object') cutAtDivergence(deposed.data, found);
  expect(deposed.data.unflushed.entries.map(({ record }) => record)).toEqual([1]);
});

test('a new leader told the next offset before it knew what the one before had acknowledged', () => {
  const { p, data } = replicaOf('b');
  data.volatile.leaderEpoch = 0;
  addBatch(p, data, plain(1), 0);
  lead({ p, data }, 1, ['b', 'c']);
  const ask = (at: string) => plainEvent('ListOffsetsRequest', { correlation: 1, at, committedOnly: false });
  expect([isNextUnknown(data, ask('latest')), isNextUnknown(data, ask('earliest'))]).toEqual([true, false]);
  noteFetch(data, 'c', 1, 1);
  moveWatermark(p, data);
  expect(isNextUnknown(data, ask('latest'))).toBe(false);
});
