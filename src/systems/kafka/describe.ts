/** How a setting of the kafka system is described: its part, where it is documented, and its values. */
import type { SettingDescription } from '../../scenario/catalog';

/** `Integer.MAX_VALUE`. Stands for `Long.MAX_VALUE` too, which no JavaScript number can hold. */
export const LARGEST_INT = 2_147_483_647;
export const FROM_ZERO: readonly [number, number] = [0, LARGEST_INT];
export const FROM_ONE: readonly [number, number] = [1, LARGEST_INT];

type Part = SettingDescription['of'];

/** What the descriptions of one part share: where its settings are documented. */
interface Shelf {
  readonly of: Part;
  readonly source: string;
}

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

export const PROMINENT = { prominent: true } as const;
type More = { readonly prominent?: true; readonly source?: string };

export function toggle(
  shelf: Shelf,
  name: string,
  byDefault: boolean,
  explains: string,
  more: More = {},
): SettingDescription {
  return { ...shelf, name, type: 'boolean', default: byDefault, explains, ...more };
}

export function choice(
  shelf: Shelf,
  name: string,
  values: readonly (string | number)[],
  byDefault: string | number,
  explains: string,
  more: More = {},
): SettingDescription {
  return { ...shelf, name, type: 'choice', values, default: byDefault, explains, ...more };
}

export function number(
  shelf: Shelf,
  name: string,
  bounds: readonly [number, number],
  byDefault: number,
  explains: string,
  more: More = {},
): SettingDescription {
  return { ...shelf, name, type: 'number', bounds, default: byDefault, explains, ...more };
}

export function text(
  shelf: Shelf,
  name: string,
  byDefault: string,
  explains: string,
  more: More = {},
): SettingDescription {
  return { ...shelf, name, type: 'text', default: byDefault, explains, ...more };
}
