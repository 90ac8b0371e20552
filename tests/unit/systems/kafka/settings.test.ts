import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../../src/scenario/scenario';
import { KAFKA_PRESETS } from '../../../../src/systems/kafka/presets';
import { effectiveDeliveryTimeoutMs, effectiveIdempotence, refuse } from '../../../../src/systems/kafka/refuse';
import { KAFKA_SETTINGS, recordsPerBatch } from '../../../../src/systems/kafka/settings';
import { acksOf, canonicalAcks, readValues } from '../../../../src/systems/kafka/values';
import { sentenceOf } from '../../../../src/terms/problem';

const DEFAULTS: Settings = Object.fromEntries(KAFKA_SETTINGS.map((setting) => [setting.name, setting.default]));

describe('the settings', () => {
  /** Kafka 4's documented defaults, written down a second time from its documentation. */
  const documented: Settings = {
    acks: 'all',
    retries: 2147483647,
    'enable.idempotence': true,
    'max.in.flight.requests.per.connection': 5,
    'linger.ms': 5,
    'batch.size': 16384,
    'delivery.timeout.ms': 120000,
    'request.timeout.ms': 30000,
    'retry.backoff.ms': 100,
    'retry.backoff.max.ms': 1000,
    'max.block.ms': 60000,
    'reconnect.backoff.ms': 50,
    'transaction.timeout.ms': 60000,
    'replication.factor': 1,
    'min.insync.replicas': 1,
    'unclean.leader.election.enable': false,
    'replica.lag.time.max.ms': 30000,
    'broker.session.timeout.ms': 9000,
    'transaction.version': 2,
    'transaction.partition.verification.enable': true,
    'isolation.level': 'read_uncommitted',
    'enable.auto.commit': true,
    'auto.commit.interval.ms': 5000,
    'auto.offset.reset': 'latest',
    'max.poll.records': 500,
    'session.timeout.ms': 45000,
    'max.poll.interval.ms': 300000,
  };
  it.each(Object.entries(documented))('%s has the default that Kafka 4 documents: %s', (name, value) => {
    expect(DEFAULTS[name]).toBe(value);
  });

  it.each(KAFKA_SETTINGS.map((setting) => [setting.name, setting] as const))(
    '%s explains itself and takes its own default',
    (_, setting) => {
      expect(setting.explains).toMatch(/^[A-Z].*\.$/);
      expect(setting.source.length).toBeGreaterThan(10);
      if (setting.type === 'choice') expect(setting.values).toContain(setting.default);
      if (setting.type === 'number') {
        const [least, most] = setting.bounds ?? [0, -1];
        expect(setting.default).toBeGreaterThanOrEqual(least);
        expect(setting.default).toBeLessThanOrEqual(most);
      }
    },
  );

  it('have names of their own', () => {
    const names = KAFKA_SETTINGS.map((setting) => setting.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(KAFKA_PRESETS.map((preset) => [preset.id, preset] as const))(
    'the preset %s changes only settings that exist, within their values',
    (_, preset) => {
      for (const [name, value] of Object.entries(preset.settings)) {
        const setting = KAFKA_SETTINGS.find((each) => each.name === name);
        expect(setting, name).toBeDefined();
        if (setting?.type === 'choice') expect(setting.values).toContain(value);
        else expect(typeof value).toBe(setting?.type === 'text' ? 'string' : setting?.type);
      }
    },
  );

  it('count a batch in records of 1,000 bytes, one at least', () => {
    expect([recordsPerBatch(16_384), recordsPerBatch(1_999), recordsPerBatch(0)]).toEqual([16, 1, 1]);
  });

  it('take acks as people write it', () => {
    expect([acksOf('0'), acksOf(0), acksOf(1), acksOf('all'), acksOf('-1'), acksOf(-1)]).toEqual([
      0,
      0,
      1,
      'all',
      'all',
      'all',
    ]);
    expect([canonicalAcks(0), canonicalAcks(-1), canonicalAcks('all'), canonicalAcks('most')]).toEqual([
      '0',
      'all',
      'all',
      'most',
    ]);
    expect(() => acksOf('2')).toThrow('acks is 0, 1 or all, not 2');
  });

  it('are read once into typed values, and a missing one is our own mistake', () => {
    expect(readValues(DEFAULTS)).toMatchObject({
      acks: 'all',
      idempotence: true,
      transactionVersion: 2,
      sinkDedup: 'none',
    });
    expect(() => readValues({ ...DEFAULTS, retries: '5' })).toThrow('the setting retries is a number');
  });
});

describe('configuration that Kafka refuses', () => {
  const asked = new Set(['enable.idempotence']);
  const rows: readonly (readonly [string, Settings, ReadonlySet<string>, readonly string[]])[] = [
    ['nothing set', {}, new Set(), []],
    ['idempotence asked for, acks=1', { acks: '1' }, asked, ['acks']],
    ['idempotence asked for, retries=0', { retries: 0 }, asked, ['retries']],
    [
      'idempotence asked for, 6 in flight',
      { 'max.in.flight.requests.per.connection': 6 },
      asked,
      ['max.in.flight.requests.per.connection'],
    ],
    ['idempotence asked for, 5 in flight', { 'max.in.flight.requests.per.connection': 5 }, asked, []],
    ['idempotence not asked for, acks=1: silently off', { acks: '1' }, new Set(), []],
    ['idempotence not asked for, retries=0: silently off', { retries: 0 }, new Set(), []],
    [
      'idempotence not asked for, 6 in flight: refused from 4.0 on',
      { 'max.in.flight.requests.per.connection': 6 },
      new Set(),
      ['max.in.flight.requests.per.connection'],
    ],
    [
      'idempotence silently off already, 6 in flight',
      { acks: '1', 'max.in.flight.requests.per.connection': 6 },
      new Set(),
      [],
    ],
    [
      'idempotence switched off, everything goes',
      { 'enable.idempotence': false, acks: '0', retries: 0, 'max.in.flight.requests.per.connection': 9 },
      asked,
      [],
    ],
    [
      'transactions without idempotence',
      { 'transactional.id': 't', 'enable.idempotence': false },
      asked,
      ['enable.idempotence'],
    ],
    ['transactions with acks=1', { 'transactional.id': 't', acks: '1' }, new Set(), ['acks']],
    ['transactions with retries=0', { 'transactional.id': 't', retries: 0 }, new Set(), ['retries']],
    [
      'transactions with 6 in flight',
      { 'transactional.id': 't', 'max.in.flight.requests.per.connection': 6 },
      new Set(),
      ['max.in.flight.requests.per.connection'],
    ],
    ['delivery time-out below linger + request', { 'delivery.timeout.ms': 30_004 }, new Set(), ['delivery.timeout.ms']],
    ['delivery time-out equal to linger + request', { 'delivery.timeout.ms': 30_005 }, new Set(), []],
    ['its default below linger + request: silently raised', { 'request.timeout.ms': 200_000 }, new Set(), []],
    [
      'the same value asked for by name: refused',
      { 'request.timeout.ms': 200_000 },
      new Set(['delivery.timeout.ms']),
      ['delivery.timeout.ms'],
    ],
    ['steps that mean nothing', { 'app.steps': 'E' }, new Set(), ['app.steps']],
  ];
  it.each(rows)('%s', (_, own, explicit, where) => {
    expect(refuse({ ...DEFAULTS, ...own }, explicit).map((problem) => problem.where)).toEqual(where);
  });

  it('comes with a sentence and a way out', () => {
    const problems = refuse({ ...DEFAULTS, 'transactional.id': 't', acks: '1' });
    expect(problems.map(sentenceOf)).toEqual([
      'acks: acks=1 does not go with a transactional.id, which needs an idempotent producer (ConfigException); set acks=all, or leave transactional.id empty.',
    ]);
  });

  it.each([
    ['its default', {}, 120_000],
    ['raised to linger + request', { 'request.timeout.ms': 200_000 }, 200_005],
    ['never beyond the largest number', { 'request.timeout.ms': 2_147_483_647 }, 2_147_483_647],
  ] as const)('delivery.timeout.ms as the producer takes it: %s', (_, own, expected) => {
    expect(effectiveDeliveryTimeoutMs(readValues({ ...DEFAULTS, ...own }))).toBe(expected);
  });

  it.each([
    ['nothing set', {}, false, true],
    ['acks=1', { acks: '1' }, false, false],
    ['acks=0', { acks: '0' }, false, false],
    ['retries=0', { retries: 0 }, false, false],
    ['acks=1 although asked for: refused, not switched off', { acks: '1' }, true, true],
    ['switched off', { 'enable.idempotence': false }, false, false],
  ] as const)('idempotence with %s', (_, own, explicit, expected) => {
    expect(effectiveIdempotence({ ...DEFAULTS, ...own }, explicit)).toBe(expected);
  });
});
