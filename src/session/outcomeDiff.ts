/** What an edit changed in the outcome: record by record and lane by lane, where both runs have the lane. */
import type { RecordVerdict, Verdict } from '../checker/verdict';
import type { RecordOutcome } from '../terms/claim';

export interface JudgedVerdict {
  readonly lane: string;
  readonly verdict: Verdict;
}

export interface OutcomeChange {
  readonly lane: string;
  readonly record: number;
  readonly before: RecordOutcome;
  readonly after: RecordOutcome;
  readonly effectsBefore: number;
  readonly effectsAfter: number;
  readonly reorderedBefore: boolean;
  readonly reorderedAfter: boolean;
}

/** Only records that both runs have; a change in the number of effects, or in their order, is a change too. */
export function diffOutcomes(
  before: readonly JudgedVerdict[],
  after: readonly JudgedVerdict[],
): readonly OutcomeChange[] {
  return after.flatMap(({ lane, verdict }) => {
    const old = before.find((one) => one.lane === lane)?.verdict.records ?? [];
    return verdict.records.flatMap((now): readonly OutcomeChange[] => {
      const was = old[now.record - 1];
      if (was === undefined || isSame(was, now)) return [];
      return [
        {
          lane,
          record: now.record,
          before: was.outcome,
          after: now.outcome,
          effectsBefore: was.effects,
          effectsAfter: now.effects,
          reorderedBefore: was.reordered,
          reorderedAfter: now.reordered,
        },
      ];
    });
  });
}

const isSame = (was: RecordVerdict, now: RecordVerdict): boolean =>
  was.outcome === now.outcome && was.effects === now.effects && was.reordered === now.reordered;

const SHOWN_AT_MOST = 3;

/** `At least once: payment 3 was charged twice and is now charged once.`, a sentence a lane. */
export function sayChanges(
  changes: readonly OutcomeChange[],
  titleOf: (lane: string) => string,
  kind: string,
): readonly string[] {
  if (changes.length === 0) return ['Nothing changed in the outcome.'];
  const lanes = [...new Set(changes.map(({ lane }) => lane))];
  return lanes.map((lane) => {
    const own = changes.filter((change) => change.lane === lane);
    const shown = own.slice(0, SHOWN_AT_MOST).map((change) => sayChange(change, kind));
    const more = own.length > SHOWN_AT_MOST ? `; and ${own.length - SHOWN_AT_MOST} more` : '';
    return `${titleOf(lane)}: ${shown.join('; ')}${more}.`;
  });
}

function sayChange(change: OutcomeChange, kind: string): string {
  const { record, before, after, effectsBefore, effectsAfter, reorderedBefore, reorderedAfter } = change;
  const was = sayOutcome(before, effectsBefore) + sayOrder(reorderedBefore);
  return `${kind} ${record} was ${was} and is now ${sayOutcome(after, effectsAfter)}${sayOrder(reorderedAfter)}`;
}

const sayOrder = (isReordered: boolean): string => (isReordered ? ', out of order' : '');

/** The word of an outcome: `once`, `lost`, `there twice`, `there 3 times`. */
export function sayOutcome(outcome: RecordOutcome, effects: number): string {
  if (outcome !== 'duplicated') return outcome === 'once' ? 'there once' : outcome;
  return effects === 2 ? 'there twice' : `there ${effects} times`;
}
