/** Apache Pinot's realtime tables: a segment and its end offset become official together. MODEL.md says what is modelled. */
import type { System } from '../../engine/contracts';
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import type { Problem } from '../../terms/problem';
import { mayRepeat, SINK_MESSAGES, SOURCE_MESSAGES, WORKER_STEPS } from '../replay';
import { PINOT_FIGURES } from './figures';
import { PINOT_MEMORIES } from './memories';
import { planPinot } from './plan';
import { PINOT_PRESETS } from './presets';
import { PINOT_RIGHT_FAULTS } from './rights';
import { PINOT_SETTINGS } from './settings';
import { readValues } from './values';
import { absorbsRepeats, TOPIC_ROLES } from '../shared';

export const pinot: System = {
  id: 'pinot',
  title: 'Apache Pinot',
  short: 'Pinot',
  settings: PINOT_SETTINGS,
  presets: PINOT_PRESETS,
  nodes: ['producer', 'source', 'server-1', 'server-2', 'server-3', 'server-4', 'segments-0', 'segments-1'],
  messages: [...SOURCE_MESSAGES, ...SINK_MESSAGES],
  roles: TOPIC_ROLES,
  steps: ['send', 'ack', ...WORKER_STEPS],
  ownFaults: [{ do: 'forget', targets: ['segments-0', 'segments-1'] }, ...PINOT_RIGHT_FAULTS],
  principals: { server: ['server-1', 'server-2', 'server-3', 'server-4'] },
  memories: PINOT_MEMORIES,
  figures: PINOT_FIGURES,
  claimOf,
  refuse,
  plan: planPinot,
};

/** The stream is ingested exactly once; whether its events are depends on the producer, or on dedup within a partition. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const byKey = absorbsRepeats(v.sink);
  const strays = v.source.otherPartition && v.partitions > 1;
  const forgets = v.sink.dedup === 'set' && v.sink.dedupWindowMs > 0;
  const once = !mayRepeat(v.source) || (byKey && !strays && !forgets);
  if (v.begins === 'largest') return once ? 'at-most-once' : 'none';
  return once ? 'exactly-once' : 'at-least-once';
}

/** Rows and end offset are one record of Pinot's, so no other order can be had. */
function refuse(settings: Settings): readonly Problem[] {
  const { steps } = readValues(settings);
  const parsed = parseSteps(steps);
  if (!parsed.ok) return parsed.problems;
  if (groupOf(parsed.value, 'outside') >= 0)
    return [{ where: 'app.steps', what: `${steps}, but ingestion calls nobody`, fix: 'leave X out, as in [E P]' }];
  if (groupOf(parsed.value, 'effect') >= 0 && groupOf(parsed.value, 'effect') === groupOf(parsed.value, 'progress'))
    return [];
  return [
    {
      where: 'app.steps',
      what: `${steps}, but a segment and its end offset are committed as one`,
      fix: 'keep E and P in one bracket, as [E P]',
    },
  ];
}
