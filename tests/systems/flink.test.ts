/** Apache Flink: each row of the "fault → outcome" table, under its own name. Sources in src/systems/flink/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRow, type FaultRow } from '../support/faultRows';
import { effectiveSettings } from '../../src/scenario/catalog';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { flink } from '../../src/systems/flink';
import type { Claim } from '../../src/terms/claim';
import { isKind, type Trace } from '../../src/trace/event';

const crashAt = (node: string, atMs: number, forMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs });
const ENDS_WITH_THE_CHECKPOINT = { 'execution.checkpointing.interval': 500 };
const exceptions = ({ events }: Trace): readonly string[] =>
  events.filter(isKind('exception')).map(({ error }) => error);
const callsOf = ({ events }: Trace): readonly number[] =>
  events
    .filter(isKind('apply'))
    .filter(({ outside, node }) => outside && node === 'service')
    .map(({ record }) => record);
/** What is asked or answered about the ends of transactions after an instant, in order. */
const sentAfter = ({ events }: Trace, name: string, at: number) =>
  events
    .filter(isKind('send'))
    .flatMap((event) => (event.at > at && event.message.name === name ? [event.message] : []));
const endsAfter = (trace: Trace, name: string, at: number) => sentAfter(trace, name, at).map(({ records }) => records);
const answersAfter = (trace: Trace, at: number) =>
  sentAfter(trace, 'EndTransactionResponse', at).map(({ records, says }) => ({ records, says }));
const effectsOf = ({ events }: Trace, record: number) =>
  events.filter(isKind('apply')).filter((event) => event.record === record);
const visibleAt = ({ events }: Trace, record: number): number =>
  events.filter(isKind('apply')).find((event) => event.record === record)!.at;

const ROWS: readonly FaultRow[] = [
  {
    row: 'worker crash mid-epoch, exactly-once sink, read_committed: none',
    preset: 'exactly-once',
    faults: [crash('taskmanager', 'after', 'effect', 4)],
    shows: [],
    trace: ({ events }) =>
      expect(events.filter(isKind('transaction')).some(({ became }) => became === 'CompleteAbort')).toBe(true),
  },
  {
    row: 'worker crash mid-epoch, exactly-once sink, read_uncommitted: up to one epoch seen twice',
    preset: 'read-uncommitted',
    faults: [crash('taskmanager', 'after', 'effect', 4)],
    shows: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
  },
  {
    row: 'crash after the checkpoint is complete, before the commit: committed at restore, later than it would have been',
    preset: 'exactly-once',
    faults: [crash('taskmanager', 'before', 'publish', 1)],
    shows: [],
    trace: (trace) => {
      const restarted = trace.events.find(isKind('restart'))!.at;
      expect(endsAfter(trace, 'CommitTransaction', restarted)[0]).toEqual([1, 2, 3, 4, 5]);
      for (const record of [1, 2, 3, 4, 5]) expect(visibleAt(trace, record), `${record}`).toBeGreaterThan(restarted);
    },
  },
  {
    row: 'the same, but recovery outlasts the transaction timeout: that epoch is lost, and the job goes on',
    preset: 'short-transactions',
    faults: [crash('taskmanager', 'before', 'publish', 1, 3_000)],
    shows: ['1 lost', '2 lost', '3 lost', '4 lost', '5 lost'],
    trace: (trace) => expect(exceptions(trace)).toEqual(['the transaction is over: its records may be lost']),
  },
  {
    row: 'two jobs share one transactional-id prefix: one aborts what the other has prepared',
    preset: 'exactly-once',
    settings: { 'app.jobs': 2, 'app.samePrefix': true },
    records: { keys: 2, count: 16 },
    faults: [crashAt('taskmanager-2', 700, 100)],
    shows: ['1 lost', '3 lost', '5 lost'],
    trace: (trace) => expect(exceptions(trace)).toContain('the transaction is over: its records may be lost'),
  },
  {
    row: 'two jobs share one transactional-id prefix: they abort each other until they fail',
    preset: 'exactly-once',
    settings: { 'app.jobs': 2, 'app.samePrefix': true, 'restart-strategy.fixed-delay.delay': 250 },
    records: { keys: 2, count: 30 },
    faults: [crashAt('taskmanager-2', 500, 100)],
    shows: ['1 lost', '3 lost', '5 lost', '7 lost', '9 lost'],
    trace: (trace) => expect(exceptions(trace)).toContain('the job has failed'),
  },
  {
    row: 'two jobs with prefixes of their own: none',
    preset: 'exactly-once',
    settings: { 'app.jobs': 2 },
    records: { keys: 2, count: 12 },
    shows: [],
  },
  {
    row: 'at-least-once sink, crash: everything since the last checkpoint again',
    preset: 'at-least-once',
    settings: ENDS_WITH_THE_CHECKPOINT,
    faults: [crash('taskmanager', 'after', 'effect', 5)],
    shows: ['4 duplicated', '5 duplicated'],
  },
  {
    row: 'sink without a guarantee: duplicates on restart',
    preset: 'as-shipped',
    faults: [crash('taskmanager', 'before', 'effect', 5)],
    shows: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
  },
  {
    row: 'sink without a guarantee: loss on trouble with the broker',
    preset: 'as-shipped',
    faults: [drop('Write', 3)],
    shows: ['3 lost'],
  },
  {
    row: 'checkpoints cannot complete: nothing becomes visible, then the timeouts',
    preset: 'exactly-once',
    settings: { 'transaction.timeout.ms': 2_000 },
    faults: [{ do: 'partition', between: ['taskmanager', 'jobmanager'], atMs: 100, oneWay: false }],
    shows: ['1 lost', '2 lost', '3 lost', '4 lost', '5 lost', '6 lost'],
    trace: ({ events }) => {
      expect(events.filter(isKind('apply'))).toEqual([]);
      expect(events.filter(isKind('transaction')).some(({ became }) => became === 'CompleteAbort')).toBe(true);
    },
  },
  {
    row: 'restore from an older savepoint: already committed epochs again; its old committable changes nothing',
    preset: 'exactly-once',
    settings: { ...ENDS_WITH_THE_CHECKPOINT, 'app.restoreFrom': 1 },
    faults: [crashAt('taskmanager', 1_300, 200)],
    shows: ['4 duplicated', '5 duplicated'],
    trace: (trace) => {
      const restarted = trace.events.find(isKind('restart'))!.at;
      expect(endsAfter(trace, 'CommitTransaction', restarted)[0]).toEqual([1, 2, 3]);
      expect(answersAfter(trace, restarted)[0]).toEqual({ records: [1, 2, 3], says: 'done' });
      for (const record of [1, 2, 3]) expect(effectsOf(trace, record), `${record}`).toHaveLength(1);
    },
  },
  {
    row: 'checkpointing mode AT_LEAST_ONCE: what overtook the barrier is counted twice after a restart',
    preset: 'exactly-once',
    settings: { ...ENDS_WITH_THE_CHECKPOINT, 'execution.checkpointing.mode': 'AT_LEAST_ONCE' },
    faults: [crash('taskmanager', 'after', 'publish', 3)],
    shows: ['3 duplicated'],
  },
  ...(
    [
      ['exactly-once', 'EXACTLY_ONCE', 'X e [T P] V'],
      ['exactly-once', 'AT_LEAST_ONCE', 'X e [T P] V'],
      ['at-least-once', 'EXACTLY_ONCE', 'X E P'],
    ] as const
  ).map(([preset, mode, steps]): FaultRow => ({
    row: `HTTP call inside an operator: repeated on replay in every mode (${preset} sink, ${mode})`,
    preset,
    settings: { 'execution.checkpointing.mode': mode, 'app.steps': steps },
    faults: [crash('taskmanager', 'after', 'effect', 4)],
    shows: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
    trace: (trace) => expect(callsOf(trace)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5, 6]),
  })),
  {
    row: 'checkpoints on the JobManager’s heap, and the JobManager lost: the job restarts from scratch',
    preset: 'heap-checkpoints',
    faults: [crashAt('jobmanager', 1_500, 100), crashAt('taskmanager', 1_500, 200)],
    shows: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated', '5 duplicated'],
  },
  {
    row: 'checkpoints in a file system, and the JobManager lost: none',
    preset: 'exactly-once',
    faults: [crashAt('jobmanager', 1_500, 100), crashAt('taskmanager', 1_500, 200)],
    shows: [],
  },
];

