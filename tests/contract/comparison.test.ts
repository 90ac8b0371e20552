/**
 * The comparison of memories: each cell opens a run, and what the cell says is in the trace of that run. What the column
 * “what breaks it” names beyond that run is shown way by way in `comparisonBreaks.test.ts`.
 */
import { describe, expect, test } from 'vitest';
import { effectiveSettings, findPreset, findSystem } from '../../src/scenario/catalog';
import type { Fault, SettingValue } from '../../src/scenario/scenario';
import { windowOf } from '../../src/systems/jetstream/values';
import { COLUMNS, comparisonRows, type ColumnId } from '../../src/session/comparison';
import { SYSTEMS } from '../../src/systems/registry';
import { drop, kafkaScenario, lane } from '../support/kafkaScenario';
import { first, readScenario, runLanes, type Lanes, type LaneView } from '../support/catalogueRun';

/** Looks at the run that a cell opens. */
type Look = (run: Lanes) => void;

const absorbed =
  (id: string, record: number, node: string): Look =>
  (run) =>
    expect(first(run(id).of('absorb'), (event) => event.record === record && event.node === node)).toBeDefined();
const shows =
  (id: string, ...outcomes: readonly string[]): Look =>
  (run) =>
    expect(run(id).notOnce).toEqual(outcomes);
const all =
  (...looks: readonly Look[]): Look =>
  (run) =>
    looks.forEach((look) => look(run));
/** The most names that were known at the same time, by the events of the lane. */
const namesOf = (lane: LaneView): number =>
  Math.max(
    0,
    ...lane.of('remember').map(({ names }) => names),
    ...lane.of('append').map(({ remembered }) => remembered),
  );
const keeps =
  (id: string, names: number): Look =>
  (run) =>
    expect(namesOf(run(id))).toBe(names);
const sent = (lane: LaneView, name: string): number => lane.messages('send', name).length;
const committedAt =
  (id: string, node: string): Look =>
  (run) =>
    expect(
      run(id)
        .of('commit')
        .some((event) => event.node === node && event.accepted),
    ).toBe(true);
const never =
  (id: string, kind: 'absorb' | 'forget' | 'remember'): Look =>
  (run) =>
    expect(run(id).of(kind)).toEqual([]);
const appliesAt = (lane: LaneView, node: string): readonly number[] =>
  lane
    .of('apply')
    .filter((event) => event.node === node)
    .map(({ record }) => record);
/** When the record took effect first, after it was handed over. */
const delay = (lane: LaneView, record: number): number =>
  first(lane.of('apply'), (event) => event.record === record).at -
  first(lane.of('submit'), (event) => event.record === record).at;

function settingOf(scenario: string, lane: string, name: string): SettingValue | undefined {
  const found = readScenario(scenario).lanes.find(({ id }) => id === lane)!;
  const system = findSystem(SYSTEMS, found.system)!;
  return effectiveSettings(system, findPreset(system, found.preset)!, found.settings)[name];
}
const byDefault = (system: string, setting: string): SettingValue | undefined =>
  findSystem(SYSTEMS, system)!.settings.find(({ name }) => name === setting)?.default;
const absorbsOf = (lane: LaneView, record: number): number =>
  lane.of('absorb').filter((event) => event.record === record).length;

const NOTHING_KEPT = (id: string): Look => all(keeps(id, 0), never(id, 'absorb'));

/** The producer's id expires, as it does after a day of silence, between a batch and its retry. */
const EXPIRED: readonly Fault[] = [{ do: 'expire', target: 'producers', atMs: 500 }];
const afterExpiry = (faults: readonly Fault[]): readonly string[] =>
  runLanes(
    kafkaScenario(
      [lane('idempotent-sink', { 'sink.write': 'append', 'reconnect.backoff.ms': 200 })],
      [drop('ProduceResponse', 4), ...faults],
    ),
  )('idempotent-sink').notOnce;

