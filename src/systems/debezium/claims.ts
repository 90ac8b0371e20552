/** Which claim a debezium lane's settings make: by Debezium's page on exactly-once delivery, and by what the log of the database keeps. */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { absorbsRepeats } from '../shared';
import { isTransactional, readValues, type DebeziumValues } from './values';

/**
 * The strongest claim that these complete settings can be held to, from the commit in the database to the effect of who reads
 * the topic. It holds for as long as the database keeps the log: a slot that is dropped by hand, or a binlog that expires, ends it.
 * Exactly once by transactions begins where the first snapshot ends: one that is interrupted brings its rows again.
 */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const steps = parseSteps(v.steps);
  if (!steps.ok) return 'none';
  const done = Math.max(groupOf(steps.value, 'effect'), groupOf(steps.value, 'publish'));
  const progressFirst = groupOf(steps.value, 'progress') < done;
  const once = absorbsRepeats(v.sink) || isReadOnce(v);
  if (!progressFirst && losesNone(v)) return once ? 'exactly-once' : 'at-least-once';
  return once ? 'at-most-once' : 'none';
}

/** Records and position in one transaction, a reader of committed records, and no row that a second snapshot would bring again. */
const isReadOnce = (v: DebeziumValues): boolean =>
  isTransactional(v) &&
  !v.readsUncommitted &&
  v.retries === 0 &&
  (v.snapshotMode === 'no_data' || (v.snapshotMode === 'initial' && v.createdAtMs === 0 && v.renamedAtMs === 0));

/** Whether the position can be gone; a snapshot makes up for that, since nothing is deleted here. */
const losesNone = (v: DebeziumValues): boolean =>
  (v.snapshotMode !== 'no_data' || (v.createdAtMs === 0 && v.renamedAtMs === 0)) &&
  (v.snapshotMode === 'when_needed' || v.isMySql || keepsSlot(v));

const keepsSlot = ({ slotHoldsMost, afterCrash, slotFailover }: DebeziumValues): boolean =>
  slotHoldsMost === -1 && (afterCrash === 'itself' || slotFailover);
