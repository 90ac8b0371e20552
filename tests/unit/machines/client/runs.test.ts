/** The producer in whole runs: partitions, both transaction protocols, exceptions, replaced instances. */
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../../src/engine/simulate';
import { judge } from '../../../../src/explorer/judge';
import type { Fault, Scenario, Settings } from '../../../../src/scenario/scenario';
import { SYSTEMS } from '../../../../src/systems/registry';
import { isKind, type Trace } from '../../../../src/trace/event';
import { crashAtStep, drop, kafkaScenario, lane } from '../../../support/kafkaScenario';

const scenarioOf = (preset: string, settings: Settings, faults: readonly Fault[], change: Partial<Scenario>) =>
  kafkaScenario([lane(preset, settings)], faults, change);

const traceOf = (
  preset: string,
  settings: Settings = {},
  faults: readonly Fault[] = [],
  change: Partial<Scenario> = {},
): Trace => simulate(scenarioOf(preset, settings, faults, change), SYSTEMS)[0]!.trace;

const outcomesOf = (preset: string, settings: Settings, faults: readonly Fault[], change: Partial<Scenario> = {}) =>
  judge(scenarioOf(preset, settings, faults, change), SYSTEMS)[0]!.verdict.records.map(({ outcome }) => outcome);

/** Messages of this name that this node sent. */
const sentBy = ({ events }: Trace, node: string, name: string) =>
  events.filter(isKind('send')).filter((event) => event.node === node && event.message.name === name);

const leaderAppends = ({ events }: Trace) => events.filter(isKind('append')).filter(({ copied }) => !copied);

test('a record goes to the partition of its key, and sequences count per partition', () => {
  const records = { count: 9, everyMs: 20, keys: 3, kind: 'payment' };
  const trace = traceOf('at-least-once', { 'enable.idempotence': true, 'num.partitions': 3 }, [], { records });
  const appends = leaderAppends(trace);
  expect(appends.flatMap(({ partition, records: of }) => of.map((record) => [record, partition]))).toEqual(
    expect.arrayContaining([1, 2, 3, 4, 5, 6, 7, 8, 9].map((record) => [record, (record - 1) % 3])),
  );
  for (const partition of [0, 1, 2])
    expect(appends.filter((append) => append.partition === partition).map(({ sequence }) => sequence)).toEqual([
      0, 1, 2,
    ]);
});

describe('transactions', () => {
  const two = { 'num.partitions': 2, 'app.transaction.records': 4 };
  const records = { count: 8, everyMs: 10, keys: 2, kind: 'payment' };

  test('V1: the client adds each partition once before it writes there, leaders only verify, EndTxn keeps the epoch', () => {
    const trace = traceOf('exactly-once', { ...two, 'transaction.version': 1 }, [], { records });
    const added = trace.events
      .filter(isKind('arrive'))
      .filter(({ node, message }) => node === 'producer' && message.name === 'AddPartitionsToTxnResponse')
      .filter(({ message }) => message.says !== 'CONCURRENT_TRANSACTIONS');
    expect(added.length).toBeGreaterThanOrEqual(2);
    expect(added.length, 'once for each partition of each transaction at most').toBeLessThanOrEqual(4);
    expect(added[0]!.seq).toBeLessThan(sentBy(trace, 'producer', 'ProduceRequest')[0]!.seq);
    expect(new Set(leaderAppends(trace).map(({ epoch }) => epoch)).size).toBe(1);
    expect(trace.events.filter(isKind('told')).map(({ outcome }) => outcome)).toEqual(Array<string>(8).fill('ok'));
  });

  test('V2: the client adds nothing, and each EndTxn brings the next epoch with sequences from 0', () => {
    const trace = traceOf('exactly-once', two, [], { records });
    expect(sentBy(trace, 'producer', 'AddPartitionsToTxnRequest')).toEqual([]);
    const epochs = [...new Set(leaderAppends(trace).map(({ epoch }) => epoch))];
    expect(epochs).toEqual([epochs[0]!, epochs[0]! + 1]);
    for (const epoch of epochs) {
      const firsts = leaderAppends(trace).filter((append) => append.epoch === epoch && append.sequence === 0);
      expect(firsts.map(({ partition }) => partition).toSorted((a, b) => a - b)).toEqual([0, 1]);
    }
  });

  test.each([
    [1, 2],
    [2, 1],
  ] as const)('V%i: after an abort InitProducerId was asked %i times in all', (version, times) => {
    const settings = { 'transaction.version': version, 'delivery.timeout.ms': 600, 'transaction.timeout.ms': 5_000 };
    const faults: Fault[] = [crashAtStep('broker-1', 'before', 'append', 4, 650)];
    const trace = traceOf('exactly-once', settings, faults);
    const calls = trace.events.filter(isKind('call')).map(({ api }) => api);
    expect(calls).toContain('abortTransaction');
    const identities = trace.events
      .filter(isKind('arrive'))
      .filter(
        ({ node, message }) =>
          node === 'producer' && message.name === 'InitProducerIdResponse' && message.says.startsWith('producer id'),
      );
    expect(identities.length).toBe(times);
    expect(outcomesOf('exactly-once', settings, faults)).toEqual(Array<string>(8).fill('once'));
  });

  test('a cluster that is gone for good ends a blocked abort after max.block.ms, called twice', () => {
    const trace = traceOf('exactly-once', {}, [crashAtStep('broker-1', 'before', 'append', 1, 400_000)]);
    const ends = trace.events.filter(isKind('timer')).filter(({ name }) => name === 'call');
    expect(ends.length).toBe(2);
    // A send() that timed out is in doubt until the transaction's end is told.
    const lastWord = new Map(trace.events.filter(isKind('told')).map(({ record, outcome }) => [record, outcome]));
    expect([...lastWord.values()].every((outcome) => outcome === 'fail')).toBe(true);
  });
});

