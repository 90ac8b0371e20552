/** TxnOffsetCommit asks the transaction coordinator first: its answer in the words of that API (`CoordinatorOperationExceptionHelper`, KIP-890). */
import type { KafkaError } from '../../log/rules/errors';

const UNAVAILABLE: readonly KafkaError[] = [
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
  'REQUEST_TIMED_OUT',
  'COORDINATOR_NOT_AVAILABLE',
];

/** The error of a verification as the client of TxnOffsetCommit hears it. */
export function txnOffsetCommitErrorOf(answer: KafkaError): KafkaError {
  if (answer === 'PRODUCER_FENCED') return 'INVALID_PRODUCER_EPOCH';
  if (answer === 'NETWORK_EXCEPTION') return 'COORDINATOR_LOAD_IN_PROGRESS';
  if (UNAVAILABLE.includes(answer)) return 'COORDINATOR_NOT_AVAILABLE';
  return answer === 'NOT_LEADER_OR_FOLLOWER' || answer === 'KAFKA_STORAGE_ERROR' ? 'NOT_COORDINATOR' : answer;
}
