/** What Kinesis remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const KINESIS_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'consumer with KCL',
    where: { says: 'nowhere: positions alone, in a table of leases', shownBy: 'when-you-throw' },
    scope: { says: 'the shard', shownBy: 'when-you-throw' },
    window: { says: 'none', shownBy: 'four-products' },
    brokenBy: { says: 'any retry; any takeover', shownBy: 'when-you-throw' },
    price: { says: 'none', shownBy: 'four-products' },
    source: 'Amazon Kinesis guide; amazon-kinesis-client',
  },
];
