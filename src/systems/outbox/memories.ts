/** What outbox and inbox remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const OUTBOX_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'outbox and inbox',
    where: { says: 'a table at each end', shownBy: 'number-seven-was-late' },
    scope: { says: 'the message’s id', shownBy: 'number-seven-was-late' },
    window: { says: 'as long as the rows are kept', shownBy: 'number-seven-was-late' },
    brokenBy: { says: 'polling by the highest id; pruned rows', shownBy: 'number-seven-was-late' },
    price: { says: 'one row more at each end', shownBy: 'number-seven-was-late' },
    source: 'Transactional outbox, idempotent consumer; event-driven.io, 2022',
  },
];
