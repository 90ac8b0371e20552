/** RabbitMQ streams: a log that keeps the highest publishing id of each producer's name. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { WORKER_STEPS } from '../replay';
import { stepProblems } from '../shared';
import { claimOf } from './claims';
import { RABBITMQ_STREAMS_FIGURES } from './figures';
import { RABBITMQ_STREAMS_MEMORIES } from './memories';
import { planStreams } from './plan';
import { RABBITMQ_STREAMS_PRESETS } from './presets';
import { STREAM_RIGHT_FAULTS } from './rights';
import { RABBITMQ_STREAMS_SETTINGS } from './settings';
import { readValues, type StreamValues } from './values';

export const rabbitmqStreams: System = {
  id: 'rabbitmq-streams',
  title: 'RabbitMQ streams',
  short: 'RabbitMQ stream',
  settings: RABBITMQ_STREAMS_SETTINGS,
  presets: RABBITMQ_STREAMS_PRESETS,
  nodes: ['publisher', 'publisher-1', 'publisher-2', 'stream', 'consumer', 'sink'],
  messages: [
    'DeclarePublisherResponse',
    'SubscribeResponse',
    'Publish',
    'PublishConfirm',
    'QueryPublisherSequenceRequest',
    'QueryPublisherSequenceResponse',
    'Credit',
    'Deliver',
    'StoreOffset',
    'QueryOffsetRequest',
    'QueryOffsetResponse',
    'ReadOffset',
    'ReadOffsetResponse',
    'Write',
    'WriteResponse',
  ],
  roles: {
    send: 'Publish',
    sendAnswer: 'PublishConfirm',
    receive: 'Credit',
    delivery: 'Deliver',
    settle: 'StoreOffset',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: ['send', 'ack', ...WORKER_STEPS],
  ownFaults: STREAM_RIGHT_FAULTS,
  principals: { publisher: ['publisher', 'publisher-1', 'publisher-2'] },
  memories: RABBITMQ_STREAMS_MEMORIES,
  figures: RABBITMQ_STREAMS_FIGURES,
  claimOf,
  refuse,
  plan: planStreams,
};

/** What would be without effect, what cannot be read, and steps that a stream has no part for. */
function refuse(settings: Settings, explicit: ReadonlySet<string>): readonly Problem[] {
  const v = readValues(settings);
  const steps = parseSteps(v.steps);
  const prepares = steps.ok && groupOf(steps.value, 'prepare') >= 0;
  return [
    ...idProblems(v, explicit),
    ...stepProblems(v.steps, true),
    ...(prepares
      ? [
          {
            where: 'app.steps',
            what: `${v.steps} prepares a transaction, which neither the stream nor this sink commits in two phases`,
            fix: 'write E P, or [E P] with the offset kept beside the effect',
          },
        ]
      : []),
  ];
}

function idProblems(v: StreamValues, explicit: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = [];
  if (v.ids === undefined)
    problems.push({
      where: 'app.publishingIds',
      what: 'a text that is no list of whole numbers with commas between them',
      fix: 'write for example 1,2,3,10,4, or leave it empty',
    });
  if (!v.named && explicit.has('app.publishingId'))
    problems.push({
      where: 'app.publishingId',
      what: `${v.numbering}, for a producer without a name, whose ids the broker does not compare`,
      fix: 'give the producer a name',
    });
  if ((v.ids ?? []).length > 0 && !(v.named && v.numbering === 'record'))
    problems.push({
      where: 'app.publishingIds',
      what: 'ids for each record, where the producer has no name or the ids are not the records’',
      fix: 'set app.publishingId=record and a name, or leave the list empty',
    });
  if (v.onRestart === 'ask' && !(v.named && v.numbering === 'record'))
    problems.push({
      where: 'app.onRestart',
      what: 'ask, where the highest id does not tell which record was the last',
      fix: 'set app.publishingId=record and a name',
    });
  return problems;
}
