/** Named settings of the pulsar-geo system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

const READS_COPY: Settings = { subscriptionInitialPosition: 'Earliest' };
const FAILOVER: Settings = { 'app.reads': 'failover', brokerDeduplicationEnabled: true };

export const PULSAR_GEO_PRESETS: readonly PresetDescription[] = [
  {
    id: 'as-shipped',
    claim: 'at-least-once',
    title: 'Pulsar geo as it comes',
    summary: 'the cursor is written down once a second · no deduplication',
    settings: READS_COPY,
  },
  {
    id: 'dedup',
    claim: 'exactly-once',
    title: 'Pulsar geo with dedup',
    summary: 'name and sequence travel along · consumer keeps its position with the effect',
    settings: { ...READS_COPY, brokerDeduplicationEnabled: true, 'app.consumer.steps': '[E P]' },
  },
  {
    id: 'replicated-subscription',
    claim: 'none',
    title: 'Pulsar geo failover with cursor',
    summary: 'the position follows from snapshot to snapshot',
    settings: { ...FAILOVER, replicateSubscriptionState: true, subscriptionInitialPosition: 'Earliest' },
  },
  {
    id: 'plain-subscription',
    claim: 'none',
    title: 'Pulsar geo failover without cursor',
    summary: 'nobody knows it in the other cluster · Latest',
    settings: FAILOVER,
  },
];
