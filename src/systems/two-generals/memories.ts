/** What two generals remember of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const GENERALS_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'an order and its name',
    where: { says: 'with whoever is given the order', shownBy: 'the-last-messenger' },
    scope: { says: 'the two of them', shownBy: 'the-last-messenger' },
    window: { says: 'for ever: nobody can say when it may be forgotten', shownBy: 'the-last-messenger' },
    brokenBy: { says: 'a last messenger, whose sender never knows', shownBy: 'the-last-messenger' },
    price: { says: 'question and answer, until one comes through; no bound', shownBy: 'the-last-messenger' },
    source: 'Akkoyunlu, Ekanadham, Huber 1975; Gray 1978',
  },
];
