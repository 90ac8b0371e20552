/** Apache Flink: checkpoints and a sink that commits in two phases. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import type { Problem } from '../../terms/problem';
import { mayRepeat, SINK_MESSAGES, SOURCE_MESSAGES, WORKER_STEPS } from '../replay';
import { FLINK_FIGURES } from './figures';
import { FLINK_MEMORIES } from './memories';
import { planFlink } from './plan';
import { FLINK_PRESETS } from './presets';
import { FLINK_RIGHT_FAULTS } from './rights';
import { FLINK_SETTINGS } from './settings';
import { callsService, readValues } from './values';
import { absorbsRepeats, TOPIC_ROLES } from '../shared';

export const flink: System = {
  id: 'flink',
  title: 'Apache Flink',
  short: 'Flink',
  settings: FLINK_SETTINGS,
  presets: FLINK_PRESETS,
  nodes: ['producer', 'source', 'taskmanager', 'taskmanager-1', 'taskmanager-2', 'jobmanager', 'sink', 'service'],
  messages: [
    ...SOURCE_MESSAGES,
    ...SINK_MESSAGES,
    'AcknowledgeCheckpoint',
    'NotifyCheckpointComplete',
    'RestoreState',
    'RestoredState',
    'CommitTransaction',
    'AbortTransactions',
    'EndTransactionResponse',
  ],
  roles: TOPIC_ROLES,
  steps: ['send', 'ack', ...WORKER_STEPS],
  ownFaults: [{ do: 'forget', targets: ['checkpoints'] }, ...FLINK_RIGHT_FAULTS],
  principals: { taskmanager: ['taskmanager', 'taskmanager-1', 'taskmanager-2'] },
  memories: FLINK_MEMORIES,
  figures: FLINK_FIGURES,
  claimOf,
  refuse,
  plan: planFlink,
};

/**
 * The documented end of each guarantee: the interval, where the checkpoint lies, what the reader reads. A call to a service
 * is made again with the records that are read again, whatever the sink absorbs. What was prepared has to outlive a
 * checkpoint and a restart (Kafka connector, "fault tolerance"), or it may be gone.
 */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  if (v.guarantee === 'none') return 'none';
  if (v.startFrom === 'latest' && v.storage === 'jobmanager') return 'none';
  const calls = callsService(v);
  const absorbs = absorbsRepeats(v.sink) && !calls;
  const once =
    !calls &&
    v.intervalMs > 0 &&
    v.mode === 'EXACTLY_ONCE' &&
    v.storage === 'filesystem' &&
    v.restoreFrom === 0 &&
    !mayRepeat(v.source);
  if (v.guarantee === 'at-least-once') return absorbs ? 'exactly-once' : 'at-least-once';
  const keepsPrepared = v.transactionTimeoutMs > v.intervalMs + v.restartDelayMs;
  if (once && v.isolation === 'read_committed') return keepsPrepared ? 'exactly-once' : 'at-most-once';
  return keepsPrepared ? 'at-least-once' : 'none';
}

/** What Flink and the broker themselves refuse, and steps that are not those of the guarantee. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const steps = parseSteps(v.steps);
  if (!steps.ok) return steps.problems;
  const problems: Problem[] = [];
  const place = (step: 'prepare' | 'progress' | 'publish' | 'remember'): number => groupOf(steps.value, step);
  const isTwoPhase =
    place('prepare') >= 0 && place('prepare') === place('progress') && place('publish') > place('progress');
  const saving = steps.value[place('progress')]!;
  if (v.guarantee === 'exactly-once' && !isTwoPhase)
    problems.push({
      where: 'app.steps',
      what: `${v.steps}, with an exactly-once sink, which prepares at the checkpoint and commits after it`,
      fix: 'write e [T P] V',
    });
  if (v.guarantee !== 'exactly-once' && (saving.steps.length > 1 || place('publish') >= 0))
    problems.push({
      where: 'app.steps',
      what: `${v.steps}, with a sink without transactions`,
      fix: 'write E P, or set sink.delivery-guarantee=exactly-once',
    });
  const acts = steps.value.findIndex(({ steps: done }) => done.includes('effect') || done.includes('outside'));
  if (acts > place('progress'))
    problems.push({
      where: 'app.steps',
      what: `${v.steps}, but a record is written as it comes, and the checkpoint that covers it is taken after it`,
      fix: 'put P last, as in E P',
    });
  if (v.guarantee === 'exactly-once' && v.transactionTimeoutMs > v.transactionMaxMs)
    problems.push({
      where: 'transaction.timeout.ms',
      what: `${v.transactionTimeoutMs} ms, above the broker's transaction.max.timeout.ms of ${v.transactionMaxMs} ms: the sink cannot begin, and the job never starts`,
      fix: `set transaction.timeout.ms to at most ${v.transactionMaxMs}`,
    });
  return problems;
}
