/** In a run without any anomaly, one event changed brings exactly the verdict that it should, for every record. */
import { expect, test } from 'vitest';
import { oracleOf } from '../../../../src/checker/oracle/oracle';
import { simulate } from '../../../../src/engine/simulate';
import { SYSTEMS } from '../../../../src/systems/registry';
import { isKind, type Trace } from '../../../../src/trace/event';
import { kafkaScenario, lane } from '../../../support/kafkaScenario';
import { change, drop, repeat } from '../../../support/mutate';

const runOf = (preset: string): Trace => simulate(kafkaScenario([lane(preset)]), SYSTEMS)[0]!.trace;
const found = (trace: Trace): readonly string[] => {
  const { anomalies, notes } = oracleOf(trace, { reader: 'read_committed' });
  return [...anomalies, ...notes].map(({ code, record }) => `${code} ${record}`);
};
const PLAIN = runOf('at-least-once');
const TRANSACTIONAL = runOf('exactly-once');
const LAST = 8;

test('nothing changed, nothing found', () => {
  expect([found(PLAIN), found(TRANSACTIONAL)]).toEqual([[], []]);
});

test('an effect that did not happen is LC, one that happened again is DC', () => {
  for (const trace of [PLAIN, TRANSACTIONAL]) {
    const applies = trace.events.filter(isKind('apply'));
    expect(applies).toHaveLength(LAST);
    for (const { seq, record } of applies) {
      expect(found(drop(trace, seq))).toEqual([`LC ${record}`]);
      expect(found(repeat(trace, seq))).toEqual([`DC ${record}`]);
    }
  }
});

test('a success that was told as unknown is F, an append that did not happen is LP', () => {
  for (const { seq, record } of PLAIN.events.filter(isKind('told')))
    expect(found(change(PLAIN, seq, { outcome: 'unknown' }))).toEqual([`F ${record}`]);
  for (const { seq, records } of PLAIN.events.filter(isKind('append')))
    expect(found(drop(PLAIN, seq))).toEqual([`LP ${records[0]}`]);
});

test('an append that happened again is DP, and RO when others had come between', () => {
  const mark = PLAIN.events.findLast(isKind('watermark'))!;
  const readable = { highWatermark: LAST + 1, lastStable: LAST + 1, logEnd: LAST + 1 };
  for (const { seq, records } of PLAIN.events.filter(isKind('append'))) {
    const record = records[0]!;
    const again = repeat(repeat(PLAIN, seq, { offset: LAST }), mark.seq, readable);
    expect(found(again)).toEqual(record === LAST ? [`DP ${record}`] : [`DP ${record}`, `RO ${record}`]);
  }
});

test('a marker that says abort loses what was told to be committed; the last one missing leaves its transaction open', () => {
  const markers = TRANSACTIONAL.events.filter(isKind('marker'));
  expect(markers).toHaveLength(LAST);
  for (const { seq, records } of markers)
    expect(found(change(TRANSACTIONAL, seq, { commit: false }))).toEqual([`LP ${records[0]}`]);
  expect(found(drop(TRANSACTIONAL, markers.at(-1)!.seq))).toEqual([`LP ${LAST}`, `HT ${LAST}`]);
});
