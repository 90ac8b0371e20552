/** Apache Pulsar's geo-replication: a topic of one cluster copied to another. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import type { Problem } from '../../terms/problem';
import { SINK_MESSAGES, WORKER_STEPS } from '../replay';
import { absorbsRepeats } from '../shared';
import { PULSAR_GEO_MEMORIES } from './memories';
import { planPulsarGeo } from './plan';
import { PULSAR_GEO_PRESETS } from './presets';
import { PULSAR_GEO_RIGHT_FAULTS } from './rights';
import { PULSAR_GEO_SETTINGS } from './settings';
import { readValues } from './values';

export const pulsarGeo: System = {
  id: 'pulsar-geo',
  title: 'Apache Pulsar, geo-replication',
  short: 'Pulsar geo',
  settings: PULSAR_GEO_SETTINGS,
  presets: PULSAR_GEO_PRESETS,
  nodes: ['producer', 'us', 'replicator', 'snapshots', 'repl-back', 'eu', 'app', 'app-us', 'app-eu', 'sink'],
  messages: [
    'Send',
    'SendReceipt',
    'Error',
    'ReadEntries',
    'Flow',
    'Message',
    'Ack',
    'AckResponse',
    'Subscribe',
    'SubscribeResponse',
    'MarkDelete',
    'OpenCursor',
    'CursorResponse',
    'SnapshotRequest',
    'SnapshotResponse',
    'WatchSubscription',
    'SubscriptionPosition',
    'SubscriptionUpdate',
    'SubscriptionUpdateResponse',
    ...SINK_MESSAGES,
  ],
  roles: {
    send: 'Send',
    sendAnswer: 'SendReceipt',
    receive: 'Flow',
    delivery: 'Message',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: ['send', 'ack', ...WORKER_STEPS],
  boundary: {
    outside: ['app', 'app-us', 'app-eu', 'sink'],
    says: 'deduplication ends here',
    because:
      'Brokers know a message again by its producer’s name and number; what a consumer has done with it they do not know.',
    source: 'Apache Pulsar: MessageDeduplication, PersistentReplicator',
  },
  ownFaults: PULSAR_GEO_RIGHT_FAULTS,
  principals: { replicator: ['replicator', 'repl-back'], app: ['app', 'app-us', 'app-eu'] },
  memories: PULSAR_GEO_MEMORIES,
  claimOf,
  refuse,
  plan: planPulsarGeo,
};

/** From the producer's success to the effect. Copying is asynchronous, so a failover promises no message at all. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const absorbs = absorbsRepeats(v.sink) && v.sink.dedupWindowMs === 0;
  const resends = v.source.onRestart === 'resend' || v.source.jobAgainMs > 0;
  const once = absorbs || (v.dedup && !resends && v.consumerSteps !== 'E P');
  if (v.reads === 'failover') return absorbs ? 'at-most-once' : 'none';
  const loses = v.steps === 'P E' || v.consumerSteps === 'P E' || v.initial === 'Latest';
  if (loses) return once ? 'at-most-once' : 'none';
  return once ? 'exactly-once' : 'at-least-once';
}

/** A replicator writes a message and then moves its cursor; the two lie in different clusters. */
function refuse(settings: Settings): readonly Problem[] {
  const { steps } = readValues(settings);
  const parsed = parseSteps(steps);
  if (!parsed.ok) return parsed.problems;
  if (['E P', 'P E'].includes(steps.replace(/\s+/gu, ' ').trim())) return [];
  return [
    {
      where: 'app.steps',
      what: `${steps}, but the copy is written in one cluster and the cursor kept in the other`,
      fix: 'write E P',
    },
  ];
}
