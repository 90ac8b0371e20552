/** NATS JetStream: a stream with a window of message ids, and consumers that acknowledge. See MODEL.md. */
import type { System } from '../../engine/contracts';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { STEPS_OF_A_WORKER, workerIds } from '../messaging';
import { stepProblems } from '../shared';
import { claimOf } from './claims';
import { JETSTREAM_FIGURES } from './figures';
import { JETSTREAM_MEMORIES } from './memories';
import { planJetStream } from './plan';
import { JETSTREAM_PRESETS } from './presets';
import { JETSTREAM_RIGHT_FAULTS } from './rights';
import { JETSTREAM_SETTINGS } from './settings';
import { readValues } from './values';

export const jetstream: System = {
  id: 'jetstream',
  title: 'NATS JetStream',
  short: 'JetStream',
  settings: JETSTREAM_SETTINGS,
  presets: JETSTREAM_PRESETS,
  nodes: ['publisher', 'server', ...workerIds('consumer'), 'sink'],
  messages: [
    'JetStreamPublish',
    'PubAck',
    'Subscribe',
    'Deliver',
    'Ack',
    'AckConfirm',
    'AckProgress',
    'AckTerm',
    'Nak',
    'Write',
    'WriteResponse',
  ],
  roles: {
    send: 'JetStreamPublish',
    sendAnswer: 'PubAck',
    delivery: 'Deliver',
    settle: 'Ack',
    settleAnswer: 'AckConfirm',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: STEPS_OF_A_WORKER,
  ownFaults: JETSTREAM_RIGHT_FAULTS,
  principals: { consumer: workerIds('consumer') },
  memories: JETSTREAM_MEMORIES,
  figures: JETSTREAM_FIGURES,
  claimOf,
  refuse,
  plan: planJetStream,
};

/** The shortest duplicate window that nats-server takes (`checkStreamCfg`). */
const SHORTEST_WINDOW_MS = 100;

/** What the server itself refuses when a stream is made, and what would be without effect. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const problems: Problem[] = [];
  if (v.windowMs > 0 && v.windowMs < SHORTEST_WINDOW_MS)
    problems.push({
      where: 'duplicate_window.ms',
      what: `${v.windowMs} (duplicates window needs to be >= 100ms)`,
      fix: `make it ${SHORTEST_WINDOW_MS} or longer, or 0 for the default`,
    });
  if (v.maxAgeMs > 0 && v.windowMs > v.maxAgeMs)
    problems.push({
      where: 'duplicate_window.ms',
      what: `${v.windowMs}, which is longer than max_age.ms=${v.maxAgeMs} (duplicates window can not be larger than max age)`,
      fix: 'make the window shorter, or let messages live longer',
    });
  return [...problems, ...stepProblems(v.worker.steps, false)];
}
