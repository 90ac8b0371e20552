/** The states of a run's nodes at an instant, against runs that were written by hand and against the engine's own. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/explorer/judge';
import { SYSTEMS } from '../../../src/systems/registry';
import {
  cellsAt,
  chartKey,
  coordinationAt,
  lastSeqAt,
  memoriesOf,
  moveAt,
  pastMarkers,
  producerAt,
  readHistory,
  readersAt,
  standingsOf,
  valueAt,
  watermarksAt,
} from '../../../src/trace/history';
import { isKind, type EventOf, type Fact, type Trace } from '../../../src/trace/event';
import { kafkaScenario, lane } from '../../support/kafkaScenario';
import { trace } from '../../support/traceBuilder';

const written = (offset: number, records: readonly number[], more: Partial<EventOf<'append'>> = {}): Fact => ({
  kind: 'append',
  partition: 0,
  offset,
  records,
  producerId: 7,
  epoch: 0,
  sequence: offset,
  transactional: false,
  leaderEpoch: 0,
  copied: false,
  remembered: 1,
  ...more,
});
const marker = (offset: number, commit: boolean, epoch = 1): Fact => ({
  kind: 'marker',
  partition: 0,
  offset,
  producerId: 7,
  epoch,
  commit,
  records: [],
  copied: false,
});
const END = Number.MAX_SAFE_INTEGER;
const offsets = (run: Trace, node: string, seq = END) =>
  cellsAt(readHistory(run).logs, node, 0, seq).map(({ offset, record }) => [offset, record]);

describe('timelines', () => {
  test('the value is that of the last change at or before the event', () => {
    const timeline = [
      { seq: 2, value: 'a' },
      { seq: 5, value: 'b' },
    ];
    expect([1, 2, 4, 5, 9].map((seq) => valueAt(timeline, seq))).toEqual([undefined, 'a', 'a', 'b', 'b']);
  });

  test('of several events at one instant the last counts', () => {
    const run = trace([1, 'b', written(0, [1])], [4, 'b', written(1, [2])], [4, 'b', written(2, [3])]);
    expect([0, 1, 3, 4].map((ms) => lastSeqAt(run.events, ms))).toEqual([-1, 0, 0, run.events.length - 1]);
  });
});

describe('a log', () => {
  test('holds each offset from its append on, and no longer after it is cut off', () => {
    const run = trace(
      [1, 'b', written(0, [1, 2])],
      [2, 'b', written(2, [3])],
      [3, 'b', { kind: 'truncate', partition: 0, offset: 1, records: [2, 3] }],
      [4, 'b', written(1, [4])],
    );
    expect([0, 1, 2, 3].map((seq) => offsets(run, 'b', seq).map(([, record]) => record))).toEqual([
      [1, 2],
      [1, 2, 3],
      [1],
      [1, 4],
    ]);
  });

  test('of a follower has what it copied, markers too, and lacks what it has not copied yet', () => {
    const run = trace(
      [1, 'a', written(0, [1], { transactional: true })],
      [2, 'a', marker(1, true)],
      [3, 'a', written(2, [2], { transactional: true })],
      [4, 'b', written(0, [1], { copied: true }), [0]],
      [4, 'b', { ...marker(1, true), copied: true } as Fact, [1]],
    );
    expect(offsets(run, 'b')).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('whose new leader says that it ends earlier is cut there', () => {
    const run = trace(
      [1, 'b', written(0, [1, 2])],
      [2, 'b', { kind: 'watermark', partition: 0, highWatermark: 1, lastStable: 1, logEnd: 1 }],
    );
    expect(offsets(run, 'b')).toEqual([[0, 1]]);
    expect(watermarksAt(readHistory(run).logs, 'b', 0, END)).toEqual({ highWatermark: 1, lastStable: 1, logEnd: 1 });
  });
});

describe('what a partition remembers', () => {
  const memories = (...lines: readonly Fact[]) =>
    memoriesOf(cellsAt(readHistory(trace(...lines.map((fact) => [1, 'b', fact] as const))).logs, 'b', 0, END));

  test('five batches of a producer id at most, the oldest forgotten first', () => {
    const batches = [0, 1, 2, 3, 4, 5, 6].map((n) => written(n, [n + 1], { remembered: Math.min(5, n + 1) }));
    expect(memories(...batches)[0]?.batches.map(({ firstSequence }) => firstSequence)).toEqual([2, 3, 4, 5, 6]);
  });

  test('a batch by its first and last sequence and its first offset', () => {
    expect(memories(written(0, [1, 2, 3]))[0]?.batches).toEqual([{ firstSequence: 0, lastSequence: 2, offset: 0 }]);
  });

  test('nothing of an earlier epoch, whether a batch or a marker raised it', () => {
    expect(memories(written(0, [1]), written(1, [2], { epoch: 1, sequence: 0 }))[0]).toMatchObject({
      epoch: 1,
      batches: [{ offset: 1 }],
    });
    expect(memories(written(0, [1], { transactional: true }), marker(1, true))[0]).toMatchObject({
      epoch: 1,
      batches: [],
      openFrom: undefined,
    });
  });

  test('nothing of a producer that numbers nothing', () => {
    expect(memories(written(0, [1], { producerId: -1, epoch: -1, sequence: -1 }))).toEqual([]);
  });
});

test('the next marker of its producer says what became of a record', () => {
  const run = trace(
    [1, 'b', written(0, [1], { transactional: true })],
    [2, 'b', marker(1, false)],
    [3, 'b', written(2, [2], { transactional: true, epoch: 1 })],
    [4, 'b', written(3, [3], { producerId: 8 })],
    [5, 'b', written(4, [4], { transactional: true, producerId: 9 })],
    [6, 'b', marker(5, true, 2)],
  );
  const cells = cellsAt(readHistory(run).logs, 'b', 0, END);
  expect(standingsOf(cells)).toEqual(['aborted', 'aborted', 'committed', 'plain', 'open', 'committed']);
});

describe('read off runs of the engine', () => {
  const crashed = judge(
    kafkaScenario(
      [lane('exactly-once')],
      [
        {
          do: 'crash',
          node: 'producer',
          pin: { when: 'after', step: 'send', record: 3, attempt: 1 },
          forMs: 300,
        },
      ],
    ),
    SYSTEMS,
  )[0]!.trace;
  const history = readHistory(crashed);

  test('a reader of committed records waits at the last stable offset until the abort', () => {
    const abort = crashed.events.filter(isKind('marker')).find(({ commit }) => !commit)!;
    const reader = readersAt(history.readers, abort.seq - 1).find(({ partition }) => partition === 0);
    const marks = watermarksAt(history.logs, abort.node, 0, abort.seq - 1)!;
    const cells = cellsAt(history.logs, abort.node, 0, abort.seq - 1);
    expect(reader?.waitsAt).toEqual([chartKey(abort.node, abort.part)]);
    expect(pastMarkers(cells, reader!.position)).toBe(marks.lastStable);
    expect(marks.lastStable).toBeLessThan(marks.highWatermark);
    expect(readersAt(history.readers, END)[0]?.position).toBeGreaterThan(marks.lastStable);
  });

  test('the epochs of the transaction and of the last batch agree', () => {
    const { transactions } = coordinationAt(history.coordination, END);
    const { stamp } = producerAt(history.batches, 'producer', END)!;
    expect(transactions).toMatchObject([{ became: 'CompleteCommit', producerId: stamp?.producerId }]);
    expect(transactions[0]!.epoch).toBe(stamp!.epoch + 1);
  });

  test('the remembered batches are as many as the broker itself had', () => {
    const [idempotent] = judge(kafkaScenario([lane('at-least-once', { 'enable.idempotence': true })], []), SYSTEMS);
    const { trace: run } = idempotent!;
    for (const append of run.events.filter(isKind('append'))) {
      const [memory] = memoriesOf(cellsAt(readHistory(run).logs, append.node, append.partition, append.seq));
      expect(memory?.batches).toHaveLength(append.remembered);
    }
  });

  test('the edge of a refused duplicate carries the guard that refused it', () => {
    const [judged] = judge(
      kafkaScenario(
        [lane('at-least-once', { 'enable.idempotence': true })],
        [{ do: 'drop', message: 'ProduceResponse', record: 3, attempt: 1 }],
      ),
      SYSTEMS,
    );
    const { trace: run } = judged!;
    const refusal = run.events.filter(isKind('refuse'))[0]!;
    const move = moveAt(readHistory(run).edges, refusal.node, refusal.part, refusal.seq);
    expect(move?.edges).toMatchObject([
      { edge: { on: 'ProduceRequest', guard: 'isDuplicate' }, refusals: [{ reason: 'duplicate' }] },
    ]);
  });

  test('a chart that tells itself something takes several edges in one move', () => {
    const moves = [...history.edges].flatMap(([, timeline]) => timeline.map(({ value }) => value));
    expect(moves.some(({ edges }) => edges.length > 1)).toBe(true);
    for (const { edges } of moves)
      for (const [index, { edge }] of edges.entries()) if (index > 0) expect(edge.from).toBe(edges[index - 1]!.edge.to);
  });
});
