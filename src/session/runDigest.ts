/** One digest for a run of several lanes: what a link carries, so that its opener can say "same run". */
import type { Trace } from '../trace/event';
import { hashText, hex8 } from '../terms/hash';

/** 8 hexadecimal characters over the lanes' names and digests, in the order of the lanes. */
export function runDigest(traces: readonly Trace[]): string {
  return hex8(hashText(traces.map(({ lane, digest }) => `${lane} ${digest}`).join('\n')));
}
