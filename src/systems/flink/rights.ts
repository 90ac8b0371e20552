/**
 * Kafka's rights, as a job meets them: each refusal fails it, and its restart strategy says whether it starts again. Sources:
 * KafkaApis; Flink's connector for Kafka (KafkaWriter, KafkaCommitter, TransactionAborter, KafkaPartitionSplitReader).
 */
import type { NodeEvent, RightPlan } from '../../engine/contracts';
import { bodyOf, type WriteBody } from '../../machines/messages';
import { ID_ERROR, TOPIC_ERROR } from '../kafka/rights';
import { certificateFault, denyCall, denyEntry, rightFault } from '../rights';

const failsJob = denyEntry('ProduceResponse', TOPIC_ERROR);
const WRITE_TOPIC: RightPlan = {
  target: 'topic',
  operation: 'Write',
  at: ['source', 'sink'],
  denies: { request: denyCall('ProduceResponse', TOPIC_ERROR), Write: failsJob },
};
const READ_TOPIC: RightPlan = {
  target: 'topic',
  operation: 'Read',
  at: ['source'],
  denies: { fetch: denyEntry('FetchResponse', TOPIC_ERROR) },
};
const isTransactional = (question: NodeEvent): boolean => bodyOf<WriteBody>(question).transaction !== undefined;
const unproduced = denyEntry('ProduceResponse', ID_ERROR);
const WRITE_ID: RightPlan = {
  target: 'transactional.id',
  operation: 'Write',
  at: ['sink'],
  denies: {
    Write: (question) => (isTransactional(question) ? unproduced(question) : undefined),
    CommitTransaction: denyEntry('EndTransactionResponse', ID_ERROR),
    AbortTransactions: denyEntry('EndTransactionResponse', ID_ERROR),
  },
};

export const FLINK_RIGHTS = [WRITE_TOPIC, READ_TOPIC, WRITE_ID] as const;

export const FLINK_RIGHT_FAULTS = [
  rightFault(WRITE_TOPIC, 'producer'),
  ...[WRITE_TOPIC, READ_TOPIC, WRITE_ID].map((right) => rightFault(right, 'taskmanager')),
  certificateFault('source', 'sink', 'producer', 'taskmanager'),
];
