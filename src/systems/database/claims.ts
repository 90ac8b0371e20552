/** Which claim a database lane's settings make, by what the table knows again. */
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { readValues, type DatabaseValues } from './values';

/**
 * The strongest claim that these complete settings can be held to. An effect is a write that changes what readers of the table
 * see, so an upsert by account is one each time that an older value comes back, though it heals when the newer ones follow.
 */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  // The newest version wins also over an older one that was never there.
  const losesNone =
    v.worker.steps === 'E P' && v.sender.retries > 0 && (v.write !== 'versioned' || v.remembers !== 'nothing');
  if (losesNone) return knowsAgain(v) ? 'exactly-once' : 'at-least-once';
  return knowsAgain(v) ? 'at-most-once' : 'none';
}

function knowsAgain({ write, key, remembers, messageId, deletes, tombstones }: DatabaseValues): boolean {
  if (remembers === 'offset') return true;
  if (remembers === 'messageId') return messageId === 'persisted';
  if (write === 'append' || write === 'increment' || key === 'generated') return false;
  if (key === 'message' && messageId === 'perCall') return false;
  const forgets = deletes > 0 && !(write === 'versioned' && tombstones);
  if (write === 'versioned') return !forgets;
  return key !== 'account' && !forgets;
}
