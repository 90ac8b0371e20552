/** Debezium on Kafka Connect: a relay from a database's own log to a topic. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { formatSteps, groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { SINK_MESSAGES, WORKER_STEPS } from '../replay';
import { claimOf } from './claims';
import { DEBEZIUM_FIGURES } from './figures';
import { DEBEZIUM_MEMORIES } from './memories';
import { planDebezium } from './plan';
import { DEBEZIUM_PRESETS } from './presets';
import { DEBEZIUM_RIGHT_FAULTS } from './rights';
import { DEBEZIUM_SETTINGS } from './settings';
import { isTransactional, readValues, type DebeziumValues } from './values';

export const debezium: System = {
  id: 'debezium',
  title: 'Debezium on Kafka Connect',
  short: 'Debezium',
  settings: DEBEZIUM_SETTINGS,
  presets: DEBEZIUM_PRESETS,
  nodes: ['application', 'database', 'worker', 'worker-2', 'offsets', 'sink'],
  messages: [
    'UpdateRequest',
    'UpdateResponse',
    'ReadChangesRequest',
    'ReadChangesResponse',
    'ConfirmPosition',
    'StoreOffsets',
    'OffsetsStored',
    'ReadOffsets',
    'OffsetsRead',
    'CommitTransaction',
    'CommitTransactionResponse',
    'ProduceResponse',
    ...SINK_MESSAGES,
  ],
  roles: {
    send: 'UpdateRequest',
    sendAnswer: 'UpdateResponse',
    receive: 'ReadChangesRequest',
    delivery: 'ReadChangesResponse',
    settle: 'StoreOffsets',
    settleAnswer: 'OffsetsStored',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: ['send', 'ack', ...WORKER_STEPS],
  ownFaults: [{ do: 'forget', targets: ['position', 'offsets'] }, ...DEBEZIUM_RIGHT_FAULTS],
  principals: { worker: ['worker', 'worker-2'] },
  memories: DEBEZIUM_MEMORIES,
  figures: DEBEZIUM_FIGURES,
  claimOf,
  refuse,
  plan: planDebezium,
};

/** What Connect and Debezium themselves refuse, and what would be without effect. */
function refuse(settings: Settings, explicit: ReadonlySet<string>): readonly Problem[] {
  const v = readValues(settings);
  const problems: Problem[] = [];
  if (v.required && !isTransactional(v))
    problems.push({
      where: 'exactly.once.support',
      what: `required, where exactly.once.source.support=${v.support} on the workers`,
      fix: 'set exactly.once.source.support=enabled',
    });
  if (v.boundary !== 'poll')
    problems.push({
      where: 'transaction.boundary',
      what: `${v.boundary}, where Debezium’s connectors define no other boundary than poll`,
      fix: 'set transaction.boundary=poll',
    });
  if (v.isMySql && explicit.has('slot.failover'))
    problems.push({
      where: 'slot.failover',
      what: 'a setting of PostgreSQL’s slots, with a connector for MySQL',
      fix: 'leave it out, or set connector.class=PostgresConnector',
    });
  if (v.renamedAtMs > 0 && v.renamedAtMs <= v.createdAtMs)
    problems.push({
      where: 'app.renamedAt.ms',
      what: `${v.renamedAtMs}, not after app.createdAt.ms=${v.createdAtMs}`,
      fix: 'rename the connector later',
    });
  return [...problems, ...relayProblems(v)];
}

const TRANSACTIONAL_STEPS = 'e [P V]';

/** A relay’s steps are those of its guarantee: offsets beside the topic, or in one transaction with the records. */
function relayProblems(v: DebeziumValues): readonly Problem[] {
  const steps = parseSteps(v.steps);
  if (!steps.ok) return steps.problems;
  if (isTransactional(v))
    return formatSteps(steps.value) === TRANSACTIONAL_STEPS
      ? []
      : [
          {
            where: 'app.steps',
            what: `${v.steps}, with exactly-once support, which commits the records together with their position`,
            fix: `write ${TRANSACTIONAL_STEPS}`,
          },
        ];
  const isShared = steps.value[groupOf(steps.value, 'progress')]!.steps.length > 1;
  if (!isShared && groupOf(steps.value, 'publish') < 0) return [];
  return [
    {
      where: 'app.steps',
      what: `${v.steps}, where positions are stored by themselves and records are no transaction`,
      fix: 'write E P, or set exactly.once.source.support=enabled',
    },
  ];
}
