/** What the checker says of a trace: counts, one verdict a record, anomalies with their witnesses. */
import type { AnomalyKind, Claim, RecordOutcome } from '../terms/claim';

/** What the checker must be told besides the trace: the workload, and what the lane promises. */
export interface Expectation {
  readonly claim: Claim;
  readonly records: number;
  readonly keys: number;
}

export interface OutcomeCounts {
  readonly sent: number;
  readonly once: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly failed: number;
  readonly unknown: number;
  readonly swallowed: number;
  readonly reordered: number;
  readonly effects: number;
}

export interface RecordVerdict {
  readonly record: number;
  readonly outcome: RecordOutcome;
  readonly effects: number;
  /** Events that prove it: the effects, or the last stage that it reached. */
  readonly witness: readonly number[];
  readonly swallowed: boolean;
  readonly reordered: boolean;
}

export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly record: number;
  readonly rulesOut: readonly Claim[];
  readonly witness: readonly number[];
}

export interface Cost {
  readonly messages: number;
  readonly durableWrites: number;
  readonly visibleMs: { readonly p50: number; readonly p99: number };
  readonly virtualMs: number;
  readonly rememberedNames: number;
}

export interface Verdict {
  readonly claim: Claim;
  readonly keepsClaim: boolean;
  readonly ended: 'quiet' | 'limit';
  readonly outcome: OutcomeCounts;
  readonly records: readonly RecordVerdict[];
  readonly anomalies: readonly Anomaly[];
  readonly cost: Cost;
}
