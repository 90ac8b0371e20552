/** Kafka MirrorMaker 2: each row of the "fault → outcome" table. Sources in src/systems/mirrormaker/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { explainRecord } from '../../src/checker/explain';
import { judge } from '../../src/explorer/judge';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind, type Trace } from '../../src/trace/event';
import { crash, drop, expectRefused, expectRow, rowScenario, type FaultRow } from '../support/faultRows';
import { beganAt, storedAt } from '../support/twoClusters';

const crashAt = (node: string, atMs: number, forMs?: number): Fault => ({
  do: 'crash',
  node,
  pin: { atMs },
  ...(forMs === undefined ? {} : { forMs }),
});
const TWELVE = { count: 12 };
/** The region dies: its cluster, and the application that reads there. */
const regionDies = (atMs: number): readonly Fault[] => [crashAt('source', atMs), crashAt('app-a', atMs)];
const pairsOf = ({ events }: Trace): readonly string[] =>
  events
    .filter(isKind('send'))
    .filter(({ message }) => message.name === 'OffsetSync')
    .map(({ message }) => message.says);

/** The application is slower than the mirror, so that it has something to lose. */
const SLOW: Settings = { 'app.processing.ms': 260, 'offset.flush.interval.ms': 60_000 };

const ROWS: readonly FaultRow[] = [
  {
    row: 'MM2 worker crash, default: records since the last flush copied again, duplicates in the target',
    preset: 'as-shipped',
    records: TWELVE,
    faults: [crash('mirror', 'after', 'effect', 9)],
    shows: ['6 duplicated', '7 duplicated', '8 duplicated', '9 duplicated'],
    trace: (trace) => expect(storedAt(trace, 'target')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 6, 7, 8, 9, 10, 11, 12]),
  },
  {
    row: 'MM2 worker crash, the position saved before the copy: loss',
    preset: 'as-shipped',
    settings: { 'app.steps': 'P E' },
    faults: [crash('mirror', 'before', 'effect', 3)],
    shows: ['3 lost', '4 lost', '5 lost'],
  },
  {
    row: 'same, exactly-once on, target read read_committed: none',
    preset: 'exactly-once',
    records: TWELVE,
    faults: [crash('mirror', 'after', 'effect', 9)],
    shows: [],
    trace: (trace) => expect(storedAt(trace, 'target').filter((record) => record === 9)).toHaveLength(2),
  },
  {
    row: 'same, exactly-once on, target read read_uncommitted: the aborted copy is seen, and the next',
    preset: 'read-uncommitted',
    records: TWELVE,
    faults: [crash('mirror', 'after', 'effect', 9)],
    shows: ['9 duplicated'],
  },
  {
    row: 'exactly-once on, transactions by interval: a crash takes the whole interval back, readers of committed records see none of it',
    preset: 'exactly-once',
    settings: { 'transaction.boundary': 'interval' },
    records: TWELVE,
    faults: [crash('mirror', 'after', 'effect', 9)],
    shows: [],
    trace: (trace) => expect(storedAt(trace, 'target').filter((record) => record === 7)).toHaveLength(2),
  },
  {
    row: 'answer to a copy lost, default producer of Connect: copied twice by a worker that never crashed',
    preset: 'as-shipped',
    faults: [{ do: 'drop', message: 'ProduceResponse', record: 3, attempt: 1, from: 'target' }],
    shows: ['3 duplicated'],
  },
  {
    row: 'answer to a copy lost, producer.enable.idempotence: known again',
    preset: 'as-shipped',
    settings: { 'producer.enable.idempotence': true },
    faults: [{ do: 'drop', message: 'ProduceResponse', record: 3, attempt: 1, from: 'target' }],
    shows: [],
  },
  {
    row: 'failover of consumers to the target: resume at or before their true position, duplicates',
    preset: 'failover',
    settings: { ...SLOW, 'offset.lag.max': 4 },
    records: TWELVE,
    faults: regionDies(3_100),
    shows: ['7 duplicated', '8 duplicated', '9 duplicated'],
    trace: (trace) => {
      expect(pairsOf(trace)).toEqual(['0 here is 0 there', '5 here is 5 there', '10 here is 10 there']);
      expect(beganAt(trace, 'app-b')).toEqual(['committed 6']);
    },
  },
  {
    row: 'failover, offset.lag.max 0, a pair for each record: the intervals of emission and synchronisation are still repeated',
    preset: 'failover',
    settings: { ...SLOW, 'offset.lag.max': 0 },
    records: TWELVE,
    faults: regionDies(3_100),
    shows: ['7 duplicated', '8 duplicated', '9 duplicated'],
    trace: (trace) => expect(beganAt(trace, 'app-b')).toEqual(['committed 6']),
  },
  {
    row: 'failover with RemoteClusterUtils.translateOffsets: the checkpoint itself, without waiting for the group’s synchronisation',
    preset: 'failover',
    settings: { ...SLOW, 'offset.lag.max': 0, 'sync.group.offsets.enabled': false, 'app.translateOffsets': true },
    records: TWELVE,
    faults: regionDies(3_100),
    shows: [],
    trace: (trace) => expect(beganAt(trace, 'app-b')).toEqual(['committed 9']),
  },
  {
    row: 'failover, source died before the last records were copied: loss of the asynchronous tail',
    preset: 'failover-upsert',
    settings: SLOW,
    records: TWELVE,
    faults: [crash('mirror', 'before', 'effect', 12, 2_000), ...regionDies(3_100)],
    shows: ['12 lost'],
  },
  {
    row: 'group sync off and “latest” reset: consumers skip, loss',
    preset: 'failover-latest',
    settings: SLOW,
    records: TWELVE,
    faults: regionDies(3_100),
    shows: ['10 lost', '11 lost', '12 lost'],
    trace: (trace) => expect(beganAt(trace, 'app-b')).toEqual(['reset 12']),
  },
  {
    row: 'group sync off and “earliest” reset: everything again',
    preset: 'failover-latest',
    settings: { ...SLOW, 'auto.offset.reset': 'earliest' },
    records: { count: 4 },
    faults: regionDies(3_100),
    shows: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
  },
  {
    row: 'source consumer read_uncommitted: aborted transactions’ records copied as real, phantom duplicates',
    preset: 'as-shipped',
    settings: { 'app.abortedRecord': 4, 'isolation.level': 'read_committed' },
    shows: ['4 duplicated'],
  },
  {
    row: 'source consumer read_committed: aborted records are not copied',
    preset: 'as-shipped',
    settings: { 'app.abortedRecord': 4, 'source.consumer.isolation.level': 'read_committed' },
    shows: [],
    trace: (trace) => expect(storedAt(trace, 'target')).toEqual([1, 2, 3, 4, 5, 6]),
  },
  {
    row: 'transactional app fails over: its fencing does not exist in the target, zombies in both regions',
    preset: 'failover',
    settings: { ...SLOW, 'app.consumer.steps': '[E P]', 'offset.lag.max': 0 },
    faults: [{ do: 'pause', node: 'app-a', pin: { atMs: 700 }, forMs: 2_000 }],
    shows: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated', '5 duplicated', '6 duplicated'],
    trace: ({ events }) => {
      const fenced = events.filter((event) => event.kind === 'absorb' && event.reason === 'fenced');
      expect(fenced, 'nobody is shut out').toEqual([]);
      const writers = new Set(
        events.filter(isKind('send')).flatMap(({ node, message }) => (message.name === 'Write' ? [node] : [])),
      );
      expect([...writers].toSorted()).toEqual(['app-a', 'app-b']);
    },
  },
  {
    row: 'source truncated by retention while MM2 was down: gap copied silently, loss',
    preset: 'as-shipped',
    settings: { 'retention.ms': 800 },
    records: TWELVE,
    faults: [crash('mirror', 'before', 'effect', 4, 1_350)],
    shows: ['4 lost', '5 lost', '6 lost', '7 lost'],
    trace: ({ events }) => expect(events.filter(isKind('exception'))).toEqual([]),
  },
  {
    row: 'topic recreated at source while MM2 was down, and grown past the old position: gap copied silently, loss',
    preset: 'as-shipped',
    settings: { 'offset.flush.interval.ms': 200 },
    records: TWELVE,
    faults: [crash('mirror', 'before', 'effect', 4, 1_600), { do: 'forget', target: 'topic', atMs: 700 }],
    shows: ['4 lost', '5 lost', '6 lost', '7 lost'],
  },
  {
    row: 'active-active without prefix policy: loops',
    preset: 'as-shipped',
    settings: {
      'app.bothWays': true,
      'replication.policy.class': 'IdentityReplicationPolicy',
      'app.stopsMirrors.ms': 1_500,
    },
    records: { count: 2 },
    shows: ['1 duplicated', '2 duplicated'],
    trace: (trace) => expect(storedAt(trace, 'source').length).toBeGreaterThan(10),
  },
  {
    row: 'active-active with prefixes: no loop',
    preset: 'as-shipped',
    settings: { 'app.bothWays': true },
    shows: [],
    trace: (trace) => expect(storedAt(trace, 'source')).toEqual([1, 2, 3, 4, 5, 6]),
  },
  {
    row: 'a checkpoint task that starts again finds the group’s offset in the target as far already: nothing is refused',
    preset: 'failover',
    faults: [crashAt('checkpoints', 4_010, 200)],
    shows: [],
    trace: (trace) => {
      const { events } = trace;
      const there = events.filter(isKind('commit')).filter(({ group }) => group === 'checkpoint');
      expect(there.length).toBeGreaterThan(0);
      expect(beganAt(trace, 'app-b')).toEqual([]);
      expect(there.filter(({ accepted }) => !accepted)).toEqual([]);
    },
  },
  {
    row: 'a group that reads in the target keeps its own offset: a translated one that is further is not put over it',
    preset: 'failover',
    settings: { ...SLOW, 'offset.lag.max': 0 },
    faults: [{ do: 'pause', node: 'app-a', pin: { atMs: 1_010 }, forMs: 600 }],
    shows: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated', '5 duplicated', '6 duplicated'],
    trace: ({ events }) => {
      const there = events
        .filter(isKind('commit'))
        .filter(({ node, group }) => node === 'target' && group === 'checkpoint');
      const refused = there.filter(({ accepted }) => !accepted);
      expect(new Set(refused.map(({ error }) => error))).toEqual(new Set(['UNKNOWN_MEMBER_ID']));
      const own = (seq: number): number => there.findLast((one) => one.accepted && one.seq < seq)?.offset ?? -1;
      expect(refused.filter(({ seq, offset }) => offset > own(seq)).length).toBeGreaterThan(0);
    },
  },
];

