/**
 * Changing one event of a kind changes exactly the verdicts that it should: no others, in any trace; and each of those in
 * some trace. Rows are kinds of events and what is done to them; cells are the codes that may come or go.
 */
import { expect, test } from 'vitest';
import { oracleOf } from '../../src/checker/oracle/oracle';
import type { Reader } from '../../src/checker/oracle/verdict';
import type { Fact, Trace, TraceEvent } from '../../src/trace/event';
import { dice } from '../support/dice';
import { change, drop, repeat } from '../support/mutate';
import { randomTrace } from '../support/randomTrace';

const TRACES_MIN = 500;
const TRACES_MAX = 20_000;
const SEED = 7_000_000;

interface Row {
  readonly what: string;
  readonly holds: (event: TraceEvent) => boolean;
  readonly mutate: (trace: Trace, event: TraceEvent) => Trace;
  readonly may: string;
  readonly reader?: Reader;
}

const is =
  (kind: Fact['kind'], more: (event: never) => boolean = () => true) =>
  (event: TraceEvent): boolean =>
    event.kind === kind && more(event as never);
const gone = (trace: Trace, { seq }: TraceEvent): Trace => drop(trace, seq);
const becomes =
  (fact: (event: never) => Partial<Fact>) =>
  (trace: Trace, event: TraceEvent): Trace =>
    change(trace, event.seq, fact(event as never));
const other = (record: number): number => (record % 3) + 1;
const toldAs = (outcome: string) => is('told', (e: { outcome: string }) => e.outcome === outcome);
const calls = (...apis: string[]) => is('call', (e: { api: string }) => apis.includes(e.api));
const wire = (kind: Fact['kind'], name: string) =>
  is(kind, (e: { message: { name: string } }) => e.message.name === name);

const LOG = 'LP DP DA RO AR ZW HT LC DC U F';
const AT_REST = 'LP HT LC U';
/** Who wrote what stands in the log: not whether it can be read. */
const ORIGIN = 'LP DP DA RO AR ZW LC DC F';

const ROWS: readonly Row[] = [
  { what: 'submit dropped', holds: is('submit'), mutate: gone, may: 'U' },
  { what: 'told ok dropped', holds: toldAs('ok'), mutate: gone, may: 'LP AR ZW U F' },
  { what: 'told fail dropped', holds: toldAs('fail'), mutate: gone, may: 'AR F' },
  { what: 'told unknown dropped', holds: toldAs('unknown'), mutate: gone, may: 'F' },
  {
    what: 'told ok as fail',
    holds: toldAs('ok'),
    mutate: becomes(() => ({ outcome: 'fail' })),
    may: 'LP AR ZW U F',
  },
  {
    what: 'told of another record',
    holds: is('told'),
    mutate: becomes((e: { record: number }) => ({ record: other(e.record) })),
    may: 'LP AR U F',
  },
  { what: 'call of send dropped', holds: calls('send'), mutate: gone, may: `${ORIGIN} U` },
  { what: 'begin dropped', holds: calls('beginTransaction'), mutate: gone, may: 'AR ZW' },
  { what: 'end dropped', holds: calls('commitTransaction', 'abortTransaction'), mutate: gone, may: 'AR ZW' },
  {
    what: 'commit called instead of abort',
    holds: calls('abortTransaction'),
    mutate: becomes(() => ({ api: 'commitTransaction' })),
    may: 'AR',
  },
  { what: 'produce request never arrived', holds: wire('arrive', 'ProduceRequest'), mutate: gone, may: ORIGIN },
  { what: 'write never arrived', holds: wire('arrive', 'Write'), mutate: gone, may: 'ZW LC DC' },
  { what: 'append dropped', holds: is('append', (e: { copied: boolean }) => !e.copied), mutate: gone, may: LOG },
  { what: 'copy dropped', holds: is('append', (e: { copied: boolean }) => e.copied), mutate: gone, may: LOG },
  {
    what: 'append of another record',
    holds: is('append', (e: { copied: boolean }) => !e.copied),
    mutate: becomes((e: { records: readonly number[] }) => ({ records: e.records.map(other) })),
    may: LOG,
  },
  { what: 'truncation dropped', holds: is('truncate'), mutate: gone, may: LOG },
  { what: 'marker dropped', holds: is('marker'), mutate: gone, may: LOG },
  {
    what: 'marker turned, for read_uncommitted',
    reader: 'read_uncommitted',
    holds: is('marker'),
    mutate: becomes((e: { commit: boolean }) => ({ commit: !e.commit })),
    may: 'AR',
  },
  {
    what: 'marker turned, for read_committed',
    reader: 'read_committed',
    holds: is('marker'),
    mutate: becomes((e: { commit: boolean }) => ({ commit: !e.commit })),
    may: 'LP DP DA RO AR ZW LC DC U F',
  },
  { what: 'leader dropped', holds: is('lead'), mutate: gone, may: LOG },
  { what: 'watermark dropped', holds: is('watermark'), mutate: gone, may: LOG },
  { what: 'delivery dropped', holds: is('deliver'), mutate: gone, may: 'AR ZW LC DC' },
  { what: 'effect dropped', holds: is('apply'), mutate: gone, may: 'ZW LC DC' },
  { what: 'effect twice', holds: is('apply'), mutate: (trace, { seq }) => repeat(trace, seq), may: 'ZW DC' },
  {
    what: 'effect of another record',
    holds: is('apply'),
    mutate: becomes((e: { record: number }) => ({ record: other(e.record) })),
    may: 'ZW LC DC',
  },
  { what: 'absorption dropped', holds: is('absorb'), mutate: gone, may: 'ZW' },
  { what: 'offset commit dropped', holds: is('commit'), mutate: gone, may: 'LC' },
  {
    what: 'offset commit refused',
    holds: is('commit', (e: { accepted: boolean }) => e.accepted),
    mutate: becomes(() => ({ accepted: false })),
    may: 'LC',
  },
  { what: 'position dropped', holds: is('position'), mutate: gone, may: 'AR' },
  { what: 'assignment dropped', holds: is('assign'), mutate: gone, may: 'ZW' },
  { what: 'crash dropped', holds: is('crash'), mutate: gone, may: AT_REST },
  { what: 'cut dropped', holds: is('cut'), mutate: gone, may: AT_REST },
  { what: 'cut off by a limit', holds: is('end'), mutate: becomes(() => ({ ended: 'limit' })), may: AT_REST },
];

