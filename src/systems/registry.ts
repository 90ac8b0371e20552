/** Every system that a scenario may name. A new system is a folder here and one line below. */
import type { System } from '../engine/contracts';
import { database } from './database';
import { dataflow } from './dataflow';
import { debezium } from './debezium';
import { flink } from './flink';
import { jetstream } from './jetstream';
import { kafka } from './kafka';
import { kafkaStreams } from './kafka-streams';
import { kinesis } from './kinesis';
import { mirrormaker } from './mirrormaker';
import { mqtt } from './mqtt';
import { outbox } from './outbox';
import { paypal } from './paypal';
import { pinot } from './pinot';
import { pubsub } from './pubsub';
import { pulsar } from './pulsar';
import { pulsarGeo } from './pulsar-geo';
import { rabbitmq } from './rabbitmq';
import { rabbitmqStreams } from './rabbitmq-streams';
import { singlestore } from './singlestore';
import { spark } from './spark';
import { sqs } from './sqs';
import { stripe } from './stripe';
import { temporal } from './temporal';
import { ttl } from './ttl';
import { twoGenerals } from './two-generals';
import { twoPhase } from './two-phase';

export const SYSTEMS: readonly System[] = [
  kafka,
  kafkaStreams,
  sqs,
  stripe,
  paypal,
  pubsub,
  rabbitmq,
  flink,
  jetstream,
  ttl,
  spark,
  singlestore,
  pinot,
  mqtt,
  database,
  kinesis,
  twoGenerals,
  temporal,
  dataflow,
  outbox,
  pulsar,
  rabbitmqStreams,
  debezium,
  mirrormaker,
  pulsarGeo,
  twoPhase,
];
