/** The monitor's table: which rows there are, what stands in them, and a curve that stays inside its frame. */
import { expect, test } from 'vitest';
import { judge } from '../../../src/explorer/judge';
import { makeMonitor } from '../../../src/layout/monitor';
import { readLane } from '../../../src/layout/reading';
import { foldTime, layTimeAxis, WHOLE } from '../../../src/layout/timeAxis';
import { SYSTEMS } from '../../../src/systems/registry';
import { readScenario } from '../../support/catalogueRun';

const FRAME = { rightPx: 100, heightPx: 20 };

function monitorOf(scenario: string) {
  const readings = judge(readScenario(scenario), SYSTEMS).map(({ trace, verdict }) => readLane(trace, verdict));
  const instants = readings.flatMap(({ trace }) => trace.events.map(({ at }) => at)).toSorted((a, b) => a - b);
  const axis = layTimeAxis(foldTime(instants, instants.at(-1) ?? 0), WHOLE, 0, FRAME.rightPx);
  return makeMonitor(readings, { axis, ...FRAME });
}

test('only rows that tell something are there, in the order of their questions', () => {
  expect(monitorOf('double-charge').map(({ id }) => id)).toEqual([
    'lag',
    'oldestMs',
    'retries',
    'redelivered',
    'absorbed',
    'hidden',
  ]);
  expect(monitorOf('receipt-that-says-sorry').some(({ id }) => id === 'lag' || id === 'oldestMs')).toBe(false);
});

test('the backlog’s curve lies in its frame, ends at its bottom, and is said in words', () => {
  const [lag] = monitorOf('right-you-did-not-know');
  for (const { text, path } of lag!.cells) {
    expect(text).toBe('most 6, ends at 0');
    const numbers = [...path.matchAll(/(?<axis>[HV])(?<value>-?[\d.]+)/gu)].map(({ groups }) => groups!);
    expect(numbers.length).toBeGreaterThan(10);
    for (const { axis, value } of numbers) {
      expect(Number(value)).toBeGreaterThanOrEqual(0);
      expect(Number(value)).toBeLessThanOrEqual(axis === 'H' ? FRAME.rightPx : FRAME.heightPx);
    }
    expect(path.endsWith('H100V20Z')).toBe(true);
  }
});