describe('MirrorMaker 2', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('mirrormaker', row));

  test('exactly-once is only offered when the source consumer reads read_committed', () => {
    const row = { row: '', preset: 'exactly-once', shows: [] };
    const settings = { 'source.consumer.isolation.level': 'read_uncommitted' };
    expectRefused('mirrormaker', { ...row, settings }, 'exactly.once.support');
    expectRefused(
      'mirrormaker',
      { ...row, settings: { 'exactly.once.source.support': 'disabled', 'app.steps': 'E P' } },
      'exactly.once.support',
    );
  });

  test.each([
    ['exactly-once', 'E P'],
    ['as-shipped', 'e [P V]'],
    ['as-shipped', 'M E P'],
    ['as-shipped', 'E Q P'],
  ])('%s refuses the steps %s', (preset, steps) =>
    expectRefused('mirrormaker', { row: '', preset, settings: { 'app.steps': steps }, shows: [] }, 'app.steps'),
  );

  test.each([
    ['as-shipped', [crash('mirror', 'after', 'effect', 3)], 3, 'oneTransaction'],
    ['failover-latest', regionDies(900), 4, 'resetEarliest'],
    ['failover', regionDies(900), 2, 'nameAtSink'],
  ] as const)('%s: says what would have saved the record', (preset, faults, record, remedy) => {
    const settings: Settings = preset === 'as-shipped' ? {} : { 'app.processing.ms': 260 };
    const [lane] = judge(rowScenario('mirrormaker', { row: '', preset, settings, faults, shows: [] }), SYSTEMS);
    expect(explainRecord(lane!.trace, lane!.verdict, record).remedy).toBe(remedy);
  });

  test('a lost question or answer of the mirror is asked again', () => {
    const copy: Fault = { do: 'drop', message: 'ProduceRequest', record: 3, attempt: 1, from: 'mirror' };
    const faults = [copy, drop('FetchResponse', 3), drop('EndTxnResponse', 3), drop('EndTxnRequest', 4)];
    expectRow('mirrormaker', { row: '', preset: 'exactly-once', faults, shows: [] });
  });
});
