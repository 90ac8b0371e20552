/**
 * Start here: the verdict of somebody who is outside, as Jepsen is. It knows no log, no marker and no leader; what it cannot
 * know it leaves out. Whatever it reports, the oracle or a sighting covers (`gap.ts`).
 */
import type { Trace } from '../../trace/event';
import { historyOf } from './history';
import { nonmonotonicPolls, pollSkips } from './polls';
import type { ClientOptions, ClientReport } from './report';
import {
  duplicates,
  failedReads,
  inconsistentOffsets,
  lostWrites,
  nonmonotonicSends,
  precommittedReads,
  unseen,
} from './writes';

/**
 * All reports, by name. G0 and G1c are not looked for, as Kafka promises nothing about write cycles; int-send-skip is
 * always allowed.
 */
export function clientViewOf(trace: Trace, options: ClientOptions): readonly ClientReport[] {
  const history = historyOf(trace);
  return [
    ...lostWrites(history, options),
    ...duplicates(history),
    ...failedReads(history),
    ...inconsistentOffsets(history),
    ...nonmonotonicSends(history),
    ...nonmonotonicPolls(history, options),
    ...pollSkips(history, options),
    ...precommittedReads(history),
    ...unseen(history, options),
  ];
}
