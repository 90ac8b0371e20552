/** What Debezium on Kafka Connect remembers, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const DEBEZIUM_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'source position',
    where: { says: 'Connect’s offsets topic, and the slot in the database', shownBy: 'log-you-do-not-own' },
    scope: { says: 'the connector, by its name', shownBy: 'another-name-all-again' },
    window: { says: 'none: repeats since the last flush, a minute by default', shownBy: 'log-you-do-not-own' },
    brokenBy: { says: 'a crash; a slot that is lost', shownBy: 'log-you-do-not-own' },
    price: { says: 'none; exactly once costs one transaction for each poll', shownBy: 'log-you-do-not-own' },
    source: 'Debezium documentation: exactly-once delivery; Kafka Connect worker configs',
  },
];
