/** Amazon SQS, standard and FIFO: sender → queue → workers → sink. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { stepProblems } from '../shared';
import { claimOf } from './claims';
import { SQS_FIGURES } from './figures';
import { SQS_MEMORIES } from './memories';
import { planSqs } from './plan';
import { SQS_PRESETS } from './presets';
import { SQS_RIGHT_FAULTS } from './rights';
import { SQS_SETTINGS } from './settings';
import { readValues } from './values';
import type { Problem } from '../../terms/problem';
import type { Settings } from '../../scenario/scenario';

const CALLS = ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'] as const;

export const sqs: System = {
  id: 'sqs',
  title: 'Amazon SQS',
  short: 'SQS',
  settings: SQS_SETTINGS,
  presets: SQS_PRESETS,
  nodes: ['sender', 'queue', 'worker', 'worker-1', 'worker-2', 'worker-3', 'sink'],
  messages: [...CALLS.flatMap((name) => [`${name}Request`, `${name}Response`]), 'Write', 'WriteResponse'],
  roles: {
    send: 'SendMessageRequest',
    sendAnswer: 'SendMessageResponse',
    receive: 'ReceiveMessageRequest',
    delivery: 'ReceiveMessageResponse',
    settle: 'DeleteMessageRequest',
    settleAnswer: 'DeleteMessageResponse',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: ['send', 'ack', 'receive', 'effect', 'remember', 'progress', 'prepare', 'publish', 'outside'],
  ownFaults: SQS_RIGHT_FAULTS,
  principals: { worker: ['worker', 'worker-1', 'worker-2', 'worker-3'] },
  memories: SQS_MEMORIES,
  figures: SQS_FIGURES,
  claimOf,
  refuse,
  plan: planSqs,
};

/** What SQS itself refuses: InvalidParameterValue. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const needsId: readonly Problem[] =
    v.fifo && v.deduplicationId === 'none' && !v.contentBased
      ? [
          {
            where: 'MessageDeduplicationId',
            what: 'none, on a FIFO queue without ContentBasedDeduplication (InvalidParameterValue)',
            fix: 'give an id, or set ContentBasedDeduplication=true',
          },
        ]
      : [];
  return [...needsId, ...stepProblems(v.steps, false)];
}
