/** What a scenario has where it says nothing. */
import { LIMITS } from '../terms/limits';
import type { CrashWeather, LaneSpec, NetworkWeather, RunLimits, Workload } from './scenario';

export const DEFAULT_TITLE = 'Untitled';

/** For a link that gives none; a file must give its own. */
export const DEFAULT_SEED = 'blue-otter-42';

export const DEFAULT_RECORDS: Workload = Object.freeze({ count: 8, everyMs: 100, keys: 1, kind: 'payment' });

export const DEFAULT_NETWORK: NetworkWeather = Object.freeze({
  latencyMs: Object.freeze([5, 15] as const),
  lossPerMille: 0,
  duplicatePerMille: 0,
  delayPerMille: 0,
  delayMs: Object.freeze([50, 400] as const),
});

export const DEFAULT_CRASHES: CrashWeather = Object.freeze({ perMille: 0, forMs: Object.freeze([200, 400] as const) });

export const DEFAULT_ATTEMPT = 1;
/** How long after the first copy a duplicate arrives. */
export const DEFAULT_DUPLICATE_BY_MS = 50;
export const DEFAULT_DELAY_BY_MS = 200;
export const DEFAULT_ONE_WAY = false;

/** A run goes on this long after the last record was due, so that retries and time-outs can end. */
const QUIET_MS = 60_000;
const LEAST_EVENTS = 200_000;
const EVENTS_PER_RECORD = 400;

/** Room enough for a workload to end quietly, and never more than anybody may ask for. */
export function defaultLimits(records: Workload): RunLimits {
  return Object.freeze({
    virtualMs: Math.min(LIMITS.virtualMs, QUIET_MS + records.count * records.everyMs),
    events: Math.min(LIMITS.events, Math.max(LEAST_EVENTS, EVENTS_PER_RECORD * records.count)),
  });
}

/** The three references: what a link shows that names no lanes. A file names its own. */
export const REFERENCE_LANES: readonly LaneSpec[] = Object.freeze(
  (
    [
      ['amo', 'at-most-once'],
      ['alo', 'at-least-once'],
      ['eo', 'exactly-once'],
    ] as const
  ).map(([id, preset]) => Object.freeze({ id, system: 'kafka', preset, settings: Object.freeze({}) })),
);
