/** What Dataflow remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const DATAFLOW_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'catalogue of ids',
    where: { says: 'state of each key, with a Bloom filter before it', shownBy: 'pair-of-boundaries' },
    scope: { says: 'the pipeline, hop by hop', shownBy: 'innocent-neighbours' },
    window: { says: 'as long as the service keeps it: not published', shownBy: 'innocent-neighbours' },
    brokenBy: {
      says: 'a publisher’s duplicates; effects outside; code that answers otherwise',
      shownBy: 'another-answer',
    },
    price: {
      says: 'an id for each element and hop; the mode without is up to 70 % cheaper',
      shownBy: 'innocent-neighbours',
    },
    source: 'Google Cloud Dataflow: exactly-once processing; Beam execution model',
  },
];
