/** What Apache Flink remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const FLINK_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'checkpoint and prepared transaction',
    where: { says: 'the checkpoint, and a transaction that it prepares', shownBy: 'promise-kept' },
    scope: { says: 'source, state and transactional sink', shownBy: 'promise-kept' },
    window: { says: 'from the checkpoint to the transaction’s time-out', shownBy: 'promise-outlives' },
    brokenBy: {
      says: 'an outage longer than the time-out; readers of uncommitted records; a wrong id prefix',
      shownBy: 'promise-outlives',
    },
    price: { says: 'latency: the interval and the checkpoint’s duration', shownBy: 'promise-kept' },
    source: 'Apache Flink: fault tolerance of sinks; KafkaSink',
  },
];
