/** Apache Kafka: producer → topic → consumer → sink. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { claimOf, KAFKA_BOUNDARY } from './claims';
import { OWN_TARGETS } from './nodes';
import { KAFKA_FIGURES } from './figures';
import { KAFKA_MEMORIES } from './memories';
import { planKafka } from './plan';
import { KAFKA_PRESETS } from './presets';
import { refuse } from './refuse';
import { idempotentWriteFault, kafkaRightFaults } from './rights';
import { KAFKA_SETTINGS } from './settings';

const REQUESTS = [
  'Produce',
  'Fetch',
  'ListOffsets',
  'ReplicaFetch',
  'InitProducerId',
  'AddPartitionsToTxn',
  'AddOffsetsToTxn',
  'EndTxn',
  'WriteTxnMarkers',
  'OffsetCommit',
  'OffsetFetch',
  'Metadata',
  'AlterPartition',
  'BrokerRegistration',
  'TxnOffsetCommit',
  'JoinGroup',
  'LeaveGroup',
  'Heartbeat',
] as const;

/** The messages of Kafka's protocol and of the sink. */
export const KAFKA_MESSAGES: readonly string[] = [
  ...REQUESTS.flatMap((name) => [`${name}Request`, `${name}Response`]),
  // Of the metadata log: brokers learn from it who leads, and do not answer.
  'PartitionChangeRecord',
  'Write',
  'WriteResponse',
  'ReadOffset',
  'ReadOffsetResponse',
];

/** A transaction's offsets go by other ways (TxnOffsetCommit): only what is sent for each record is named here. */
export const KAFKA_ROLES: NonNullable<System['roles']> = {
  send: 'ProduceRequest',
  sendAnswer: 'ProduceResponse',
  receive: 'FetchRequest',
  delivery: 'FetchResponse',
  settle: 'OffsetCommitRequest',
  settleAnswer: 'OffsetCommitResponse',
  write: 'Write',
  writeAnswer: 'WriteResponse',
};

/** The steps at which nodes of Kafka and their applications can be struck. */
export const KAFKA_STEPS: readonly string[] = [
  ...['send', 'ack', 'append', 'decide', 'complete'],
  ...['receive', 'effect', 'remember', 'progress', 'prepare', 'publish', 'outside'],
];

export const kafka: System = {
  id: 'kafka',
  title: 'Apache Kafka',
  short: 'Kafka',
  settings: KAFKA_SETTINGS,
  presets: KAFKA_PRESETS,
  nodes: [
    'producer',
    'producer-2',
    'broker-1',
    'broker-2',
    'broker-3',
    'controller',
    'coordinator',
    'consumer',
    'consumer-1',
    'consumer-2',
    'consumer-3',
    'sink',
  ],
  messages: KAFKA_MESSAGES,
  roles: KAFKA_ROLES,
  steps: KAFKA_STEPS,
  ownFaults: [
    { do: 'expire', targets: OWN_TARGETS },
    idempotentWriteFault(['producer']),
    ...kafkaRightFaults({
      writers: ['producer'],
      transactional: ['producer'],
      readers: ['consumer'],
      grouped: ['consumer'],
      certified: ['producer', 'broker-1', 'broker-2', 'broker-3', 'coordinator', 'consumer'],
    }),
  ],
  principals: {
    producer: ['producer', 'producer-2'],
    consumer: ['consumer', 'consumer-1', 'consumer-2', 'consumer-3'],
  },
  memories: KAFKA_MEMORIES,
  figures: KAFKA_FIGURES,
  boundary: KAFKA_BOUNDARY,
  claimOf,
  refuse,
  plan: planKafka,
};
