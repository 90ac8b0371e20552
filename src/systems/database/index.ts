/** Databases at the end of the pipe: source → queue → workers → database. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { NAME_MESSAGES } from '../../machines/names/asking';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { QUEUE, QUEUE_MESSAGES, QUEUE_ROLES, STEPS_OF_A_WORKER, workerIds } from '../messaging';
import { claimOf } from './claims';
import { DATABASE_MEMORIES } from './memories';
import { planDatabase } from './plan';
import { DATABASE_PRESETS } from './presets';
import { DATABASE_RIGHT_FAULTS } from './rights';
import { DATABASE_SETTINGS } from './settings';
import { readValues } from './values';

export const database: System = {
  id: 'database',
  title: 'Database sinks',
  short: 'Database',
  settings: DATABASE_SETTINGS,
  presets: DATABASE_PRESETS,
  nodes: ['source', QUEUE, ...workerIds('worker'), 'sink'],
  messages: [...QUEUE_MESSAGES, ...NAME_MESSAGES, 'Write', 'WriteResponse'],
  steps: STEPS_OF_A_WORKER,
  roles: QUEUE_ROLES,
  ownFaults: DATABASE_RIGHT_FAULTS,
  principals: { worker: workerIds('worker') },
  memories: DATABASE_MEMORIES,
  claimOf,
  refuse,
  plan: planDatabase,
};

/** What a table cannot do. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const problems: Problem[] = [];
  if ((v.write === 'versioned' || v.write === 'increment') && v.key !== 'account')
    problems.push({
      where: 'table.key',
      what: `${v.key}, with table.write=${v.write}, which needs the one row of the account`,
      fix: 'set table.key=account',
    });
  if (v.remembers === 'offset' && v.worker.workers > 1)
    problems.push({
      where: 'app.workers',
      what: `${v.worker.workers}, with table.remembers=offset: one reader alone may move an offset on`,
      fix: 'set app.workers=1, or table.remembers=messageId',
    });
  if (v.remembers === 'offset' && v.sender.odd.clickedTwice > 0)
    problems.push({
      where: 'app.clickedTwice',
      what: `${v.sender.odd.clickedTwice}, with table.remembers=offset: a second message has an offset of its own, and here an offset is the record’s number`,
      fix: 'set app.clickedTwice=0, or table.remembers=messageId, which counts it twice as an offset would',
    });
  if (v.replay.from > v.replay.to)
    problems.push({
      where: 'app.replay.to',
      what: `${v.replay.to}, which is before app.replay.from=${v.replay.from}`,
      fix: 'set app.replay.to to the last record that is delivered again',
    });
  return problems;
}
