/** What an open transaction holds back, the two shields, and the line past which the guarantee does not reach. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/explorer/judge';
import { drawLane, foldTime, layTimeAxis, readLane, shieldOf, waitsOf, WHOLE } from '../../../src/layout';
import { layBoundary } from '../../../src/layout/boundary';
import { layWater } from '../../../src/layout/waterline';
import type { EventOf } from '../../../src/trace/event';
import { isKind } from '../../../src/trace/event';
import type { LaneSpec } from '../../../src/scenario/scenario';
import { SYSTEMS } from '../../../src/systems/registry';
import { crashAtStep, drop, kafkaScenario, lane } from '../../support/kafkaScenario';
import { trace } from '../../support/traceBuilder';

const FRAME = { widthPx: 800, heightPx: 220, leftPx: 100, rightPx: 780, topPx: 24, bottomPx: 198 };
const aborted = kafkaScenario(
  [lane('exactly-once', {}, 'committed'), lane('exactly-once', { 'isolation.level': 'read_uncommitted' }, 'all')],
  [crashAtStep('producer', 'after', 'send', 3)],
);
const [committed, all] = judge(aborted, SYSTEMS);

function draw(judged: NonNullable<typeof committed>, touched: ReadonlySet<number>) {
  const reading = readLane(judged.trace, judged.verdict);
  const endMs = judged.trace.events.at(-1)?.at ?? 0;
  const axis = layTimeAxis(foldTime([], endMs), WHOLE, FRAME.leftPx, FRAME.rightPx);
  return drawLane(reading, { axis, frame: FRAME, touched, kind: 'payment' });
}

describe('an open transaction', () => {
  test('lets a reader of committed records wait, and one of everything not', () => {
    const abort = committed!.trace.events.filter(isKind('marker')).find(({ commit }) => !commit)!;
    const append = committed!.trace.events.filter(isKind('append')).find(({ records }) => records.includes(3))!;
    expect(waitsOf(committed!.trace.events)).toContainEqual(
      expect.objectContaining({ reader: 'consumer', fromMs: append.at, toMs: abort.at, offset: append.offset }),
    );
    expect(waitsOf(all!.trace.events)).toEqual([]);
  });

  test('has colour and a word only when it concerns a touched record', () => {
    const marks = draw(committed!, new Set([3]));
    const tones = marks.held.map(({ tone, what }) => `${what} ${tone}`);
    expect(new Set(tones)).toEqual(new Set(['log quiet', 'log open', 'reader quiet', 'reader open']));
    expect(marks.labels.filter(({ tone }) => tone === 'open').map(({ text }) => text)).toContain('waits behind 3');
    expect(draw(committed!, new Set()).held.every(({ tone }) => tone === 'quiet')).toBe(true);
  });

  test('is struck out where it was aborted: the number of the sent record, and the word at its marker', () => {
    const struck = draw(committed!, new Set([3])).labels.filter(({ struck: some }) => some !== '');
    expect(struck.map(({ text, struck: some }) => [text, some])).toEqual(
      expect.arrayContaining([
        ['3', '3'],
        ['3 aborted', '3'],
      ]),
    );
    expect(struck.every(({ text }) => text.startsWith('3'))).toBe(true);
  });
});

describe('waterlines', () => {
  const axis = layTimeAxis(foldTime([], 100), WHOLE, 0, 100);
  const water = (...lags: readonly (readonly [atMs: number, highWatermark: number, lastStable: number])[]) => {
    const run = trace(
      ...lags.map(
        ([at, highWatermark, lastStable]) =>
          [at, 'b', { kind: 'watermark', partition: 0, highWatermark, lastStable, logEnd: 10 }] as const,
      ),
    );
    const marks = run.events.filter((event): event is EventOf<'watermark'> => event.kind === 'watermark');
    return layWater(marks, { axis, y: 50, isTouched: () => true });
  };
  test('a line that never falls behind is not drawn', () => {
    expect(water([10, 10, 10])).toEqual({ waterlines: [], held: [] });
  });
  test('what is replicated but not stable is held back until it is', () => {
    const { waterlines, held } = water([10, 10, 8], [40, 10, 10]);
    expect(waterlines.map(({ what }) => what)).toEqual(['lastStable']);
    expect(held).toMatchObject([{ what: 'log', word: 'last stable 8' }]);
    expect(held[0]!.x2).toBeGreaterThan(held[0]!.x1);
  });
  test('what is only not replicated yet is not held back by a transaction', () => {
    expect(water([10, 8, 8]).held).toEqual([]);
  });
});

test('the boundary lies between the last node within and the first past it', () => {
  const rows = [
    { node: 'consumer', y: 100, minor: false },
    { node: 'sink', y: 140, minor: false },
  ];
  const ground = { outside: ['sink'], says: 'ends here', because: 'why' };
  expect(layBoundary(rows, ground, FRAME)?.mark).toMatchObject({ y: 122, text: 'ends here', title: 'why' });
  expect(layBoundary(rows, { ...ground, outside: ['elsewhere'] }, FRAME)).toBeUndefined();
  expect(layBoundary(rows, undefined, FRAME)).toBeUndefined();
});

test('every system says where its guarantee ends with nodes of its own', () => {
  const bounded = SYSTEMS.filter(({ boundary }) => boundary !== undefined);
  expect(bounded.map(({ id }) => id)).toContain('kafka');
  for (const { nodes, boundary } of bounded)
    expect(boundary?.outside.filter((node) => !nodes.includes(node))).toEqual([]);
});

describe('the two shields', () => {
  const shieldsOf = (one: LaneSpec, faults: Parameters<typeof kafkaScenario>[1]) => {
    const { trace: run } = judge(kafkaScenario([one], faults), SYSTEMS)[0]!;
    const refusals = run.events.filter(
      (event): event is EventOf<'refuse'> | EventOf<'absorb'> => event.kind === 'refuse' || event.kind === 'absorb',
    );
    return refusals.map((event) => shieldOf(event));
  };
  test('a batch sent again is known', () => {
    expect(shieldsOf(lane('at-least-once', { 'enable.idempotence': true }), [drop('ProduceResponse', 3)])).toEqual([
      'known',
    ]);
  });
  test('a member of an older generation is fenced', () => {
    const zombie = [
      { do: 'pause', node: 'consumer-1', pin: { when: 'before', step: 'effect', record: 4, attempt: 1 }, forMs: 2500 },
      { do: 'pause', node: 'consumer-2', pin: { when: 'before', step: 'effect', record: 4, attempt: 1 }, forMs: 2500 },
    ] as const;
    expect(shieldsOf(lane('at-least-once', { 'app.consumers': 2 }), zombie)).toContain('fenced');
  });
});
