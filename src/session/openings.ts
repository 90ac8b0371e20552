/** What the page opens with: the default scenario, in the form of a scenario file (contract 1). */

/** Eight payments, three lanes; a lost answer doubles one of them, a crash loses another. */
export const OPENING_SCENARIO = {
  version: 1,
  title: 'The charge that was made twice',
  seed: 'blue-otter-42',
  records: { count: 8, everyMs: 100, keys: 1, kind: 'payment' },
  faults: [
    { do: 'drop', message: 'ProduceResponse', record: 3, attempt: 1 },
    { do: 'crash', node: 'consumer', before: 'effect', record: 5, forMs: 300 },
  ],
  lanes: [
    { id: 'amo', system: 'kafka', preset: 'at-most-once' },
    { id: 'alo', system: 'kafka', preset: 'at-least-once' },
    { id: 'eo', system: 'kafka', preset: 'exactly-once' },
  ],
} as const;