describe('Flink', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('flink', row));

  test('sink timeout of 1 h above the broker’s ceiling of 15 min: the job never starts', () => {
    const preset = flink.presets.find(({ id }) => id === 'exactly-once')!;
    const shipped = effectiveSettings(flink, preset, { 'transaction.timeout.ms': 3_600_000 });
    expect(flink.refuse(shipped, new Set())).toMatchObject([{ where: 'transaction.timeout.ms' }]);
    expect(flink.refuse({ ...shipped, 'transaction.timeout.ms': 900_000 }, new Set())).toEqual([]);
  });

  test('a snapshot that takes longer than the interval: the next checkpoint waits for it, and output comes all the same', () => {
    const settings = { 'execution.checkpointing.interval': 500, 'app.snapshot.hashmap.ms': 1_200 };
    const trace = ({ events }: Trace): void => {
      const saves = events.filter(isKind('send')).filter(({ message }) => message.name === 'AcknowledgeCheckpoint');
      const apart = saves.slice(1).map(({ at }, index) => at - saves[index]!.at);
      expect(saves.length).toBeGreaterThan(3);
      expect(Math.min(...apart), 'one at a time').toBeGreaterThanOrEqual(1_200);
      const visible = events.filter(isKind('apply'))[0]!.at;
      const submitted = events.filter(isKind('submit')).at(-1)!.at;
      expect(visible, 'long before the last record is there').toBeLessThan(submitted / 2);
    };
    expectRow('flink', {
      row: 'slow snapshots',
      preset: 'exactly-once',
      settings,
      records: { count: 30 },
      shows: [],
      trace,
    });
  });

  test.each([
    ['exactly-once', 'X e [T P] V'],
    ['at-least-once', 'X E P'],
  ])('an HTTP call inside an operator: %s keeps no more than at-least-once', (id, steps) => {
    const preset = flink.presets.find((one) => one.id === id)!;
    const absorbing = { 'sink.dedup': 'set', 'sink.write': 'upsert' };
    const claimOf = (own: Settings): Claim =>
      flink.claimOf(effectiveSettings(flink, preset, { ...absorbing, ...own }), preset);
    expect([claimOf({}), claimOf({ 'app.steps': steps })]).toEqual(['exactly-once', 'at-least-once']);
  });

  test('a preset promises what its settings can keep by the documentation', () => {
    const promised = flink.presets.map(({ id, claim }) => [id, claim]);
    const kept = flink.presets.map((preset) => [
      preset.id,
      flink.claimOf(effectiveSettings(flink, preset, {}), preset),
    ]);
    expect(kept).toEqual(promised);
  });

  test('state backend heap or RocksDB: the same outcome, later', () => {
    const at: number[] = [];
    for (const backend of ['hashmap', 'rocksdb'])
      expectRow('flink', {
        row: backend,
        preset: 'exactly-once',
        settings: { 'state.backend.type': backend },
        shows: [],
        trace: (trace) => at.push(visibleAt(trace, 1)),
      });
    expect(at[1]! - at[0]!).toBeGreaterThan(150);
  });
});
