/** Which claim a stream lane's settings make: by the rules for publishing ids, and by the order of the consumer's steps. */
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { claimOfSteps } from '../replay';
import { absorbsRepeats } from '../shared';
import { idsRise, readValues, type StreamValues } from './values';

/**
 * The strongest claim that these complete settings can be held to, from publish to effect. De-duplication makes one message
 * of a publish and its repetitions, as long as ids rise, one instance bears the name, and the id is the record's own. That a
 * library which counts takes its own first number for none, and so repeats it after a restart, is left to the run to show.
 */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const claim = claimOfSteps(v.steps, absorbsRepeats(v.sink), repeats(v));
  if (losesNone(v)) return claim;
  return claim === 'exactly-once' || claim === 'at-most-once' ? 'at-most-once' : 'none';
}

/** Whether the stream may hold a record twice. Ids that the client counts are new ones after a restart. */
function repeats(v: StreamValues): boolean {
  const again = v.onRestart === 'resend' || v.jobAgainMs > 0;
  return v.named ? v.numbering !== 'record' && again : v.retryOnRecovery || again;
}

/** Whether nothing is confirmed that is not kept until it has been read. */
const losesNone = (v: StreamValues): boolean =>
  (!v.named || (v.numbering !== 'restart' && v.instances === 1 && idsRise(v))) &&
  v.maxAgeMs === 0 &&
  v.offset === 'first';