/** Codes whose findings differ, each finding taken as record and place. */
function changedCodes(before: Trace, after: Trace, reader: Reader): readonly string[] {
  const [a, b] = [before, after].map((trace) => {
    const { anomalies, notes } = oracleOf(trace, { reader });
    return [...anomalies, ...notes].map(({ code, record }) => `${code} ${record}`).toSorted((x, y) => (x < y ? -1 : 1));
  });
  const count = (list: readonly string[], one: string): number => list.filter((other_) => other_ === one).length;
  const differing = [...a!, ...b!].filter((one) => count(a!, one) !== count(b!, one));
  return [...new Set(differing.map((one) => one.split(' ')[0]!))];
}

/** What changed in the traces of one row: as many as asked for, and on until every cell was filled once. */
function play(row: Row, firstSeed: number): ReadonlySet<string> {
  const may = row.may.split(' ');
  const seen = new Set<string>();
  for (let seed = firstSeed; seed < firstSeed + TRACES_MAX; seed += 1) {
    if (seed >= firstSeed + TRACES_MIN && seen.size === may.length) break;
    const trace = randomTrace(seed);
    const reader = row.reader ?? (seed % 2 === 0 ? 'read_committed' : 'read_uncommitted');
    for (const event of trace.events.filter(row.holds).slice(-4)) {
      const changed = changedCodes(trace, row.mutate(trace, event), reader);
      changed.forEach((code) => seen.add(code));
      const beyond = changed.filter((code) => !may.includes(code));
      if (beyond.length > 0) expect(beyond, `seed ${seed}, event ${event.seq}, ${reader}`).toEqual([]);
    }
  }
  return seen;
}

test.each(ROWS.map((row, place) => ({ ...row, seed: SEED + place * TRACES_MAX })))(
  '$what: $may may change, and nothing else (seeds from $seed)',
  (row) => {
    expect([...play(row, row.seed)].toSorted(), 'every cell was filled').toEqual(row.may.split(' ').toSorted());
  },
  300_000,
);

test('what verdicts may not read changes none of them', () => {
  const mute = new Set(['fault', 'step', 'timer', 'refuse', 'skip', 'stage', 'remember', 'forget', 'lost']);
  const facts: readonly Fact[] = [
    { kind: 'fault', what: 'crash', pinned: 0, says: '' },
    { kind: 'step', step: 'effect', when: 'after', record: 1 },
    { kind: 'refuse', reason: 'duplicate', error: 'NONE', records: [1], why: '' },
    { kind: 'skip', records: [1], partition: 0, offset: 0, why: 'aborted' },
    { kind: 'stage', record: 1 },
    { kind: 'remember', record: 1, names: 1 },
  ];
  for (let seed = SEED; seed < SEED + 2000; seed += 1) {
    const trace = randomTrace(seed);
    const d = dice(seed);
    const more = repeat(trace, d.roll(trace.events.length - 1));
    const place = more.events.length - 2;
    const fact = d.pick(facts);
    expect(mute.has(fact.kind)).toBe(true);
    expect(changedCodes(drop(more, place), change(drop(more, place), place, fact), 'read_committed')).toEqual([]);
  }
});
