/** Statecharts as drawings: readable for every chart that a system has, and for any other of the size that we draw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layChart, liveEdges, outermost, type ChartLayout, type ChartPlan } from '../../../src/layout/chart';
import { effectiveSettings } from '../../../src/scenario/catalog';
import { chartsOf, readChart } from '../../../src/session/charts';
import { SYSTEMS } from '../../../src/systems/registry';
import { createMachine } from 'xstate';

const WORKLOAD = { count: 8, everyMs: 100, keys: 1, kind: 'payment' };

/** Each different chart of each preset of each system. */
function allCharts(): ReadonlyMap<string, ChartPlan> {
  const charts = new Map<string, ChartPlan>();
  for (const system of SYSTEMS) {
    for (const preset of system.presets) {
      const plan = system.plan(effectiveSettings(system, preset, {}), WORKLOAD);
      for (const { id } of plan.nodes)
        for (const [part, chart] of chartsOf(plan, id))
          charts.set(`${system.id} ${id} ${part} ${JSON.stringify(chart)}`, chart);
    }
  }
  return charts;
}

const overlaps = ({ states }: ChartLayout): readonly string[] =>
  states.flatMap((a, index) =>
    states
      .slice(index + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.name} ${b.name}`),
  );

const isWithin = ({ states, widthPx, heightPx }: ChartLayout): boolean =>
  states.every(({ x, y, width, height }) => x >= 0 && y >= 0 && x + width <= widthPx && y + height <= heightPx);

type Point = readonly [number, number];

/** Points along a path of cubic curves, close enough to hit any box that it leads through. */
function pointsAlong(path: string): readonly Point[] {
  const numbers = (text: string): readonly number[] => text.trim().split(/\s+/u).map(Number);
  let from: Point = [0, 0];
  return [...path.matchAll(/([MCV])([^MCV]+)/gu)].flatMap(([, command = '', text = '']) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = numbers(text);
    const begin = from;
    from = command === 'C' ? [x3, y3] : command === 'V' ? [begin[0], x1] : [x1, y1];
    if (command !== 'C') return command === 'V' ? [[begin[0], (begin[1] + x1) / 2] as const, from] : [];
    return Array.from({ length: 19 }, (_, step): Point => {
      const [t, u] = [(step + 1) / 20, 1 - (step + 1) / 20];
      const along = (a: number, b: number, c: number, d: number): number =>
        u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
      return [along(begin[0], x1, x2, x3), along(begin[1], y1, y2, y3)];
    });
  });
}

/** Edges that lead through a box which is neither where they begin nor where they end. */
const throughBoxes = (layout: ChartLayout): readonly string[] =>
  layout.edges.flatMap(({ from, to, path }) =>
    layout.states
      .filter(({ name }) => name !== from && name !== to)
      .filter((box) =>
        pointsAlong(path).some(
          ([x, y]) => x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1,
        ),
      )
      .map(({ name }) => `${from} → ${to} through ${name}`),
  );

describe('the charts of every system', () => {
  const charts = allCharts();
  test('are there', () => expect(charts.size).toBeGreaterThanOrEqual(5));

  test.each([...charts.values()].map((plan) => [plan.states.join(' '), plan] as const))(
    'no box covers another, no edge leads through a box, all fits: %s',
    (_, plan) => {
      const layout = layChart(plan);
      expect(overlaps(layout)).toEqual([]);
      expect(throughBoxes(layout)).toEqual([]);
      expect(isWithin(layout)).toBe(true);
      expect(layout.edges).toHaveLength(plan.edges.length);
    },
  );
});

const SEED = 20261125;
const anyPlan: fc.Arbitrary<ChartPlan> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 24 }))
  .map(([count, pairs]) => {
    const states = Array.from({ length: count }, (_, index) => `state${index}`);
    const wanted = new Set(pairs.map(([a, b]) => `${a % count} ${b % count}`));
    const edges = [...wanted]
      .map((pair) => pair.split(' ').map(Number))
      .filter(([a, b]) => a !== b)
      .map(([a = 0, b = 0]) => ({ from: states[a] ?? '', to: states[b] ?? '', on: ['event'] }));
    return { states, edges, loops: states, fromAnywhere: [] };
  });

test(`any chart of up to twelve states is laid out without overlap (seed ${SEED})`, () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const layout = layChart(plan);
      expect(overlaps(layout)).toEqual([]);
      expect(throughBoxes(layout)).toEqual([]);
      expect(isWithin(layout)).toBe(true);
      expect(layChart(plan)).toEqual(layout);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

describe('a chart is read', () => {
  const chart = createMachine({
    initial: 'two',
    on: { fenced: '.three' },
    states: {
      one: { on: { back: 'two' } },
      two: { on: { go: [{ guard: 'isReady', target: 'one' }, { actions: 'wait' }], leave: 'one' } },
      three: { on: { ignored: {} } },
    },
  });
  test('with its first state first, one edge a pair of states, loops where it acts, and ways in from anywhere', () => {
    expect(readChart(chart)).toEqual({
      states: ['two', 'one', 'three'],
      edges: [
        { from: 'two', to: 'one', on: ['go', 'leave'] },
        { from: 'one', to: 'two', on: ['back'] },
      ],
      loops: ['two'],
      fromAnywhere: ['three'],
    });
  });

  const layout = layChart(readChart(chart));
  const took = (on: string, from: string, to: string) => [{ edge: { on, from, to, guard: '' }, refusals: [] }];
  test('an edge that was taken has its own curve, and its event as its word', () => {
    const drawn = layout.edges.find(({ from, to }) => from === 'two' && to === 'one');
    expect(liveEdges(layout, took('go', 'two', 'one'))).toMatchObject([{ path: drawn?.path, word: 'go' }]);
  });
  test('an edge from anywhere is led from where it was taken', () => {
    expect(liveEdges(layout, took('fenced', 'one', 'three'))).toMatchObject([
      { from: 'one', to: 'three', word: 'fenced' },
    ]);
  });
  test('a nested state is drawn as its outermost one', () => {
    expect([outermost('ready'), outermost('{"joined":"stable"}')]).toEqual(['ready', 'joined']);
  });
});
