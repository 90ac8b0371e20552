/** What a service with two phases remembers of changes, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const TWO_PHASE_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'proposal and its phase',
    where: { says: 'the service’s table of proposals, with the effect', shownBy: 'hold-that-ran-out' },
    scope: { says: 'the id, and the phase that it is in', shownBy: 'hold-that-ran-out' },
    window: {
      says: 'prepared: until the hold runs out; confirmed: as long as the service keeps it',
      shownBy: 'hold-that-ran-out',
    },
    brokenBy: { says: 'a confirmation after the hold; an id that a restart forgets', shownBy: 'hold-that-ran-out' },
    price: { says: 'two round trips and two writes instead of one', shownBy: 'hold-that-ran-out' },
    source: 'prepare, then confirm(id): a reading of two-phase mutations; no product’s own term',
  },
];
