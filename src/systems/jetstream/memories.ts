/** What NATS JetStream remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const JETSTREAM_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'Nats-Msg-Id',
    where: { says: 'the leader’s map, rebuilt from the messages that are left', shownBy: 'what-is-left' },
    scope: { says: 'the stream, and none where it is sourced', shownBy: 'another-drawer' },
    window: { says: '2 minutes, fixed, from the first', shownBy: 'fixed-not-sliding' },
    brokenBy: { says: 'a late retry; a restart of a work queue; a stream that is sourced', shownBy: 'what-is-left' },
    price: {
      says: 'ids in memory for the window; a sync before the acknowledgement: see the published figures',
      shownBy: 'what-is-left',
    },
    source: 'NATS documentation: JetStream model deep dive',
  },
];
