/** Spark Structured Streaming: planned micro-batches, and a sink that is half of the protocol. MODEL.md says what is modelled. */
import type { System } from '../../engine/contracts';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { claimOfSteps, mayRepeat, SINK_MESSAGES, SOURCE_MESSAGES, WORKER_STEPS } from '../replay';
import { stepProblems, absorbsRepeats, TOPIC_ROLES } from '../shared';
import { SPARK_FIGURES } from './figures';
import { SPARK_MEMORIES } from './memories';
import { planSpark } from './plan';
import { SPARK_PRESETS } from './presets';
import { SPARK_RIGHT_FAULTS } from './rights';
import { SPARK_SETTINGS } from './settings';
import { readValues } from './values';

export const spark: System = {
  id: 'spark',
  title: 'Spark Structured Streaming',
  short: 'Spark',
  settings: SPARK_SETTINGS,
  presets: SPARK_PRESETS,
  nodes: ['producer', 'source', 'driver', 'driver-1', 'driver-2', 'checkpoint', 'table', 'table-2'],
  messages: [
    ...SOURCE_MESSAGES,
    ...SINK_MESSAGES,
    'WriteOffsetLog',
    'WriteCommitLog',
    'LogWritten',
    'ReadLogs',
    'LogsRead',
  ],
  roles: TOPIC_ROLES,
  steps: ['send', 'ack', ...WORKER_STEPS],
  ownFaults: [{ do: 'forget', targets: ['checkpoint'] }, ...SPARK_RIGHT_FAULTS],
  principals: { driver: ['driver', 'driver-1', 'driver-2'] },
  memories: SPARK_MEMORIES,
  figures: SPARK_FIGURES,
  claimOf,
  refuse: (settings) => stepProblems(readValues(settings).steps, false),
  plan: planSpark,
};

/** The checkpoint is half of it, the sink the other half; a guard by place is none, and chance in the code defeats keys. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const byKey = absorbsRepeats(v.sink);
  const claim = claimOfSteps(v.steps, byKey && v.code.deterministic, mayRepeat(v.source));
  const isGuardedByPlace = v.guardedBy === 'partitionIdAndEpochId' && /M/u.test(v.steps);
  return isGuardedByPlace ? 'none' : claim;
}
