/** What Kafka remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const KAFKA_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'idempotent producer',
    where: { says: 'the broker, for each partition; rebuilt from the log', shownBy: 'sequences-survive-failover' },
    scope: { says: 'one producer session and one partition', shownBy: 'idempotence-and-restarts' },
    window: { says: 'the last 5 batches; a silent producer’s id for 24 h', shownBy: 'late-copy' },
    brokenBy: { says: 'a restarted process; an application that sends again', shownBy: 'application-resends' },
    price: { says: 'next to nothing: five numbers for each producer', shownBy: 'shield-of-sequences' },
    source: 'Apache Kafka: ProducerStateManager, KIP-98, KIP-360',
  },
];
