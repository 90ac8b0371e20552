/** What SingleStore remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const SINGLESTORE_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'pipeline',
    where: { says: 'a row of offsets in the same transaction', shownBy: 'one-drawer' },
    scope: { says: 'the pipeline’s own tables', shownBy: 'one-drawer' },
    window: { says: 'for ever', shownBy: 'one-drawer' },
    brokenBy: { says: 'errors that are skipped; a second system', shownBy: 'one-drawer' },
    price: { says: 'within the transaction of the batch', shownBy: 'one-drawer' },
    source: 'SingleStore documentation: pipelines; no source was read',
  },
];
