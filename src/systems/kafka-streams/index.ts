/**
 * Kafka Streams: topic → processors (consume, transform, produce) → topic → reader → sink. MODEL.md says what is modelled, from
 * which source.
 */
import type { System } from '../../engine/contracts';
import { KAFKA_MESSAGES, KAFKA_ROLES, KAFKA_STEPS } from '../kafka';
import { OWN_TARGETS } from '../kafka/nodes';
import { kafkaRightFaults } from '../kafka/rights';
import { claimOf, STREAMS_BOUNDARY } from './claims';
import { STREAMS_FIGURES } from './figures';
import { STREAMS_MEMORIES } from './memories';
import { planStreams } from './plan';
import { STREAMS_PRESETS } from './presets';
import { refuse } from './refuse';
import { STREAMS_SETTINGS } from './settings';

export const kafkaStreams: System = {
  id: 'kafka-streams',
  title: 'Kafka Streams',
  short: 'Streams',
  settings: STREAMS_SETTINGS,
  presets: STREAMS_PRESETS,
  nodes: [
    ...['producer', 'broker-1', 'broker-2', 'broker-3', 'controller', 'coordinator'],
    ...['processor', 'processor-1', 'processor-2', 'processor-3', 'reader', 'service', 'sink'],
  ],
  messages: [...KAFKA_MESSAGES, 'ServiceRequest', 'ServiceResponse'],
  roles: KAFKA_ROLES,
  steps: KAFKA_STEPS,
  ownFaults: [
    { do: 'expire', targets: OWN_TARGETS },
    ...kafkaRightFaults({
      writers: ['producer', 'processor'],
      transactional: ['processor'],
      readers: ['processor', 'reader'],
      grouped: ['processor'],
      certified: ['producer', 'broker-1', 'broker-2', 'broker-3', 'coordinator', 'processor', 'reader'],
    }),
  ],
  principals: {
    producer: ['producer', 'producer-2'],
    processor: ['processor', 'processor-1', 'processor-2', 'processor-3'],
  },
  memories: STREAMS_MEMORIES,
  figures: STREAMS_FIGURES,
  boundary: STREAMS_BOUNDARY,
  claimOf,
  refuse,
  plan: planStreams,
};
