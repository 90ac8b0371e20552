import type { AnomalyKind, Claim } from '../terms/claim';

/** Which claims an anomaly of this kind refutes. Order is promised by none of them. */
export const RULES_OUT: Readonly<Record<AnomalyKind, readonly Claim[]>> = {
  lost: ['at-least-once', 'exactly-once'],
  duplicated: ['at-most-once', 'exactly-once'],
  reordered: [],
};
