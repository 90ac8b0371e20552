/** What Spark remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const SPARK_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'micro-batch',
    where: { says: 'the checkpoint directory, and the batch id in the sink', shownBy: 'receipt-drawer' },
    scope: { says: 'one query', shownBy: 'receipt-drawer' },
    window: { says: 'for ever: a high-water mark', shownBy: 'receipt-drawer' },
    brokenBy: { says: 'a deleted checkpoint; a sink that ignores the id', shownBy: 'receipt-drawer' },
    price: { says: 'its batch is waited for: a floor of about 100 ms against 1 ms', shownBy: 'receipt-drawer' },
    source: 'Spark Structured Streaming guide; MicroBatchExecution',
  },
];
