/** Whose the settings of the kafka system are, and where they are documented. */
import type { Shelf } from '../describe';

export { FROM_ONE, FROM_ZERO, LARGEST_INT, PROMINENT, choice, number, text, toggle } from '../describe';

export const PRODUCER: Shelf = { of: 'producer', source: 'ProducerConfig, Kafka 4 documentation: Producer Configs' };
export const CONSUMER: Shelf = { of: 'consumer', source: 'ConsumerConfig, Kafka 4 documentation: Consumer Configs' };
export const TOPIC: Shelf = {
  of: 'broker',
  source: 'TopicConfig and ServerLogConfigs, Kafka 4 documentation: Topic and Broker Configs',
};
export const BROKER: Shelf = {
  of: 'broker',
  source: 'ReplicationConfigs and KRaftConfigs, Kafka 4 documentation: Broker Configs',
};
export const COORDINATOR: Shelf = {
  of: 'coordinator',
  source: 'TransactionVersion (KIP-890), Kafka 4 documentation: Transaction Protocol',
};
export const APPLICATION: Shelf = { of: 'application', source: 'decided by the application, not by Kafka' };
export const SINK: Shelf = { of: 'sink', source: 'decided by the system that takes the effects, not by Kafka' };
