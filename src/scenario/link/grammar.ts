/** The names of a link's keys and of the parts of their values. What stands here is in links that people keep. */
import type { Tag } from './tags';

/** In the order in which they are written; `c` is always the last. */
export const KEYS = {
  version: 'v',
  engine: 'e',
  packed: 'z',
  title: 'n',
  seed: 's',
  records: 'r',
  network: 'w',
  crashes: 'x',
  lane: 'p',
  setting: 'o',
  fault: 'f',
  limits: 'l',
  cursor: 't',
  selected: 'q',
  digest: 'h',
  checksum: 'c',
} as const;

/** Keys that may stand in a link many times, once for each lane, setting and fault. */
export const REPEATED: readonly string[] = [KEYS.lane, KEYS.setting, KEYS.fault];

/** Keys that say something about the scenario; without any of them a text is no link of ours. */
export const TELLING: readonly string[] = ['v', 'z', 'n', 's', 'r', 'w', 'x', 'p', 'o', 'f', 'l'];

/** After the count: `r=20.every50.keys4.kind-order`. */
export const RECORD_TAGS: readonly Tag[] = [
  { tag: 'every', key: 'everyMs', form: 'number' },
  { tag: 'keys', key: 'keys', form: 'number' },
  { tag: 'kind', key: 'kind', form: 'text' },
];

export const NETWORK_TAGS: readonly Tag[] = [
  { tag: 'lat', key: 'latencyMs', form: 'range' },
  { tag: 'loss', key: 'lossPerMille', form: 'number' },
  { tag: 'dup', key: 'duplicatePerMille', form: 'number' },
  { tag: 'late', key: 'delayPerMille', form: 'number' },
  { tag: 'by', key: 'delayMs', form: 'range' },
];

/** After the per-mille: `x=10.for200-400`. */
export const CRASH_TAGS: readonly Tag[] = [{ tag: 'for', key: 'forMs', form: 'range' }];

export const LIMIT_TAGS: readonly Tag[] = [
  { tag: 'ms', key: 'virtualMs', form: 'number' },
  { tag: 'ev', key: 'events', form: 'number' },
];

/** After what a fault strikes: `drop.ProduceResponse.3.try2`, `crash.broker-1.at420.for500`. */
export const FAULT_TAGS: readonly Tag[] = [
  { tag: 'at', key: 'atMs', form: 'number' },
  { tag: 'try', key: 'attempt', form: 'number' },
  { tag: 'by', key: 'byMs', form: 'number' },
  { tag: 'for', key: 'forMs', form: 'number' },
  { tag: 'from', key: 'from', form: 'text' },
  { tag: 'to', key: 'to', form: 'text' },
  { tag: 'oneway', key: 'oneWay', form: 'flag' },
  { tag: 'whose', key: 'principal', form: 'text' },
  { tag: 'right', key: 'operation', form: 'text' },
];
