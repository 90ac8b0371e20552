/** What Kafka Streams remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const STREAMS_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'exactly_once_v2',
    where: { says: 'offsets inside the transaction of the outputs', shownBy: 'saved-by-the-transaction' },
    scope: { says: 'one cluster', shownBy: 'called-twice' },
    window: { says: 'as long as a transaction may last: 10 s', shownBy: 'behind-an-open-transaction' },
    brokenBy: { says: 'effects outside; readers of uncommitted records', shownBy: 'read-before-the-commit' },
    price: { says: 'a transaction for each commit; see the published figures', shownBy: 'saved-by-the-transaction' },
    source: 'KIP-129, KIP-447; Kafka Streams configuration',
  },
];
