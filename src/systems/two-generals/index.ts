/** Two generals over a link that loses messengers: what no number of acknowledgements can do. MODEL.md says what is modelled. */
import type { System } from '../../engine/contracts';
import { LAST_MESSENGER, messengerAt } from '../../machines/general/general';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { GENERALS_CURVES } from './curves';
import { GENERALS_MEMORIES } from './memories';
import { planGenerals } from './plan';
import { GENERALS_PRESETS } from './presets';
import { GENERALS_SETTINGS } from './settings';
import { readValues } from './values';

/** A chain has at most twelve messengers, and its last one is called so. */
const MESSENGERS = [...Array.from({ length: 11 }, (_, at) => messengerAt(at + 1)), LAST_MESSENGER];

export const twoGenerals: System = {
  id: 'two-generals',
  title: 'Two generals',
  settings: GENERALS_SETTINGS,
  presets: GENERALS_PRESETS,
  nodes: ['general-a', 'general-b'],
  messages: [...MESSENGERS, 'Order', 'OrderAnswer'],
  roles: { send: 'Order', sendAnswer: 'OrderAnswer' },
  steps: ['send', 'ack', 'effect'],
  ownFaults: [],
  memories: GENERALS_MEMORIES,
  curves: GENERALS_CURVES,
  claimOf,
  refuse: () => [],
  plan: planGenerals,
};

/** What the two can promise each other. A chain, of whatever length, can promise neither that both act nor that none does. */
function claimOf(settings: Settings): Claim {
  const { protocol, named, retries } = readValues(settings);
  if (protocol === 'once') return 'at-most-once';
  if (protocol !== 'retry') return 'none';
  if (retries === 0) return named ? 'at-most-once' : 'none';
  return named ? 'exactly-once' : 'at-least-once';
}