const SHOWN: Readonly<Record<string, Readonly<Record<ColumnId, Look>>>> = {
  'kafka idempotent producer': {
    where: (run) => {
      const lane = run('idempotent');
      const leader = lane.of('lead').at(-1)!.leader;
      expect(leader).not.toBe('broker-1');
      expect(first(lane.of('refuse'), ({ reason }) => reason === 'duplicate').node).toBe(leader);
      expect(lane.written(3)).toHaveLength(1);
    },
    scope: (run) => {
      const ids = run('idempotent')
        .written(4)
        .map(({ producerId }) => producerId);
      expect(new Set(ids).size).toBe(2);
    },
    window: (run) => {
      expect(namesOf(run('idempotent'))).toBe(5);
      expect(first(run('idempotent').of('refuse')).reason).toBe('duplicate');
      expect([afterExpiry([]), afterExpiry(EXPIRED)]).toEqual([[], ['4 duplicated']]);
    },
    brokenBy: shows('resend', '4 duplicated'),
    price: (run) => {
      expect(sent(run('sequences'), 'ProduceRequest')).toBe(sent(run('neither'), 'ProduceRequest'));
      expect(namesOf(run('sequences'))).toBeLessThanOrEqual(5);
    },
  },
  'kafka-streams exactly_once_v2': {
    where: (run) => {
      expect(sent(run('eos'), 'TxnOffsetCommitRequest')).toBeGreaterThan(0);
      expect(sent(run('eos'), 'OffsetCommitRequest')).toBe(0);
    },
    scope: all(shows('inside'), shows('outside', '4 duplicated')),
    window: (run) => {
      expect(byDefault('kafka-streams', 'transaction.timeout.ms')).toBe(10_000);
      expect(
        run('committed')
          .of('transaction')
          .map(({ became }) => became),
      ).toContain('CompleteAbort');
    },
    brokenBy: shows('uncommitted', '4 duplicated'),
    price: (run) => expect(sent(run('eos'), 'EndTxnRequest')).toBeGreaterThan(sent(run('alo'), 'EndTxnRequest')),
  },
  'sqs FIFO queue': {
    where: absorbed('fifo', 3, 'queue'),
    scope: all(absorbed('queue', 3, 'queue'), shows('group', '3 duplicated')),
    window: (run) => {
      expect(byDefault('sqs', 'service.deduplicationInterval')).toBe(300);
      expect(settingOf('five-minutes-and-one-second', 'thirty', 'service.deduplicationInterval')).toBe(30);
      expect(settingOf('five-minutes-and-one-second', 'sixty', 'service.deduplicationInterval')).toBe(60);
      expect([3, 5].map((record) => absorbsOf(run('thirty'), record))).toEqual([1, 0]);
      expect([3, 5].map((record) => absorbsOf(run('sixty'), record))).toEqual([1, 1]);
    },
    brokenBy: all(shows('thirty', '5 duplicated', '7 lost'), shows('ownIds', '5 duplicated')),
    price: keeps('fifo', 6),
  },
  'sqs standard queue': {
    where: NOTHING_KEPT('sqs'),
    scope: NOTHING_KEPT('sqs'),
    window: NOTHING_KEPT('sqs'),
    brokenBy: shows('short', '4 duplicated'),
    price: keeps('sqs', 0),
  },
  'stripe Idempotency-Key, API v1': {
    where: absorbed('stripe', 3, 'stripe'),
    scope: (run) => {
      const senders = run('stripe')
        .messages('send', 'CreateChargeRequest', 3)
        .map(({ node }) => node);
      expect(new Set(senders)).toEqual(new Set(['shop', 'shop-2']));
      expect(first(run('stripe').of('refuse')).reason).toBe('conflict');
      expect(appliesAt(run('stripe'), 'stripe').filter((record) => record === 3)).toHaveLength(1);
    },
    window: (run) => {
      expect(byDefault('stripe', 'service.keyLifetime.ms')).toBe(86_400_000);
      const [key, again] = [
        first(run('stripe').of('remember'), ({ record }) => record === 3),
        run('stripe').of('absorb'),
      ];
      const late = first(again, ({ record }) => record === 3);
      expect(late.at - key.at).toBeGreaterThan(39_000);
    },
    brokenBy: all(shows('memory', '2 duplicated'), shows('impatient', '4 duplicated')),
    price: keeps('stripe', 6),
  },
  'paypal PayPal-Request-Id': {
    where: absorbed('capture', 2, 'paypal'),
    scope: all(shows('order', '2 duplicated'), shows('capture')),
    window: all(
      shows('vault', '3 duplicated', '6 lost'),
      shows('captures', '6 lost'),
      absorbed('captures', 3, 'paypal'),
    ),
    brokenBy: shows('order', '2 duplicated'),
    price: keeps('capture', 3),
  },
  'pubsub exactly-once delivery': {
    where: (run) => {
      const refused = first(run('byOrderId').of('settle'), ({ accepted }) => !accepted);
      expect([refused.record, refused.node]).toEqual([5, 'subscription']);
    },
    scope: shows('regions', '3 duplicated'),
    window: (run) => {
      const settled = run('askedAgain')
        .of('settle')
        .filter(({ record, accepted }) => record === 3 && accepted);
      const leases = run('askedAgain')
        .of('lease')
        .filter(({ record }) => record === 3);
      expect([settled.length, leases.length]).toEqual([1, 1]);
      expect(
        run('lost')
          .of('lease')
          .filter(({ record }) => record === 3),
      ).toHaveLength(2);
    },
    brokenBy: shows('pubsub', '3 duplicated'),
    price: (run) => {
      expect(sent(run('askedAgain'), 'AcknowledgeResponse')).toBeGreaterThan(0);
      expect(sent(run('lost'), 'AcknowledgeResponse')).toBe(0);
    },
  },
  'rabbitmq queue': {
    where: NOTHING_KEPT('manual'),
    scope: NOTHING_KEPT('manual'),
    window: NOTHING_KEPT('manual'),
    brokenBy: shows('rabbitmq', '3 duplicated'),
    price: keeps('manual', 0),
  },
  'flink checkpoint and prepared transaction': {
    where: (run) => {
      const checkpoint = first(run('committed').of('commit'), ({ node }) => node === 'jobmanager');
      const back = first(run('committed').of('restart'));
      const done = first(
        run('committed').of('transaction'),
        ({ became, at }) => became === 'CompleteCommit' && at > back.at,
      );
      expect(checkpoint.at).toBeLessThan(back.at);
      expect(done.node).toBe('sink');
    },
    scope: all(shows('committed'), shows('everything', '6 duplicated', '7 duplicated')),
    window: all(shows('short', ...[1, 2, 3, 4, 5].map((record) => `${record} lost`)), shows('long')),
    brokenBy: all(
      shows('short', ...[1, 2, 3, 4, 5].map((record) => `${record} lost`)),
      shows('everything', '6 duplicated', '7 duplicated'),
    ),
    price: (run) => {
      const interval = Number(settingOf('promise-kept', 'committed', 'execution.checkpointing.interval'));
      expect(delay(run('committed'), 7)).toBeGreaterThan(interval / 2);
      expect(delay(run('flushed'), 2)).toBeLessThan(100);
    },
  },
  'jetstream Nats-Msg-Id': {
    where: all(shows('workqueue', '4 duplicated'), absorbed('limits', 4, 'server')),
    scope: shows('sourced', '3 duplicated'),
    window: (run) => {
      const byDefaultMs = Number(byDefault('jetstream', 'duplicate_window.ms'));
      expect(windowOf({ windowMs: byDefaultMs, maxAgeMs: 0, sources: false })).toBe(120_000);
      expect([run('jetstream').notOnce, absorbsOf(run('jetstream'), 3)]).toEqual([['3 duplicated'], 2]);
    },
    brokenBy: shows('workqueue', '4 duplicated'),
    price: (run) => {
      expect(namesOf(run('limits'))).toBe(5);
      expect(
        run('limits')
          .of('remember')
          .every(({ durable }) => !durable),
      ).toBe(true);
    },
  },
  'ttl a book of names': {
    where: (run) => {
      expect(run('before').of('remember')[0]!.node).toBe('names');
      expect(run('with').of('remember')[0]!.node).toBe('sink');
    },
    scope: all(shows('putIfAbsent'), absorbed('putIfAbsent', 3, 'names')),
    window: all(shows('firstSight', '3 duplicated'), shows('lastSight')),
    brokenBy: all(shows('before', '4 lost'), shows('after', '4 duplicated'), shows('with')),
    price: keeps('inside', 8),
  },
  'spark micro-batch': {
    where: all(committedAt('guarded', 'checkpoint'), absorbed('guarded', 5, 'table')),
    scope: (run) => expect(run('guarded').notOnce.slice(0, 1)).toEqual(['17 lost']),
    window: all(absorbed('guarded', 32, 'table'), never('guarded', 'forget')),
    brokenBy: (run) => {
      expect(run('guarded').notOnce).toHaveLength(16);
      expect(run('append').notOnce).toEqual([5, 6, 7, 8].map((record) => `${record} duplicated`));
    },
    price: (run) => expect(delay(run('guarded'), 2)).toBeGreaterThan(100),
  },
  'singlestore pipeline': {
    where: all(committedAt('oneCommit', 'table'), committedAt('rowsFirst', 'offsets')),
    scope: shows('rowsFirst', '4 duplicated', '5 duplicated', '6 duplicated'),
    window: (run) => expect(run('oneCommit').of('commit').at(-1)!.offset).toBe(9),
    brokenBy: shows('goesOn', '7 lost', '8 lost', '9 lost'),
    price: (run) => {
      expect(sent(run('oneCommit'), 'SaveOffset')).toBe(0);
      expect(sent(run('rowsFirst'), 'SaveOffset')).toBeGreaterThan(0);
    },
  },
  'pinot offset of a segment': {
    where: committedAt('plain', 'segments-0'),
    scope: (run) => {
      const partitions = new Set(
        run('otherPartition')
          .of('commit')
          .map(({ node }) => node),
      );
      expect(partitions).toEqual(new Set(['segments-0', 'segments-1']));
    },
    window: (run) => {
      const given = run('plain')
        .of('deliver')
        .filter(({ node, record }) => node === 'server-1' && record === 1);
      expect(given.length).toBeGreaterThan(1);
      expect(run('plain').notOnce).not.toContain('1 duplicated');
    },
    brokenBy: shows('plain', '8 duplicated'),
    price: (run) => expect(delay(run('plain'), 1)).toBeGreaterThan(1_000),
  },
  'pinot deduplication by primary key': {
    where: absorbed('dedup', 8, 'segments-0'),
    scope: all(absorbed('keyed', 3, 'segments-0'), shows('unkeyed', '3 duplicated')),
    window: (run) => {
      expect(settingOf('throw-it-away', 'dedup', 'dedupConfig.metadataTTL')).toBe(0);
      expect(run('dedup').of('forget')).toEqual([]);
    },
    brokenBy: shows('otherPartition', '8 duplicated'),
    price: keeps('dedup', 12),
  },
  'mqtt QoS 2': {
    where: (run) => {
      const nodes = new Set(
        run('kept')
          .of('remember')
          .map(({ node }) => node),
      );
      expect(nodes).toEqual(new Set(['broker', 'subscriber']));
    },
    scope: all(shows('clean', '2 duplicated'), shows('lower', '4 lost')),
    window: (run) => {
      const { length } = run('kept').of('remember');
      expect(run('kept').of('forget')).toHaveLength(length);
      for (const freed of run('kept').of('forget'))
        expect(
          run('kept')
            .messages('arrive', 'PUBREL', freed.record)
            .some(({ seq }) => seq < freed.seq),
        ).toBe(true);
    },
    brokenBy: all(shows('clean', '2 duplicated'), shows('lower', '4 lost')),
    price: (run) => {
      for (const name of ['PUBLISH', 'PUBREC', 'PUBREL', 'PUBCOMP'])
        expect(run('kept').messages('send', name, 1), name).toHaveLength(2);
    },
  },
  'database a unique key, or a version': {
    where: all(absorbed('unique', 1, 'sink'), never('unique', 'remember')),
    scope: all(absorbed('unique', 1, 'sink'), absorbed('versioned', 1, 'sink')),
    window: all(
      shows('unique', '1 duplicated', '2 duplicated'),
      shows('noTombstone', '1 duplicated', '2 duplicated'),
      shows('versioned'),
    ),
    brokenBy: shows('unique', '1 duplicated', '2 duplicated'),
    price: (run) => expect(sent(run('unique'), 'Write')).toBe(sent(run('append'), 'Write')),
  },
  'database offset or id in the transaction': {
    where: (run) => {
      const [apply, name] = [run('offset').of('apply')[0]!, run('offset').of('remember')[0]!];
      expect([name.node, name.causes[0]]).toEqual([apply.node, apply.causes[0]]);
    },
    scope: all(shows('offset'), shows('ids')),
    window: all(absorbed('offset', 1, 'sink'), absorbed('ids', 1, 'sink'), never('ids', 'forget')),
    brokenBy: shows('inbox', '3 duplicated'),
    price: all(keeps('offset', 1), keeps('ids', 4)),
  },
  'kinesis consumer with KCL': {
    where: all(NOTHING_KEPT('retry'), committedAt('retry', 'leases')),
    scope: (run) =>
      expect(
        run('paused')
          .of('assign')
          .map(({ partitions }) => partitions),
      ).toContainEqual([0]),
    window: NOTHING_KEPT('kinesis'),
    brokenBy: shows('paused', '7 duplicated', '8 duplicated', '9 duplicated'),
    price: keeps('kinesis', 0),
  },
  'two-generals an order and its name': {
    where: absorbed('named', 2, 'general-b'),
    scope: (run) =>
      expect(new Set(run('named').events.map(({ node }) => node))).toEqual(new Set(['general-a', 'general-b'])),
    window: all(never('named', 'forget'), keeps('named', 6)),
    brokenBy: shows('four', '3 lost', '5 failed', '6 failed'),
    price: (run) => expect(sent(run('named'), 'Order')).toBeGreaterThan(6),
  },
  'temporal journal': {
    where: committedAt('noKey', 'server'),
    scope: (run) =>
      expect(
        run('noKey')
          .of('deliver')
          .filter(({ record }) => record === 4),
      ).toHaveLength(1),
    window: (run) => {
      expect(byDefault('temporal', 'idempotency_retention')).toBe(86_400_000);
      expect([run('restate').notOnce, absorbsOf(run('restate'), 3)]).toEqual([['3 duplicated'], 2]);
    },
    brokenBy: all(shows('noKey', '5 duplicated'), shows('random', '5 duplicated'), shows('derived')),
    price: (run) => {
      const records = run('noKey')
        .of('commit')
        .filter(({ node, accepted }) => node === 'server' && accepted);
      expect(records).toHaveLength(12);
      expect(records.every(({ durable }) => durable)).toBe(true);
    },
  },
  'dataflow catalogue of ids': {
    where: (run) => expect(run('pipeline').of('remember')[0]!.node).toBe('output'),
    scope: (run) => {
      expect(appliesAt(run('charges'), 'output')).toHaveLength(10);
      expect(appliesAt(run('charges'), 'api')).toHaveLength(13);
    },
    window: never('inside', 'forget'),
    brokenBy: shows('dice', '1 duplicated', '2 duplicated', '3 duplicated'),
    price: keeps('inside', 10),
  },
  'outbox outbox and inbox': {
    where: all(committedAt('inbox', 'shop'), (run) => expect(run('inbox').of('remember')[0]!.node).toBe('sink')),
    scope: absorbed('inbox', 8, 'sink'),
    window: all(never('inbox', 'forget'), shows('inbox')),
    brokenBy: shows('byId', '7 lost', '8 duplicated'),
    price: keeps('inbox', 9),
  },
  'pulsar producer de-duplication': {
    where: (run) => {
      const lane = run('keeps');
      const absorb = first(lane.of('absorb'), ({ record }) => record === 2);
      expect(absorb.node).toBe('broker');
      expect(first(lane.of('restart'), ({ node }) => node === 'broker').at).toBeLessThan(absorb.at);
    },
    scope: all(shows('random', '5 duplicated', '6 duplicated'), shows('partition', '6 duplicated'), shows('asks')),
    window: (run) => {
      expect(byDefault('pulsar', 'brokerDeduplicationProducerInactivityTimeoutMinutes')).toBe(360);
      expect([run('forgets').notOnce, run('forgets').of('forget').length]).toEqual([['2 duplicated'], 1]);
      expect([run('keeps').notOnce, run('keeps').of('forget').length]).toEqual([[], 0]);
    },
    brokenBy: all(
      shows('random', '5 duplicated', '6 duplicated'),
      shows('counter', '7 lost', '8 lost', '9 lost', '10 lost', '11 lost', '12 lost'),
      shows('partition', '6 duplicated'),
    ),
    price: all(keeps('asks', 1), keeps('random', 2)),
  },
  'pulsar transaction': {
    where: (run) => {
      const lane = run('committed');
      expect(lane.of('transaction').every(({ node, durable }) => node === 'coordinator' && durable)).toBe(true);
      expect(lane.of('settle').every(({ node, worker }) => node === 'broker' && worker === 'coordinator')).toBe(true);
    },
    scope: (run) => {
      expect(
        new Set(
          run('committed')
            .of('marker')
            .map(({ node }) => node),
        ),
      ).toEqual(new Set(['broker-2']));
      expect(run('committed').of('settle')).toHaveLength(5);
    },
    window: (run) => {
      expect(byDefault('pulsar', 'transactionTimeout.ms')).toBe(60_000);
      expect(settingOf('behind-somebody-else', 'committed', 'transactionTimeout.ms')).toBe(6_000);
      expect(delay(run('committed'), 3)).toBeGreaterThan(5_900);
    },
    brokenBy: (run) => {
      // The neighbour's own record, which is in no transaction.
      expect(delay(run('committed'), 4)).toBeGreaterThan(5_800);
      expect(delay(run('without'), 4)).toBeLessThan(1_000);
      expect(run('uncommitted').notOnce).toEqual(['3 duplicated']);
    },
    price: (run) => expect(run('committed').of('send').length).toBeGreaterThan(2 * run('without').of('send').length),
  },
  'rabbitmq-streams publishing id': {
    where: absorbed('position', 2, 'stream'),
    scope: (run) => {
      const senders = run('two')
        .messages('arrive', 'Publish')
        .map(({ message }) => message.from);
      expect(new Set(senders)).toEqual(new Set(['publisher-1', 'publisher-2']));
      expect(absorbsOf(run('two'), 3)).toBe(1);
    },
    window: all(absorbed('counter', 5, 'stream'), never('counter', 'forget')),
    brokenBy: all(shows('idsFall', '5 lost'), shows('two', '3 lost')),
    price: all(keeps('position', 1), keeps('noName', 0)),
  },
  'debezium source position': {
    where: all(committedAt('adding', 'offsets'), (run) =>
      expect(run('adding').messages('arrive', 'ConfirmPosition')[0]!.node).toBe('database'),
    ),
    scope: all(shows('kept'), shows('renamed', ...[1, 2, 3, 4, 5].map((record) => `${record} duplicated`))),
    window: (run) => {
      expect(byDefault('debezium', 'offset.flush.interval.ms')).toBe(60_000);
      const flushed = first(run('adding').of('commit'), ({ node }) => node === 'offsets');
      expect([flushed.offset, run('adding').notOnce[0]]).toEqual([5, '5 duplicated']);
    },
    brokenBy: shows('adding', '5 duplicated', '6 duplicated', '7 duplicated', '8 lost', '9 lost'),
    price: (run) => {
      expect(namesOf(run('adding'))).toBe(0);
      expect(sent(run('transaction'), 'CommitTransaction')).toBe(8);
      expect(sent(run('adding'), 'CommitTransaction')).toBe(0);
    },
  },
  'mirrormaker Connect offset': {
    where: (run) =>
      expect(first(run('plain').of('commit'), ({ group }) => group === 'mirror-source').node).toBe('target'),
    scope: (run) => {
      const copying = run('plain')
        .of('commit')
        .filter(({ node, partition }) => node === 'target' && partition === 0);
      expect(new Set(copying.map(({ group }) => group))).toEqual(new Set(['mirror-source']));
    },
    window: (run) => {
      const saved = run('plain')
        .of('commit')
        .findLast(({ group, at }) => group === 'mirror-source' && at < 2_000)!;
      expect(run('plain').notOnce[0]).toBe(`${saved.offset + 1} duplicated`);
      expect(byDefault('mirrormaker', 'offset.flush.interval.ms')).toBe(60_000);
    },
    brokenBy: shows('plain', '6 duplicated', '7 duplicated', '8 duplicated', '9 duplicated'),
    price: (run) => {
      const markers = run('committed')
        .of('marker')
        .filter(({ commit }) => commit);
      expect(markers).toHaveLength(sent(run('committed'), 'EndTxnRequest'));
      expect(markers.length, 'a poll after the crash brings several').toBeLessThan(12);
    },
  },
  'mirrormaker offset map': {
    where: (run) => {
      expect(
        run('synced')
          .messages('arrive', 'OffsetSync')
          .every(({ node }) => node === 'source'),
      ).toBe(true);
      expect(
        run('synced')
          .messages('arrive', 'Checkpoint')
          .every(({ node }) => node === 'target'),
      ).toBe(true);
    },
    scope: (run) => {
      const synced = run('synced')
        .of('commit')
        .filter(({ node, at }) => node === 'target' && at < 3_100);
      expect(new Set(synced.map(({ group, partition }) => `${group} ${partition}`))).toEqual(new Set(['checkpoint 1']));
    },
    window: (run) =>
      expect(
        run('synced')
          .messages('send', 'OffsetSync')
          .map(({ message }) => message.says),
      ).toEqual(['0 here is 0 there', '5 here is 5 there', '10 here is 10 there']),
    brokenBy: shows('synced', '7 duplicated', '8 duplicated', '9 duplicated', '12 lost'),
    price: (run) => expect(sent(run('synced'), 'OffsetSync') + sent(run('synced'), 'Checkpoint')).toBeLessThan(10),
  },
  'pulsar-geo sequence across clusters': {
    where: absorbed('dedup', 6, 'eu'),
    scope: (run) => {
      const [first, again] = run('dedup')
        .messages('send', 'Send', 6)
        .filter(({ node }) => node === 'replicator');
      expect(again!.incarnation).toBe(first!.incarnation + 1);
      expect(run('dedup').written(6)).toHaveLength(2);
    },
    window: never('dedup', 'forget'),
    brokenBy: shows('off', '6 duplicated', '7 duplicated', '8 duplicated', '9 duplicated'),
    price: keeps('dedup', 1),
  },
  'pulsar-geo replicated subscription': {
    where: (run) => {
      expect(
        run('replicated')
          .messages('arrive', 'SnapshotRequest')
          .every(({ node }) => node === 'us'),
      ).toBe(true);
      expect(
        run('replicated')
          .messages('arrive', 'SubscriptionUpdate')
          .every(({ node }) => node === 'eu'),
      ).toBe(true);
    },
    scope: (run) => {
      const told = run('replicated')
        .of('commit')
        .filter(({ node, at }) => node === 'eu' && at < 3_100);
      expect(new Set(told.map(({ group, partition }) => `${group} ${partition}`))).toEqual(new Set(['checkpoint 1']));
    },
    window: (run) => {
      const [first, second] = run('replicated').messages('send', 'SnapshotRequest');
      expect(second!.at - first!.at).toBeGreaterThanOrEqual(1_000);
      expect(byDefault('pulsar-geo', 'replicatedSubscriptionsSnapshotFrequencyMillis')).toBe(1_000);
    },
    brokenBy: shows('replicated', '8 duplicated', '9 duplicated', '12 lost'),
    price: (run) =>
      expect(sent(run('replicated'), 'SnapshotRequest')).toBeGreaterThan(sent(run('plain'), 'SnapshotRequest')),
  },
  'two-phase proposal and its phase': {
    where: (run) =>
      expect(first(run('confirmed').of('transaction'), () => true)).toMatchObject({ node: 'service', durable: true }),
    scope: absorbed('confirmed', 2, 'service'),
    window: (run) => {
      const fates = run('early')
        .of('transaction')
        .filter(({ id }) => id.startsWith('id 8.'));
      expect(fates.map(({ became }) => became)).toEqual(['prepared', 'expired']);
      expect(fates[1]!.at - fates[0]!.at).toBe(byDefault('two-phase', 'service.hold.ms'));
    },
    brokenBy: all(shows('early', '8 lost'), shows('memory', '4 duplicated')),
    price: (run) => {
      const asked = (id: string, name: string): number => sent(run(id), `${name}Request`);
      expect(asked('confirmed', 'Prepare') + asked('confirmed', 'Confirm')).toBeGreaterThan(asked('one', 'Apply'));
    },
  },
};

const runs = new Map<string, Lanes>();
/** One run of each scenario, for all cells that open it. */
function runOf(id: string): Lanes {
  const run = runs.get(id) ?? runLanes(readScenario(id));
  runs.set(id, run);
  return run;
}

test('every system has its rows', () => {
  const rows = comparisonRows(SYSTEMS);
  expect(SYSTEMS.map(({ id }) => id).filter((id) => !rows.some(({ system }) => system === id))).toEqual([]);
  expect(rows.map(({ key }) => key)).toEqual(Object.keys(SHOWN).toSorted(byPlace(rows.map(({ key }) => key))));
});

const byPlace = (order: readonly string[]) => (a: string, b: string) => order.indexOf(a) - order.indexOf(b);

describe.each(comparisonRows(SYSTEMS).map((row) => [row.key, row] as const))('%s', (key, { cells }) => {
  test.each(COLUMNS.map(({ id }) => [id] as const))('%s', (column) => {
    const cell = cells.find((one) => one.column === column)!;
    const look = SHOWN[key]?.[column];
    expect(look, `add to SHOWN what “${cell.says}” looks like in ${cell.shownBy}`).toBeDefined();
    look!(runOf(cell.shownBy));
  });
});
