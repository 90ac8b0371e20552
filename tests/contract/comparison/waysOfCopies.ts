/** What breaks the memories of those who copy: out of a database, or from one cluster to another. */
import type { Fault } from '../../../src/scenario/scenario';
import { crash, crashAt, each, TWELVE } from '../../support/faultRows';
import type { Ways } from './ways';

/** The region dies: its cluster, and the application that reads there. */
const REGION = { mirrormaker: ['source', 'app-a'], 'pulsar-geo': ['us', 'app-us'] };
const diesWithTail = (system: keyof typeof REGION, copier: string): readonly Fault[] => [
  crash(copier, 'before', 'effect', 12, 5_000),
  ...REGION[system].map((node): Fault => ({ do: 'crash', node, pin: { atMs: 3_100 } })),
];

export const COPY_WAYS: Ways = {
  'debezium source position': {
    'a crash': {
      preset: 'adding-up',
      records: { count: 10, everyMs: 1_500 },
      faults: [crash('worker', 'after', 'effect', 7)],
      shows: each([5, 6, 7], 'duplicated'),
      heal: { faults: [] },
    },
    'a slot that is lost': {
      preset: 'slot-left-behind',
      settings: { 'app.afterCrash': 'replica', 'retriable.restart.connector.wait.ms': 300 },
      faults: [crashAt('database', 900, 50)],
      shows: ['6 lost'],
      heal: { preset: 'slot-on-replica' },
    },
  },
  'mirrormaker Connect offset': {
    'a crash of the worker': {
      preset: 'as-shipped',
      records: TWELVE,
      faults: [crash('mirror', 'after', 'effect', 9)],
      shows: each([6, 7, 8, 9], 'duplicated'),
      heal: { preset: 'exactly-once' },
    },
  },
  'mirrormaker offset map': {
    'a failover: repeats behind the pair, loss of what was not copied': {
      preset: 'failover',
      settings: { 'offset.lag.max': 4, 'offset.flush.interval.ms': 60_000, 'app.processing.ms': 260 },
      records: TWELVE,
      faults: diesWithTail('mirrormaker', 'mirror'),
      shows: [...each([7, 8, 9], 'duplicated'), '12 lost'],
    },
  },
  'pulsar-geo sequence across clusters': {
    'deduplication left off, as it comes': {
      preset: 'as-shipped',
      records: TWELVE,
      faults: [crash('replicator', 'after', 'effect', 9)],
      shows: each([6, 7, 8, 9], 'duplicated'),
      heal: { preset: 'dedup' },
    },
  },
  'pulsar-geo replicated subscription': {
    'a failover: repeats behind the snapshot, loss of what was not copied': {
      preset: 'replicated-subscription',
      settings: { 'app.processing.ms': 260 },
      records: TWELVE,
      faults: diesWithTail('pulsar-geo', 'replicator'),
      shows: [...each([8, 9], 'duplicated'), '12 lost'],
    },
  },
};