describe('an exception proves nothing (d2)', () => {
  const settings = { 'enable.idempotence': true, 'delivery.timeout.ms': 600, 'request.timeout.ms': 300 };
  const faults: Fault[] = [{ do: 'partition', between: ['broker-1', 'producer'], atMs: 205, oneWay: true, forMs: 900 }];

  test.each([
    ['report', false],
    ['resend', true],
  ] as const)('app.onError=%s: send() is called again: %s', (onError, again) => {
    const trace = traceOf('at-least-once', { ...settings, 'app.onError': onError }, faults);
    const unknown = trace.events.filter(isKind('told')).find(({ outcome }) => outcome === 'unknown');
    expect(unknown, 'somebody was told unknown').toBeDefined();
    const calls = trace.events
      .filter(isKind('call'))
      .filter(({ api, records }) => api === 'send' && records[0] === unknown?.record);
    expect(calls.length > 1).toBe(again);
  });
});

describe('an application that changes its mind', () => {
  const settings = { 'app.transaction.records': 2, 'app.abortsAt': 4 };
  const apisOf = (trace: Trace): readonly string[] =>
    trace.events
      .filter(isKind('call'))
      .filter(({ api }) => api === 'abortTransaction' || api === 'commitTransaction')
      .map(({ api, records }) => `${api} ${records.join(' ')}`);

  test.each([1, 2])('V%i: it aborts once, of its own accord, and does the same again', (version) => {
    const trace = traceOf('exactly-once', { ...settings, 'transaction.version': version });
    expect(apisOf(trace).slice(0, 3)).toEqual([
      'commitTransaction 1 2',
      'abortTransaction 3 4',
      'commitTransaction 3 4',
    ]);
    expect(apisOf(trace).filter((call) => call.startsWith('abort')).length).toBe(1);
    expect(trace.events.filter(isKind('told')).map(({ outcome }) => outcome)).toEqual(Array<string>(8).fill('ok'));
    expect(outcomesOf('exactly-once', { ...settings, 'transaction.version': version }, [])).toEqual(
      Array<string>(8).fill('once'),
    );
  });

  test('V1: nothing went wrong, so no new epoch is asked for', () => {
    const trace = traceOf('exactly-once', { ...settings, 'transaction.version': 1 });
    expect(sentBy(trace, 'producer', 'InitProducerIdRequest').length).toBe(1);
  });

  test('it does not change its mind a second time after a crash', () => {
    const crash = crashAtStep('producer', 'before', 'send', 6);
    expect(apisOf(traceOf('exactly-once', settings, [crash])).filter((call) => call.startsWith('abort')).length).toBe(
      1,
    );
  });
});

describe('a frozen producer', () => {
  test('finds the answers that came meanwhile, and does not break the connection that brought them', () => {
    const settings = {
      'max.in.flight.requests.per.connection': 1,
      'request.timeout.ms': 300,
      'delivery.timeout.ms': 5_000,
    };
    const pause: Fault = {
      do: 'pause',
      node: 'producer',
      pin: { when: 'after', step: 'send', record: 3, attempt: 1 },
      forMs: 900,
    };
    const trace = traceOf('at-least-once', settings, [pause]);
    expect(trace.notMet).toEqual([]);
    expect(leaderAppends(trace).flatMap(({ records }) => records)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(trace.events.filter(isKind('timer')).some(({ name }) => name.startsWith('request'))).toBe(true);
  });
});

describe('an instance that is replaced', () => {
  const frozen: Fault[] = [
    drop('ProduceResponse', 3),
    { do: 'pause', node: 'producer', pin: { atMs: 225 }, forMs: 900 },
  ];
  const replaced = { 'app.replacement.after.ms': 200 };

  test('without a transactional.id nothing fences the old one: both write (z1, z2)', () => {
    const trace = traceOf('at-least-once', { ...replaced, 'enable.idempotence': true }, frozen);
    const wake = trace.events.find(isKind('wake'))!;
    const woken = sentBy(trace, 'producer', 'ProduceRequest').filter(({ seq }) => seq > wake.seq);
    expect(woken.length).toBeGreaterThan(0);
    expect(sentBy(trace, 'producer-2', 'ProduceRequest').length).toBeGreaterThan(0);
    expect(new Set(leaderAppends(trace).map(({ producerId }) => producerId)).size).toBe(2);
  });

  test('with one the old one is fenced when it wakes, and every record counts once', () => {
    const trace = traceOf('exactly-once', replaced, frozen);
    expect(trace.nodes).toContain('producer-2');
    expect(sentBy(trace, 'producer-2', 'InitProducerIdRequest').length).toBeGreaterThan(0);
    expect(outcomesOf('exactly-once', replaced, frozen)).toEqual(Array<string>(8).fill('once'));
  });

  test('an instance that crashed and was replaced does not come back for the work', () => {
    const crash: Fault[] = [{ do: 'crash', node: 'producer', pin: { atMs: 225 }, forMs: 900 }];
    const trace = traceOf('exactly-once', replaced, crash);
    const restart = trace.events.find(isKind('restart'))!;
    expect(
      trace.events.filter(({ node, kind, seq }) => node === 'producer' && kind === 'call' && seq > restart.seq),
    ).toEqual([]);
    expect(outcomesOf('exactly-once', replaced, crash)).toEqual(Array<string>(8).fill('once'));
  });

  test('nobody is silent, nobody is replaced', () => {
    const trace = traceOf('exactly-once', replaced);
    expect(sentBy(trace, 'producer-2', 'InitProducerIdRequest')).toEqual([]);
  });
});
