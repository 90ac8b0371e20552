/** Every system that a scenario may name. A new system is a folder here and one line below. */
import type { System } from '../engine/contracts';
import { flink } from './flink';
import { jetstream } from './jetstream';
import { kafka } from './kafka';
import { kafkaStreams } from './kafka-streams';
import { paypal } from './paypal';
import { pubsub } from './pubsub';
import { rabbitmq } from './rabbitmq';
import { sqs } from './sqs';
import { stripe } from './stripe';
import { ttl } from './ttl';

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
];
