/**
 * What the client-view checker reports, by Jepsen's names. It reads only what a producer, a consumer or the people who run
 * the test could know: calls and what they were told, what consumers were given at which place, where they took up reading.
 */
export const CLIENT_NAMES = [
  'lost-write',
  'duplicate',
  'G1a',
  'inconsistent-offsets',
  'nonmonotonic-send',
  'int-nonmonotonic-send',
  'nonmonotonic-poll',
  'int-nonmonotonic-poll',
  'poll-skip',
  'int-poll-skip',
  'precommitted-read',
  'unseen',
] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];

export interface ClientReport {
  readonly name: ClientName;
  /** The business record that it concerns. */
  readonly record: number;
  /** The other record of a pair; 0: there is none. */
  readonly beside: number;
  /** The observations behind it, in order. */
  readonly witness: readonly number[];
}

export interface ClientOptions {
  /** Whether whoever runs the test has healed everything and let the consumers read to the end: only then is anything lost. */
  readonly healed: boolean;
  /**
   * Whether a consumer that takes up another position (a rebalance, a restart at the committed offset) may go back or
   * jump. Jepsen allows it to consumers that subscribe. Default: true.
   */
  readonly subscribes?: boolean;
}
