/** De-duplication by a book of seen names, in general: sender → queue → workers → sink. MODEL.md says what is modelled. */
import type { System } from '../../engine/contracts';
import { NAMES } from '../../machines/addresses';
import { NAME_MESSAGES } from '../../machines/names/asking';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { QUEUE, QUEUE_MESSAGES, QUEUE_ROLES, STEPS_OF_A_WORKER, workerIds } from '../messaging';
import { claimOf } from './claims';
import { TTL_FIGURES } from './figures';
import { TTL_MEMORIES } from './memories';
import { planTtl } from './plan';
import { TTL_PRESETS } from './presets';
import { TTL_RIGHT_FAULTS } from './rights';
import { TTL_SETTINGS } from './settings';
import { readValues } from './values';

export const ttl: System = {
  id: 'ttl',
  title: 'Sliding-window de-duplication',
  short: 'TTL',
  settings: TTL_SETTINGS,
  presets: TTL_PRESETS,
  nodes: ['sender', QUEUE, ...workerIds('worker'), NAMES, 'sink'],
  messages: [...QUEUE_MESSAGES, ...NAME_MESSAGES, 'Write', 'WriteResponse'],
  steps: STEPS_OF_A_WORKER,
  roles: QUEUE_ROLES,
  ownFaults: TTL_RIGHT_FAULTS,
  principals: { worker: workerIds('worker') },
  figures: TTL_FIGURES,
  memories: TTL_MEMORIES,
  claimOf,
  refuse,
  plan: planTtl,
};

/** What cannot be done with such a book. */
function refuse(settings: Settings): readonly Problem[] {
  const { worker, store, check, memory, key } = readValues(settings);
  const problems: Problem[] = [];
  if (worker.steps === '[M E] P' && store !== 'sink')
    problems.push({
      where: 'dedup.store',
      what: `${store}, with app.steps=[M E] P: two stores share no transaction`,
      fix: 'set dedup.store=sink, or take M out of the brackets',
    });
  if (worker.steps === 'M E P' && check === 'inProgress')
    problems.push({
      where: 'dedup.check',
      what: 'inProgress, with a name that is put down before the work: the claim would be over at once',
      fix: 'use app.steps=E M P, where the name is put down when the work is done',
    });
  if (memory === 'highWater' && key !== 'messageId')
    problems.push({
      where: 'dedup.key',
      what: `${key}, with a high-water mark, which compares numbers`,
      fix: 'use dedup.key=messageId, or another memory',
    });
  return problems;
}
