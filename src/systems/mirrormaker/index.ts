/** Apache Kafka MirrorMaker 2: topics of one cluster copied to another. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import type { Problem } from '../../terms/problem';
import { mayRepeat, SINK_MESSAGES, SOURCE_MESSAGES, WORKER_STEPS } from '../replay';
import { absorbsRepeats, TOPIC_ROLES } from '../shared';
import { MIRRORMAKER_FIGURES } from './figures';
import { MIRRORMAKER_MEMORIES } from './memories';
import { planMirrorMaker } from './plan';
import { MIRRORMAKER_PRESETS } from './presets';
import { MIRROR_RIGHT_FAULTS } from './rights';
import { MIRRORMAKER_SETTINGS } from './settings';
import { readValues, type MirrorMakerValues } from './values';

const CALLS = ['EndTxn', 'InitProducerId', 'OffsetCommit', 'OffsetFetch', 'ConnectOffset', 'ListGroupOffsets'] as const;

export const mirrormaker: System = {
  id: 'mirrormaker',
  title: 'Kafka MirrorMaker 2',
  short: 'MM2',
  settings: MIRRORMAKER_SETTINGS,
  presets: MIRRORMAKER_PRESETS,
  nodes: ['producer', 'source', 'mirror', 'checkpoints', 'mirror-back', 'target', 'app', 'app-a', 'app-b', 'sink'],
  messages: [
    ...SOURCE_MESSAGES,
    ...SINK_MESSAGES,
    ...CALLS.flatMap((name) => [`${name}Request`, `${name}Response`]),
    'OffsetSync',
    'OffsetSyncResponse',
    'Checkpoint',
    'AlterGroupOffsetsRequest',
    'CheckpointResponse',
  ],
  roles: TOPIC_ROLES,
  steps: ['send', 'ack', ...WORKER_STEPS],
  boundary: {
    outside: ['app', 'app-a', 'app-b', 'sink'],
    says: 'MirrorMaker’s transactions end here',
    because:
      'It writes records and its own position in one transaction of the target cluster; positions of groups are translated, and always a little behind.',
    source: 'Apache Kafka: KIP-618, MirrorSourceConnector; OffsetSyncStore',
  },
  ownFaults: [{ do: 'forget', targets: ['topic'] }, ...MIRROR_RIGHT_FAULTS],
  principals: { mirror: ['mirror', 'mirror-back'], app: ['app', 'app-a', 'app-b'] },
  memories: MIRRORMAKER_MEMORIES,
  figures: MIRRORMAKER_FIGURES,
  claimOf,
  refuse,
  plan: planMirrorMaker,
};

/** Whether the copy holds each record once, to who reads it. */
const copiesOnce = (v: MirrorMakerValues): boolean =>
  v.exactlyOnce && v.copies === 'read_committed' && v.isolation === 'read_committed' && !loops(v);

const loops = (v: MirrorMakerValues): boolean => v.bothWays && v.policy === 'IdentityReplicationPolicy';

/** From the producer's success to the effect. Copying is asynchronous, so a failover promises no record at all. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const absorbs = absorbsRepeats(v.sink) && v.sink.dedupWindowMs === 0;
  const repeats = mayRepeat(v.source) || !copiesOnce(v) || v.consumerSteps === 'E P';
  const once = absorbs || !repeats;
  const loses = v.reads === 'failover' || v.consumerSteps === 'P E' || v.steps === 'P E' || v.copyReset === 'latest';
  if (v.reads === 'failover') return absorbs ? 'at-most-once' : 'none';
  if (loses || v.reset === 'latest') return once ? 'at-most-once' : 'none';
  return once ? 'exactly-once' : 'at-least-once';
}

/** What Connect and the connector themselves refuse, and steps that are not those of the support. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const steps = parseSteps(v.steps);
  if (!steps.ok) return steps.problems;
  return [...stepProblems(v), ...supportProblems(v)];
}

function stepProblems(v: MirrorMakerValues): readonly Problem[] {
  const allowed = v.exactlyOnce ? ['e [P V]'] : ['E P', 'P E'];
  const written = v.steps.replace(/\s+/gu, ' ').trim();
  const steps = parseSteps(v.steps);
  const isAllowed = allowed.includes(written) && steps.ok && groupOf(steps.value, 'progress') >= 0;
  if (isAllowed) return [];
  return [
    {
      where: 'app.steps',
      what: v.exactlyOnce
        ? `${v.steps}, with exactly-once support, which publishes copies and position together`
        : `${v.steps}, without exactly-once support: the mirror has no transaction to do that in`,
      fix: v.exactlyOnce ? 'write e [P V]' : 'write E P, or set exactly.once.source.support=enabled',
    },
  ];
}

function supportProblems(v: MirrorMakerValues): readonly Problem[] {
  if (!v.requires) return [];
  const where = 'exactly.once.support';
  if (!v.exactlyOnce)
    return [
      {
        where,
        what: 'required, by workers without exactly-once support',
        fix: 'set exactly.once.source.support=enabled',
      },
    ];
  if (v.copies === 'read_committed') return [];
  return [
    {
      where,
      what: 'required, but the connector reads uncommitted records, and so would copy aborted ones',
      fix: 'set source.consumer.isolation.level=read_committed',
    },
  ];
}
