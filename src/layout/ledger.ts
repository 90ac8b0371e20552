/** The ledger: one row a record, one cell a lane, and what was expected against what arrived. */
import type { Claim, RecordOutcome } from '../terms/claim';
import type { RecordVerdict } from '../checker/verdict';
import { isMoney, sayWorth, worthOf } from './money';
import type { Tone } from './marks';
import { instantOf, type LaneReading } from './reading';

export interface LedgerCell {
  readonly lane: string;
  readonly record: number;
  readonly outcome: RecordOutcome;
  readonly effects: number;
  readonly reordered: boolean;
  readonly swallowed: boolean;
  /** The instant from which on the outcome can be seen. */
  readonly settledMs: number;
  readonly witness: readonly number[];
}

export interface LedgerRow {
  readonly record: number;
  readonly worth: number;
  readonly cells: readonly LedgerCell[];
  /** Not the same, or not as it should be, in all lanes. */
  readonly notable: boolean;
}

export interface LedgerColumn {
  readonly lane: string;
  readonly claim: Claim;
  readonly keepsClaim: boolean;
  readonly arrived: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly failed: number;
  readonly reordered: number;
  readonly unknown: number;
  readonly sent: number;
}

export interface Ledger {
  readonly expected: number;
  readonly columns: readonly LedgerColumn[];
  readonly rows: readonly LedgerRow[];
}

/** `hidden` records (a question about them is open) are left out of all sums. */
export function makeLedger(
  readings: readonly LaneReading[],
  kind: string,
  hidden: ReadonlySet<number> = new Set(),
): Ledger {
  const count = Math.max(0, ...readings.map(({ verdict }) => verdict.records.length));
  const records = Array.from({ length: count }, (_, index) => index + 1);
  const rows = records.map((record): LedgerRow => {
    const cells = readings.flatMap((reading) => cellOf(reading, record));
    return { record, worth: worthOf(record, kind), cells, notable: cells.some(isNotable) };
  });
  const expected = rows.reduce((sum, { worth }) => sum + worth, 0);
  return { expected, rows, columns: readings.map((reading) => columnOf(reading, kind, hidden)) };
}

/** Columns of more than four lanes are narrow: words and numbers stand under each other, and smaller. */
export const isDense = (lanes: number): boolean => lanes > 4;

const isNotable = (cell: LedgerCell): boolean => cell.outcome !== 'once' || cell.reordered;

function cellOf({ trace, verdict }: LaneReading, record: number): readonly LedgerCell[] {
  const own = verdict.records[record - 1];
  if (own === undefined) return [];
  const { outcome, effects, reordered, swallowed, witness } = own;
  return [
    {
      lane: trace.lane,
      record,
      outcome,
      effects,
      reordered,
      swallowed,
      witness,
      settledMs: instantOf(trace.events, witness),
    },
  ];
}

function columnOf({ trace, verdict }: LaneReading, kind: string, hidden: ReadonlySet<number>): LedgerColumn {
  const seen = verdict.records.filter(({ record }) => !hidden.has(record));
  const count = (test: (one: RecordVerdict) => boolean): number => seen.filter(test).length;
  return {
    lane: trace.lane,
    claim: verdict.claim,
    keepsClaim: verdict.keepsClaim,
    arrived: seen.reduce((sum, { record, effects }) => sum + effects * worthOf(record, kind), 0),
    lost: count(({ outcome }) => outcome === 'lost'),
    duplicated: count(({ outcome }) => outcome === 'duplicated'),
    failed: count(({ outcome }) => outcome === 'failed'),
    reordered: count(({ reordered }) => reordered),
    unknown: count(({ outcome }) => outcome === 'unknown'),
    sent: seen.length,
  };
}

/** The look of a lane's answer: by the worst that it holds. */
export function toneOfAnswer(column: LedgerColumn): Tone {
  if (column.duplicated > 0) return 'again';
  if (column.lost + column.failed > 0) return 'lost';
  return column.unknown + column.reordered > 0 ? 'late' : 'done';
}

/** What arrived against what was expected: a sum that fits although records are lost and others doubled is no success. */
export function judgeSum(
  column: LedgerColumn,
  expected: number,
  kind: string,
): { readonly text: string; readonly tone: Tone } {
  const difference = column.arrived - expected;
  if (difference < 0) return { text: `${sayWorth(-difference, kind)} short`, tone: 'lost' };
  if (difference > 0) return { text: `${sayWorth(difference, kind)} over`, tone: 'again' };
  const isRight = column.lost + column.duplicated + column.failed + column.unknown === 0;
  return isRight ? { text: 'as expected', tone: 'done' } : { text: 'by chance', tone: 'lost' };
}

/** `1 lost · 2 charged twice`, or `all 8 once`: the lane's answer. */
export function sayAnswer(column: LedgerColumn, kind: string): string {
  const parts = [
    part(column.lost, 'lost'),
    part(column.duplicated, isMoney(kind) ? 'charged twice' : 'twice'),
    part(column.failed, 'failed'),
    part(column.unknown, 'unknown'),
    part(column.reordered, 'out of order'),
  ].filter((text) => text !== '');
  return parts.length === 0 ? `all ${column.sent} once` : parts.join(' · ');
}

const part = (count: number, word: string): string => (count === 0 ? '' : `${count} ${word}`);

/** What the two weaker promises are about: the stronger one is about everything. */
const PROMISES: Readonly<Record<Exclude<Claim, 'none'>, string>> = {
  'at-most-once': 'none twice, as promised',
  'at-least-once': 'none lost, as promised',
  'exactly-once': 'as promised',
};

/** What the lane promised and whether it kept it. A promise says nothing of what it leaves open: it may be kept and a record be doubled. */
export function sayPromise({ claim, keepsClaim }: LedgerColumn): string {
  if (claim === 'none') return 'promised nothing';
  return keepsClaim ? PROMISES[claim] : 'broken promise';
}
