/** Transactional outbox and inbox: shop → relay → queue → worker → database. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { NAME_MESSAGES } from '../../machines/names/asking';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { QUEUE, QUEUE_MESSAGES, QUEUE_ROLES, STEPS_OF_A_WORKER, workerIds } from '../messaging';
import { OUTBOX_MEMORIES } from './memories';
import { planOutbox } from './plan';
import { OUTBOX_PRESETS } from './presets';
import { OUTBOX_RIGHT_FAULTS } from './rights';
import { OUTBOX_SETTINGS } from './settings';
import { readValues } from './values';

const OUTBOX_MESSAGES = ['ReadOutbox', 'Mark'].flatMap((call) => [`${call}Request`, `${call}Response`]);

export const outbox: System = {
  id: 'outbox',
  title: 'Transactional outbox and inbox',
  short: 'Outbox',
  settings: OUTBOX_SETTINGS,
  presets: OUTBOX_PRESETS,
  nodes: ['shop', 'relay', 'relay-1', 'relay-2', QUEUE, ...workerIds('worker'), 'sink'],
  messages: [...OUTBOX_MESSAGES, ...QUEUE_MESSAGES, ...NAME_MESSAGES, 'Write', 'WriteResponse'],
  roles: QUEUE_ROLES,
  steps: STEPS_OF_A_WORKER,
  ownFaults: OUTBOX_RIGHT_FAULTS,
  principals: { relay: ['relay', 'relay-1', 'relay-2'], worker: workerIds('worker') },
  memories: OUTBOX_MEMORIES,
  claimOf,
  refuse: () => [],
  plan: planOutbox,
};

/** The strongest claim that these complete settings can be held to, from the order's commit to the effect elsewhere. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const { steps } = v.worker;
  const comesOut =
    v.publishes === 'outbox' && v.cursor !== 'highestId' && v.marks === 'afterPublish' && v.refusedRecord === 0;
  const losesNone = comesOut && steps !== 'P E' && steps !== 'M E P';
  const hasInbox = steps === '[M E] P' && v.retentionMs === 0;
  if (losesNone) return hasInbox ? 'exactly-once' : 'at-least-once';
  return hasInbox ? 'at-most-once' : 'none';
}
