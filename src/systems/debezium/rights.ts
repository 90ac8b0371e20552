/**
 * The rights behind a connector: the application's on its tables, the connector's to read the log of changes, and Kafka's for the
 * topic, for Connect's offsets and for the transactional.id. The log is looked at when a reader of it begins. Sources: PostgreSQL
 * and MySQL documentation (replication privileges); KafkaApis; WorkerSourceTask, ExactlyOnceWorkerSourceTask.
 */
import type { NodeEvent, RightPlan } from '../../engine/contracts';
import { bodyOf, type WriteBody } from '../../machines/messages';
import { ID_ERROR, TOPIC_ERROR } from '../kafka/rights';
import { certificateFault, denyCall, denyEntry, denySave, rightFault } from '../rights';

const UPDATE: RightPlan = {
  target: 'table',
  operation: 'UPDATE',
  at: ['database'],
  denies: { request: denyCall('UpdateResponse', 'permission denied for table') },
};
const REPLICATION: RightPlan = {
  target: 'database',
  operation: 'REPLICATION',
  at: ['database'],
  denies: { fetch: denyEntry('ReadChangesResponse', 'permission denied to read the log of changes') },
  once: true,
};
/** A flush that failed is logged, and made up for by the next; in a transaction it fails with all that is in it. */
const savesProgress = (question: NodeEvent): boolean => bodyOf<WriteBody>(question).offset !== undefined;
const failsTask = denyEntry('ProduceResponse', TOPIC_ERROR);
const WRITE_OFFSETS: RightPlan = {
  target: 'offsets topic',
  operation: 'Write',
  at: ['offsets', 'sink'],
  denies: {
    save: denySave('OffsetsStored', TOPIC_ERROR),
    Write: (question) => (savesProgress(question) ? failsTask(question) : undefined),
  },
};
const WRITE_TOPIC: RightPlan = { target: 'topic', operation: 'Write', at: ['sink'], denies: { Write: failsTask } };
const WRITE_ID: RightPlan = {
  target: 'transactional.id',
  operation: 'Write',
  at: ['sink'],
  denies: { Write: denyEntry('CommitTransactionResponse', ID_ERROR) },
};

/** `transactional`: the worker writes in transactions. */
export const debeziumRights = (transactional: boolean): readonly RightPlan[] => [
  UPDATE,
  REPLICATION,
  WRITE_OFFSETS,
  WRITE_TOPIC,
  ...(transactional ? [WRITE_ID] : []),
];

export const DEBEZIUM_RIGHT_FAULTS = [
  rightFault(UPDATE, 'application'),
  ...[REPLICATION, WRITE_TOPIC, WRITE_OFFSETS, WRITE_ID].map((right) => rightFault(right, 'worker')),
  certificateFault('database', 'application', 'worker'),
];
