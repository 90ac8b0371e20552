/** Apache Kafka: producer → topic → consumer → sink. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { claimOf } from './claims';
import { OWN_TARGETS, planKafka } from './plan';
import { KAFKA_PRESETS } from './presets';
import { refuse } from './refuse';
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
  'LeaderAndIsr',
  'AlterPartition',
  'BrokerRegistration',
  'AddOffsetsToTxn',
  'TxnOffsetCommit',
  'JoinGroup',
  'LeaveGroup',
  'Heartbeat',
] as const;

export const kafka: System = {
  id: 'kafka',
  title: 'Apache Kafka',
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
  messages: [
    ...REQUESTS.flatMap((name) => [`${name}Request`, `${name}Response`]),
    'Write',
    'WriteResponse',
    'ReadOffset',
    'ReadOffsetResponse',
  ],
  steps: [
    ...['send', 'ack', 'append', 'decide', 'complete'],
    ...['receive', 'effect', 'remember', 'progress', 'prepare', 'publish', 'outside'],
  ],
  ownFaults: [{ do: 'expire', targets: OWN_TARGETS }],
  claimOf,
  refuse,
  plan: planKafka,
};
