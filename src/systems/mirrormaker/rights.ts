/**
 * Kafka's rights, as MirrorMaker's clients meet them: those of the task's consumer in the source, of its producer in the target,
 * of the one by which Connect keeps its offsets there, and of the application. Sources: KafkaApis; for what a task does then
 * MirrorSourceTask.poll, WorkerSourceTask (producerSendFailed, commitOffsets), ExactlyOnceWorkerSourceTask.
 */
import type { RightPlan } from '../../engine/contracts';
import { GROUP_ERROR, ID_ERROR, TOPIC_ERROR } from '../kafka/rights';
import { certificateFault, denyCall, denyEntry, denyQuestion, denySave, rightFault } from '../rights';

const BOTH = ['source', 'target'] as const;

const WRITE_TOPIC: RightPlan = {
  target: 'topic',
  operation: 'Write',
  at: BOTH,
  // The task fails with the first record that its producer could not send.
  denies: { request: denyCall('ProduceResponse', TOPIC_ERROR), copy: denyEntry('ProduceResponse', TOPIC_ERROR) },
};
/** The task logs it and polls again. */
const READ_TOPIC: RightPlan = {
  target: 'topic',
  operation: 'Read',
  at: BOTH,
  denies: { fetch: denyQuestion('FetchResponse', TOPIC_ERROR) },
};
/** A flush that failed is logged, and made up for by the next; in a transaction it fails with all that is in it. */
const WRITE_OFFSETS: RightPlan = {
  target: 'offsets topic',
  operation: 'Write',
  at: ['target'],
  denies: {
    saveProgress: denySave('ConnectOffsetResponse', TOPIC_ERROR),
    endCopy: denyEntry('EndTxnResponse', TOPIC_ERROR),
  },
};
const WRITE_ID: RightPlan = {
  target: 'transactional.id',
  operation: 'Write',
  at: ['target'],
  denies: { fence: denyEntry('InitProducerIdResponse', ID_ERROR), endCopy: denyEntry('EndTxnResponse', ID_ERROR) },
};
const READ_GROUP: RightPlan = {
  target: 'group',
  operation: 'Read',
  at: BOTH,
  denies: {
    save: denySave('OffsetCommitResponse', GROUP_ERROR),
    restore: denyEntry('OffsetFetchResponse', GROUP_ERROR),
  },
};

export const MIRROR_RIGHTS = [WRITE_TOPIC, READ_TOPIC, WRITE_OFFSETS, WRITE_ID, READ_GROUP] as const;

export const MIRROR_RIGHT_FAULTS = [
  ...['producer', 'mirror'].map((principal) => rightFault(WRITE_TOPIC, principal)),
  ...['mirror', 'app'].map((principal) => rightFault(READ_TOPIC, principal)),
  rightFault(WRITE_OFFSETS, 'mirror'),
  rightFault(WRITE_ID, 'mirror'),
  rightFault(READ_GROUP, 'app'),
  certificateFault('source', 'target', 'producer', 'mirror', 'app'),
];
