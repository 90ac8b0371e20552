/** What a database sink remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const DATABASE_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'a unique key, or a version',
    where: { says: 'the row itself', shownBy: 'rows-that-know' },
    scope: { says: 'the table', shownBy: 'rows-that-know' },
    window: { says: 'as long as the row, or its tombstone, is there', shownBy: 'row-that-came-back' },
    brokenBy: { says: 'a key that is not the message’s; a deleted row', shownBy: 'row-that-came-back' },
    price: { says: 'one index, looked up for each message', shownBy: 'rows-that-know' },
    source: 'SQL: unique constraints, conditional UPDATE',
  },
  {
    of: 'offset or id in the transaction',
    where: { says: 'a row beside the effect, written with it', shownBy: 'set-or-add' },
    scope: { says: 'a partition, or whoever names by the same id', shownBy: 'row-that-came-back' },
    window: { says: 'for ever', shownBy: 'row-that-came-back' },
    brokenBy: { says: 'a second message with a name of its own', shownBy: 'a-new-name' },
    price: {
      says: 'no write more: one number for a partition, or one name for a message',
      shownBy: 'row-that-came-back',
    },
    source: 'Kafka’s design document, 4.6; idempotent consumer pattern',
  },
];
