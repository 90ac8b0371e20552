/** What refutes a sentence that is often taught stands in the picture, in words; without its faults it does not. */
import { expect, test } from 'vitest';
import { judge } from '../../../src';
import { drawLane, foldTime, instantsOf, layTimeAxis, readLane, WHOLE, type Frame } from '../../../src/layout';
import { SYSTEMS } from '../../../src/systems/registry';
import { readScenario } from '../../support/catalogueRun';

const FRAME: Frame = { widthPx: 790, heightPx: 200, leftPx: 110, rightPx: 770, topPx: 24, bottomPx: 178 };

/** The words in the drawing of each lane, as on a page of usual width. */
function wordsOf(id: string, withFaults = true): Readonly<Record<string, readonly string[]>> {
  const scenario = readScenario(id);
  const readings = judge(withFaults ? scenario : { ...scenario, faults: [] }, SYSTEMS).map(({ trace, verdict }) =>
    readLane(trace, verdict),
  );
  const { instants, endMs } = instantsOf(readings);
  const axis = layTimeAxis(foldTime(instants, endMs + 10), WHOLE, FRAME.leftPx, FRAME.rightPx);
  const ground = { axis, frame: FRAME, touched: new Set<number>(), kind: scenario.records.kind };
  return Object.fromEntries(
    readings.map((reading) => [reading.trace.lane, drawLane(reading, ground).labels.map(({ text }) => text)]),
  );
}

test('4: whatever min.insync.replicas says, the answer waits for the slowest replica in sync', () => {
  const words = wordsOf('acks-all-waits-for-all');
  for (const lane of ['min1', 'min2', 'min3']) expect(words[lane], lane).toContain('3 waits for broker-3');
  expect(Object.values(wordsOf('acks-all-waits-for-all', false)).flat().join('\n')).not.toMatch(/waits for/u);
});

test('28: two of three have a record, and below min.insync.replicas nobody may read it', () => {
  const words = wordsOf('watermark-frozen');
  expect(words['min3']).toContain('2 of 3 have 3, and nobody may read it yet');
  expect(words['min2']?.join('\n')).toMatch(/2 of 3 have 3, unread/u);
  expect(Object.values(wordsOf('watermark-frozen', false)).flat().join('\n')).not.toMatch(/of 3 have/u);
});

test('30: a reader has one half of a committed transaction and not yet the other; in one partition it never does', () => {
  const words = wordsOf('half-a-transaction');
  expect(words['two']).toContain('1, 3 read, and 2, 4 of the same transaction not yet');
  expect(words['one']?.join('\n')).not.toMatch(/same transaction/u);
  expect(wordsOf('half-a-transaction', false)['two']?.join('\n')).not.toMatch(/same transaction/u);
});
