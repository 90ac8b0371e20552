import { describe, expect, test } from 'vitest';
import { check } from '../../../src/checker/check';
import type { Claim } from '../../../src/terms/claim';
import type { Trace } from '../../../src/trace/event';
import { apply, crash, cutOff, message, remembered, submit, told, trace } from '../../support/traceBuilder';

const judge = (of: Trace, records = 1, claim: Claim = 'exactly-once', keys = 1) => check(of, { claim, records, keys });

describe('what a record came to', () => {
  test('one effect is once', () => {
    const verdict = judge(trace([0, 'p', submit(1)], [1, 's', apply(1), [0]], [2, 'p', told(1)]));
    expect(verdict.records[0]).toMatchObject({ outcome: 'once', effects: 1, witness: [1] });
    expect(verdict.anomalies).toEqual([]);
  });

  test('two effects are a duplicate, and the effects are its witness', () => {
    const verdict = judge(trace([0, 'p', submit(1)], [1, 's', apply(1)], [2, 's', apply(1)]));
    expect(verdict.anomalies).toEqual([
      { kind: 'duplicated', record: 1, rulesOut: ['at-most-once', 'exactly-once'], witness: [1, 2] },
    ]);
  });

  test('no effect although success was told is a loss', () => {
    const verdict = judge(trace([0, 'p', submit(1)], [1, 'p', told(1)]));
    expect(verdict.anomalies).toEqual([
      { kind: 'lost', record: 1, rulesOut: ['at-least-once', 'exactly-once'], witness: [1] },
    ]);
  });

  test('no effect and never a success told is a failure, which breaks no claim', () => {
    for (const outcome of ['fail', 'unknown'] as const) {
      const verdict = judge(trace([0, 'p', submit(1)], [1, 'p', told(1, outcome)]));
      expect(verdict.records[0]!.outcome).toBe('failed');
      expect(verdict.keepsClaim).toBe(true);
    }
    expect(judge(trace([0, 'p', crash])).records[0]!.outcome).toBe('failed');
  });

  test('in a run that was cut off only a second effect is certain', () => {
    const verdict = judge(trace([0, 's', apply(1)], [1, 's', apply(2)], [2, 's', apply(2)], [3, 'p', cutOff]), 3);
    expect(verdict.records.map(({ outcome }) => outcome)).toEqual(['unknown', 'duplicated', 'unknown']);
    expect(verdict.ended).toBe('limit');
  });

  test('a loss that a memory of names refused is counted as swallowed', () => {
    const verdict = judge(trace([0, 'p', submit(1)], [1, 'p', told(1)], [2, 's', remembered(1)]));
    expect(verdict.outcome).toMatchObject({ lost: 1, swallowed: 1 });
    expect(verdict.records[0]!.witness).toEqual([1, 2]);
  });

  test('effects outside every transaction count only where there are no others', () => {
    expect(judge(trace([0, 's', apply(1, true)], [1, 's', apply(1, true)])).records[0]!.outcome).toBe('duplicated');
    expect(
      judge(trace([0, 's', apply(1, true)], [1, 's', apply(1, true)], [2, 's', apply(1)])).records[0]!.outcome,
    ).toBe('once');
  });

  test('a service that is called twice is judged for itself, beside the sink', () => {
    const called = trace([0, 'service', apply(1, true)], [1, 'service', apply(1, true)], [2, 'sink', apply(1)]);
    expect(judge(called).records[0]).toMatchObject({ outcome: 'duplicated', witness: [0, 1], reordered: false });
    const once = trace([0, 'service', apply(1, true)], [1, 'sink', apply(1)]);
    expect(judge(once).records[0]).toMatchObject({ outcome: 'once', witness: [1] });
    expect(judge(trace([0, 'service', apply(1, true)], [1, 'sink', apply(2)]), 2).records[0]!.outcome).toBe('failed');
  });
});

describe('what a lane came to', () => {
  const lossAndRepeat = trace([0, 'p', told(1)], [1, 's', apply(2)], [2, 's', apply(2)], [3, 's', apply(3)]);

  test('the outcomes add up to the records that were sent', () => {
    const { sent, once, lost, duplicated, failed, unknown, effects } = judge(lossAndRepeat, 4).outcome;
    expect({ sent, once, lost, duplicated, failed, unknown, effects }).toEqual({
      sent: 4,
      once: 1,
      lost: 1,
      duplicated: 1,
      failed: 1,
      unknown: 0,
      effects: 3,
    });
    expect(once + lost + duplicated + failed + unknown).toBe(sent);
  });

  test('each claim is refuted by what it forbids, and by nothing else', () => {
    const loss = trace([0, 'p', told(1)]);
    const repeat = trace([0, 's', apply(1)], [1, 's', apply(1)]);
    const keeps = (of: Trace): Record<string, boolean> =>
      Object.fromEntries(
        (['at-most-once', 'at-least-once', 'exactly-once', 'none'] as const).map((claim) => [
          claim,
          judge(of, 1, claim).keepsClaim,
        ]),
      );
    expect(keeps(loss)).toEqual({ 'at-most-once': true, 'at-least-once': false, 'exactly-once': false, none: true });
    expect(keeps(repeat)).toEqual({ 'at-most-once': false, 'at-least-once': true, 'exactly-once': false, none: true });
  });

  test('a record is reordered when a later one of its key took effect before it', () => {
    const swapped = trace([0, 's', apply(2)], [1, 's', apply(1)], [2, 's', apply(3)]);
    expect(judge(swapped, 3).records.map(({ reordered }) => reordered)).toEqual([true, false, false]);
    expect(judge(swapped, 3, 'exactly-once', 2).outcome.reordered).toBe(0);
    expect(judge(swapped, 3).keepsClaim).toBe(true);
  });

  test('a verdict does not read faults, crashes, cuts and pauses', () => {
    const plain = [
      [0, 'p', submit(1)],
      [1, 'p', told(1)],
      [2, 's', apply(1)],
    ] as const;
    const noisy = trace(
      plain[0],
      [0, 'p', { kind: 'fault', what: 'crash', pinned: 0, says: 'p' }],
      plain[1],
      [1, 'p', crash],
      [1, 'p', { kind: 'cut', between: ['p', 's'], oneWay: false }],
      plain[2],
    );
    const { outcome, keepsClaim } = judge(noisy);
    expect({ outcome, keepsClaim }).toEqual({ outcome: judge(trace(...plain)).outcome, keepsClaim: true });
  });

  test('the cost counts messages, durable writes, and the time from the first submit to the first effect', () => {
    const of = trace(
      [0, 'p', submit(1)],
      [0, 'p', { kind: 'send', message: message('Ping', [1]) }],
      [7, 's', apply(1)],
      [10, 'p', submit(2)],
      [40, 's', apply(2)],
    );
    expect(judge(of, 2).cost).toEqual({
      messages: 1,
      durableWrites: 2,
      visibleMs: { p50: 7, p99: 30 },
      virtualMs: 40,
      rememberedNames: 0,
    });
  });
});
