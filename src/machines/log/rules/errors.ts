/**
 * Kafka's own names of the answers that the rules give. Wire names of `org.apache.kafka.common.protocol.Errors`.
 */
export type KafkaError =
  | 'NONE'
  /* Appending and fetching. */
  | 'NOT_ENOUGH_REPLICAS'
  | 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'
  | 'NOT_LEADER_OR_FOLLOWER'
  | 'UNKNOWN_TOPIC_OR_PARTITION'
  | 'REQUEST_TIMED_OUT'
  | 'KAFKA_STORAGE_ERROR'
  | 'MESSAGE_TOO_LARGE'
  | 'RECORD_LIST_TOO_LARGE'
  | 'NETWORK_EXCEPTION'
  | 'OFFSET_OUT_OF_RANGE'
  | 'OFFSET_NOT_AVAILABLE'
  | 'FENCED_LEADER_EPOCH'
  | 'UNKNOWN_LEADER_EPOCH'
  | 'UNKNOWN_SERVER_ERROR'
  | 'INVALID_REQUEST'
  | 'UNSUPPORTED_VERSION'
  /* Producer state. */
  | 'OUT_OF_ORDER_SEQUENCE_NUMBER'
  | 'DUPLICATE_SEQUENCE_NUMBER'
  | 'INVALID_PRODUCER_EPOCH'
  | 'UNKNOWN_PRODUCER_ID'
  | 'INVALID_TXN_STATE'
  /* Coordinators. */
  | 'INVALID_PRODUCER_ID_MAPPING'
  | 'INVALID_TRANSACTION_TIMEOUT'
  | 'CONCURRENT_TRANSACTIONS'
  | 'TRANSACTION_COORDINATOR_FENCED'
  | 'PRODUCER_FENCED'
  | 'TRANSACTION_ABORTABLE'
  | 'COORDINATOR_NOT_AVAILABLE'
  | 'COORDINATOR_LOAD_IN_PROGRESS'
  | 'NOT_COORDINATOR'
  | 'GROUP_ID_NOT_FOUND'
  | 'ILLEGAL_GENERATION'
  | 'UNKNOWN_MEMBER_ID'
  | 'MEMBER_ID_REQUIRED'
  | 'REBALANCE_IN_PROGRESS'
  | 'FENCED_INSTANCE_ID'
  | 'STALE_MEMBER_EPOCH'
  | 'FENCED_MEMBER_EPOCH'
  | 'UNRELEASED_INSTANCE_ID'
  | 'UNSTABLE_OFFSET_COMMIT'
  /* Rights. */
  | 'GROUP_AUTHORIZATION_FAILED';

/** Why a node refused, in the words that a trace uses. */
export type RefusalWord = 'outOfOrder' | 'fenced' | 'state' | 'replicas' | 'notLeader';

const REASONS: Partial<Record<KafkaError, RefusalWord>> = {
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'outOfOrder',
  NOT_ENOUGH_REPLICAS: 'replicas',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'replicas',
  NOT_LEADER_OR_FOLLOWER: 'notLeader',
  FENCED_LEADER_EPOCH: 'notLeader',
  UNKNOWN_LEADER_EPOCH: 'notLeader',
  NOT_COORDINATOR: 'notLeader',
  INVALID_PRODUCER_EPOCH: 'fenced',
  PRODUCER_FENCED: 'fenced',
  TRANSACTION_COORDINATOR_FENCED: 'fenced',
  ILLEGAL_GENERATION: 'fenced',
  GROUP_ID_NOT_FOUND: 'fenced',
  UNKNOWN_MEMBER_ID: 'fenced',
  FENCED_INSTANCE_ID: 'fenced',
  STALE_MEMBER_EPOCH: 'fenced',
};

/** The word for a refusal with this error; `state` when no more special word fits. */
export function refusalWordOf(error: KafkaError): RefusalWord {
  return REASONS[error] ?? 'state';
}
