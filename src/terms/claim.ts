/** What a lane promises about the effects of its records. */
export type Claim = 'at-most-once' | 'at-least-once' | 'exactly-once' | 'none';

/** All claims, the weakest last. */
export const CLAIMS: readonly Claim[] = ['exactly-once', 'at-least-once', 'at-most-once', 'none'];

/** How one record ended, judged after the run has gone quiet. */
export type RecordOutcome = 'once' | 'duplicated' | 'lost' | 'failed' | 'unknown';

/** What a run can show that a claim forbids, or that a reader would want to know. */
export type AnomalyKind = 'lost' | 'duplicated' | 'reordered';
