import type { RecordOutcome } from '../terms/claim';
import type { RecordEvidence } from './evidence';

export interface Judged {
  readonly record: number;
  readonly outcome: RecordOutcome;
  /** The effects that count. */
  readonly effects: readonly number[];
  readonly witness: readonly number[];
  readonly swallowed: boolean;
}

/**
 * How one record ended. In a run that was cut off only a second effect is certain: whatever else it shows may
 * still change, so it is `unknown`.
 */
export function judgeRecord(evidence: RecordEvidence, effects: readonly number[], isQuiet: boolean): Judged {
  const outcome = outcomeOf(evidence, effects.length, isQuiet);
  const swallowed = outcome === 'lost' && evidence.remembered.length > 0;
  return { record: evidence.record, outcome, effects, witness: witnessOf(evidence, outcome, effects), swallowed };
}

function outcomeOf(evidence: RecordEvidence, effects: number, isQuiet: boolean): RecordOutcome {
  if (effects > 1) return 'duplicated';
  if (!isQuiet) return 'unknown';
  if (effects === 1) return 'once';
  return evidence.toldOk.length > 0 ? 'lost' : 'failed';
}

/** The effects prove what landed; a loss is proved by the success that was told and the last that was seen of the record. */
function witnessOf(evidence: RecordEvidence, outcome: RecordOutcome, effects: readonly number[]): readonly number[] {
  if (outcome === 'once' || outcome === 'duplicated') return effects;
  const told = outcome === 'lost' ? evidence.toldOk.slice(0, 1) : evidence.told.slice(-1);
  const swallow = evidence.remembered.slice(-1);
  return [...new Set([...told, ...swallow, evidence.last])].filter((seq) => seq >= 0).toSorted((a, b) => a - b);
}
