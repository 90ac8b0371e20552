/** The names that the kafka system uses in public: its nodes, messages and steps (contract 1). */

export const KAFKA_ID = 'kafka';
export const KAFKA_TITLE = 'Apache Kafka: producer, topic, consumer, sink';

/** In the order in which a diagram shows them. */
export const KAFKA_NODES = [
  'producer',
  'broker-1',
  'broker-2',
  'broker-3',
  'coordinator',
  'consumer',
  'consumer-1',
  'consumer-2',
  'consumer-3',
  'sink',
] as const;

/** Kafka's API names without `Request` and `Response`, and `ReplicaFetch` for a follower's fetch. */
const APIS = [
  'Produce',
  'Fetch',
  'ReplicaFetch',
  'InitProducerId',
  'AddPartitionsToTxn',
  'AddOffsetsToTxn',
  'EndTxn',
  'WriteTxnMarkers',
  'TxnOffsetCommit',
  'OffsetCommit',
  'OffsetFetch',
  'JoinGroup',
  'SyncGroup',
  'LeaveGroup',
  'Heartbeat',
] as const;

/** All messages that some kafka lane can send. Between consumer and sink there are writes, not Kafka's requests. */
export const KAFKA_MESSAGES: readonly string[] = [
  ...APIS.flatMap((api) => [`${api}Request`, `${api}Response`]),
  'Write',
  'WriteResponse',
];

/** Of the producer, then of the consumer. */
export const KAFKA_STEPS: readonly string[] = [
  'send',
  'ack',
  'receive',
  'effect',
  'remember',
  'progress',
  'prepare',
  'publish',
  'outside',
];
