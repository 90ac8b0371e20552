/** What Pinot remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const PINOT_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'offset of a segment',
    where: { says: 'the offset in the segment’s metadata', shownBy: 'throw-it-away' },
    scope: { says: 'a partition of the table', shownBy: 'throw-it-away' },
    window: { says: 'for ever', shownBy: 'throw-it-away' },
    brokenBy: { says: 'the stream’s retention; a producer’s duplicates', shownBy: 'throw-it-away' },
    price: { says: 'seconds to hold and commit a segment', shownBy: 'throw-it-away' },
    source: 'Apache Pinot: real-time ingestion',
  },
  {
    of: 'deduplication by primary key',
    where: { says: 'a map of keys in the server’s memory', shownBy: 'throw-it-away' },
    scope: { says: 'the partition', shownBy: 'another-drawer' },
    window: { says: 'a time to live on event time, or for ever', shownBy: 'throw-it-away' },
    brokenBy: { says: 'a stream that is not partitioned by the key', shownBy: 'throw-it-away' },
    price: { says: 'heap for each key; the map is rebuilt at the start', shownBy: 'throw-it-away' },
    source: 'Apache Pinot: dedup; #17254',
  },
];
