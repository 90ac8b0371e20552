/** What MQTT remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const MQTT_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'QoS 2',
    where: { says: 'the session stores of both ends', shownBy: 'four-packets-two-hops' },
    scope: { says: 'one hop and one session', shownBy: 'four-packets-two-hops' },
    window: { says: 'until released', shownBy: 'four-packets-two-hops' },
    brokenBy: {
      says: 'a lost session; the next hop; an application that sends again',
      shownBy: 'four-packets-two-hops',
    },
    price: { says: '4 packets instead of 1 or 2', shownBy: 'four-packets-two-hops' },
    source: 'MQTT 3.1.1 and 5, read through quotations, libraries and brokers',
  },
];
