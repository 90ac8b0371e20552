/** The largest things that anybody may ask for. The schema refuses more, and the engine stops at them. */
export const LIMITS = {
  lanes: 6,
  records: 10_000,
  faults: 500,
  seedChars: 64,
  titleChars: 200,
  virtualMs: 10_000_000_000,
  events: 10_000_000,
  everyMs: 3_600_000,
  keys: 10_000,
} as const;
