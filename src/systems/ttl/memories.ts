/** What a book of names remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const TTL_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'a book of names',
    where: {
      says: 'wherever it is put: the process, a disk, a shared store, the sink’s transaction',
      shownBy: 'three-places-to-put-the-tick',
    },
    scope: { says: 'who asks the same book', shownBy: 'two-at-once' },
    window: { says: 'a time to live, from the first or the last sight', shownBy: 'fixed-not-sliding' },
    brokenBy: { says: 'a tick apart from the work; a twin past the window', shownBy: 'three-places-to-put-the-tick' },
    price: { says: 'rate × window × bytes of a name: about 25 at Segment', shownBy: 'twins-past-the-window' },
    source: 'Segment, exactly-once at scale; AWS Lambda Powertools; nats-server #7302',
  },
];
