/** RabbitMQ's classic and quorum queues. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { STEPS_OF_A_WORKER, workerIds } from '../messaging';
import { stepProblems } from '../shared';
import { claimOf } from './claims';
import { RABBITMQ_FIGURES } from './figures';
import { RABBITMQ_MEMORIES } from './memories';
import { planRabbit } from './plan';
import { RABBITMQ_PRESETS } from './presets';
import { RABBIT_RIGHT_FAULTS } from './rights';
import { RABBITMQ_SETTINGS } from './settings';
import { readValues } from './values';

export const rabbitmq: System = {
  id: 'rabbitmq',
  title: 'RabbitMQ queues',
  short: 'RabbitMQ',
  settings: RABBITMQ_SETTINGS,
  presets: RABBITMQ_PRESETS,
  nodes: ['publisher', 'broker', ...workerIds('consumer'), 'sink'],
  messages: [
    'BasicPublish',
    'PublisherConfirm',
    'BasicConsume',
    'BasicDeliver',
    'BasicAck',
    'BasicNack',
    'BasicReject',
    'ChannelClose',
    'Write',
    'WriteResponse',
  ],
  roles: {
    send: 'BasicPublish',
    sendAnswer: 'PublisherConfirm',
    delivery: 'BasicDeliver',
    settle: 'BasicAck',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: STEPS_OF_A_WORKER,
  ownFaults: RABBIT_RIGHT_FAULTS,
  principals: { consumer: workerIds('consumer') },
  memories: RABBITMQ_MEMORIES,
  figures: RABBITMQ_FIGURES,
  claimOf,
  refuse,
  plan: planRabbit,
};

/** What the broker itself refuses (PRECONDITION_FAILED), and what could never end. */
function refuse(settings: Settings, explicit: ReadonlySet<string>): readonly Problem[] {
  const v = readValues(settings);
  const problems: Problem[] = [];
  if (!v.quorum && explicit.has('x-delivery-limit'))
    problems.push({
      where: 'x-delivery-limit',
      what: `${v.deliveryLimit}, on a classic queue, which counts no failed deliveries`,
      fix: 'use x-queue-type=quorum, or leave the limit out',
    });
  if (v.confirmsDeadLetters && !(v.quorum && v.deadLetters))
    problems.push({
      where: 'x-dead-letter-strategy',
      what: 'at-least-once, without a quorum queue and its dead-letter exchange',
      fix: 'use x-queue-type=quorum and x-dead-letter-exchange=true, or at-most-once',
    });
  if (v.autoAck && v.transactionalAcks)
    problems.push({
      where: 'app.transactionalAcks',
      what: 'true, with auto_ack, where no acknowledgement is sent',
      fix: 'set auto_ack=false',
    });
  if (v.autoAck && v.acksTwiceRecord > 0)
    problems.push({
      where: 'app.acksTwiceRecord',
      what: `${v.acksTwiceRecord}, with auto_ack, where no acknowledgement is sent`,
      fix: 'set auto_ack=false, or app.acksTwiceRecord=0',
    });
  if (v.autoAck && v.worker.steps.indexOf('P') > v.worker.steps.indexOf('E') && explicit.has('app.steps'))
    problems.push({
      where: 'app.steps',
      what: `${v.worker.steps}, with auto_ack, where progress is made before the message is there`,
      fix: 'set auto_ack=false, or put P first',
    });
  return [...problems, ...stepProblems(v.worker.steps, false)];
}
