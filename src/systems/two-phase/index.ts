/** Two-phase mutations: prepare, then confirm(id). MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import type { Problem } from '../../terms/problem';
import { TWO_PHASE_MEMORIES } from './memories';
import { planTwoPhase } from './plan';
import { TWO_PHASE_PRESETS } from './presets';
import { TWO_PHASE_RIGHT_FAULTS } from './rights';
import { TWO_PHASE_SETTINGS } from './settings';
import { readValues } from './values';

export const twoPhase: System = {
  id: 'two-phase',
  title: 'Two-phase mutation',
  short: 'Two phases',
  settings: TWO_PHASE_SETTINGS,
  presets: TWO_PHASE_PRESETS,
  nodes: ['application', 'service'],
  messages: ['Prepare', 'Confirm', 'Apply'].flatMap((call) => [`${call}Request`, `${call}Response`]),
  roles: { send: 'ConfirmRequest', sendAnswer: 'ConfirmResponse' },
  steps: ['effect', 'progress', 'publish', 'ack'],
  ownFaults: TWO_PHASE_RIGHT_FAULTS,
  memories: TWO_PHASE_MEMORIES,
  claimOf,
  refuse,
  plan: planTwoPhase,
};

const [ONE_STEP, ID_LAST] = ['E P', 'e V P'];
const ORDERS = [ONE_STEP, 'P e V', 'e P V', ID_LAST];

/** An id holds as long as it is written down before the confirmation, and as long as the service knows it. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const again = v.retries > 0 || v.onRestart === 'resend';
  if (v.steps === ONE_STEP) return again ? 'at-least-once' : 'at-most-once';
  const knownAgain = v.steps !== ID_LAST || v.id === 'derived' || v.onRestart === 'resume';
  const guarded =
    v.confirm === 'idempotent' || (v.retries === 0 && v.confirmsAgainMs === 0 && v.onRestart === 'resume');
  const once = guarded && knownAgain && (v.keepsMs === 0 || v.onExpired === 'giveUp');
  if (v.tells === 'afterPrepare') return once ? 'at-most-once' : 'none';
  return once ? 'exactly-once' : 'at-least-once';
}

/** Orders that make no sense of two phases, and an id that is written down before anybody has made it. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const steps = parseSteps(v.steps);
  if (!steps.ok) return steps.problems;
  if (!ORDERS.includes(v.steps))
    return [
      {
        where: 'app.steps',
        what: `${v.steps}, which is no order of preparing (e), confirming (V) and writing the id down (P)`,
        fix: `write one of ${ORDERS.join(', ')}`,
      },
    ];
  if (v.id !== 'server' || v.steps !== 'P e V') return [];
  return [
    {
      where: 'app.id',
      what: 'server, with an id that is written down before the service was asked for one',
      fix: 'write app.steps=e P V, or let the application make the id',
    },
  ];
}
