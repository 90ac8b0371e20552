/** Virtual durations and instants in words, without a locale: the same everywhere, so that they may stand in tests. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Below this many milliseconds a reader compares milliseconds. */
const MILLISECONDS_UP_TO = 10 * SECOND_MS;

/** `861 ms`, `12.5 s`, `3 min 20 s`, `4 h`, `45 days`. Takes whole milliseconds; a fraction is cut off. */
export function sayDuration(ms: number): string {
  const whole = Math.floor(ms);
  if (whole < MILLISECONDS_UP_TO) return `${groupDigits(whole)} ms`;
  if (whole < MINUTE_MS) return `${Math.round(whole / 100) / 10} s`;
  if (whole < HOUR_MS) return pair(whole, MINUTE_MS, 'min', SECOND_MS, 's');
  if (whole < DAY_MS) return pair(whole, HOUR_MS, 'h', MINUTE_MS, 'min');
  const days = Math.floor(whole / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
}

function pair(ms: number, bigMs: number, big: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % bigMs) / smallMs);
  const head = `${Math.floor(ms / bigMs)} ${big}`;
  return rest === 0 ? head : `${head} ${rest} ${small}`;
}

/** `1234567` → `1 234 567`, with narrow no-break spaces. */
export function groupDigits(whole: number): string {
  const digits = String(Math.abs(whole));
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  return `${whole < 0 ? '−' : ''}${groups.join('\u202f')}`;
}
