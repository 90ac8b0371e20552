/** Apache Pulsar: producer de-duplication by name and number, and transactions between topics. See MODEL.md. */
import type { System } from '../../engine/contracts';
import { STEPS_OF_A_WORKER, workerIds } from '../messaging';
import { claimOf } from './claims';
import { PULSAR_FIGURES } from './figures';
import { PULSAR_MEMORIES } from './memories';
import { planPulsar } from './plan';
import { PULSAR_PRESETS } from './presets';
import { refuse } from './refuse';
import { PULSAR_RIGHT_FAULTS } from './rights';
import { PULSAR_SETTINGS } from './settings';

export const pulsar: System = {
  id: 'pulsar',
  title: 'Apache Pulsar',
  short: 'Pulsar',
  settings: PULSAR_SETTINGS,
  presets: PULSAR_PRESETS,
  nodes: [
    'producer',
    'producer-2',
    'broker',
    ...workerIds('consumer'),
    ...workerIds('processor'),
    'coordinator',
    'neighbour',
    'broker-2',
    'reader',
    'sink',
  ],
  messages: [
    'Producer',
    'ProducerSuccess',
    'Send',
    'SendReceipt',
    'SendError',
    'Subscribe',
    'Flow',
    'Message',
    'Ack',
    'AckResponse',
    'RedeliverUnacknowledgedMessages',
    'CloseConnection',
    'CloseProducer',
    'CloseConsumer',
    'Error',
    'NewTxn',
    'NewTxnResponse',
    'AddPartitionToTxn',
    'AddSubscriptionToTxn',
    'AddToTxnResponse',
    'EndTxn',
    'EndTxnResponse',
    'EndTxnOnPartition',
    'EndTxnOnPartitionResponse',
    'EndTxnOnSubscription',
    'EndTxnOnSubscriptionResponse',
    'Write',
    'WriteResponse',
    'ReadOffset',
    'ReadOffsetResponse',
  ],
  roles: {
    send: 'Send',
    sendAnswer: 'SendReceipt',
    receive: 'Subscribe',
    delivery: 'Message',
    settle: 'Ack',
    settleAnswer: 'AckResponse',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: STEPS_OF_A_WORKER,
  ownFaults: PULSAR_RIGHT_FAULTS,
  principals: {
    producer: ['producer', 'producer-2'],
    broker: ['broker', 'broker-2'],
    consumer: workerIds('consumer'),
    processor: workerIds('processor'),
  },
  memories: PULSAR_MEMORIES,
  figures: PULSAR_FIGURES,
  claimOf,
  refuse,
  plan: planPulsar,
};
