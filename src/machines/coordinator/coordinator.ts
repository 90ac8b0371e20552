/**
 * The coordinator's role: transactions and the consumer group's offsets. What it decides about transactions is in
 * `rules/transaction.ts`. Source: Kafka's TransactionCoordinator, TransactionStateManager and GroupCoordinator classes.
 */
import { asAnyRole, note, type AnyRole, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type InitProducerIdBody, type ProducerIdAnswer } from '../messages';
import { coordinatorMachine } from './coordinator.machine';
import { answerOffset, commitOffset } from './groups';
import type { CoordinatorData, CoordinatorMemory, CoordinatorParameters } from './memory';
import * as transactions from './transactions';

const FIRST_PRODUCER_ID = 1000;

/** A coordinator's role. */
export function coordinatorRole(p: CoordinatorParameters): AnyRole {
  return asAnyRole<CoordinatorData>({
    chart: coordinatorMachine,
    guards: { isPlainProducer: (_, event) => bodyOf<InitProducerIdBody>(event).transactionalId === '' },
    actions: {
      commitOffset,
      answerOffset,
      giveProducerId,
      initProducerId: (data, event, now) => transactions.initProducerId(p, data, event, now),
      addPartitions: (data, event, now) => transactions.addPartitions(p, data, event, now),
      endTransaction: (data, event, now) => transactions.endTransaction(p, data, event, now),
      applyAppended: (data, event, now) => transactions.applyAppended(p, data, event, now),
      noteMarker: (data, event, now) => transactions.noteMarker(p, data, event, now),
      sendMarkers: (data) => transactions.sendAllMarkers(p, data),
      abortTimedOut: (data, event, now) => transactions.abortTimedOut(p, data, event, now),
      resumeTransactions: (data) => transactions.resume(p, data),
    },
    birth: () => ({ durable: { transactions: new Map(), offsets: new Map(), nextProducerId: FIRST_PRODUCER_ID }, unflushed: undefined, volatile: freshMemory(0) }),
    rebirth: ({ durable, volatile }) => ({ durable, unflushed: undefined, volatile: freshMemory(volatile.coordinatorEpoch + 1) }),
  });
}

const freshMemory = (coordinatorEpoch: number): CoordinatorMemory => ({ pending: new Map(), correlation: 0, coordinatorEpoch, markers: new Map() });

/** A producer without transactional id gets a new producer id every time it asks. */
function giveProducerId({ durable }: CoordinatorData, event: NodeEvent): Effects {
  const { correlation } = bodyOf<InitProducerIdBody>(event);
  const answer: ProducerIdAnswer = { correlation, error: 'NONE', producerId: durable.nextProducerId, epoch: 0 };
  durable.nextProducerId += 1;
  const says = `producer id ${answer.producerId}, epoch 0`;
  return [
    note({ kind: 'transaction', id: '', producerId: answer.producerId, epoch: 0, state: 'Empty' }, { durable: true }),
    { do: 'send', message: { name: 'InitProducerIdResponse', to: event.from, body: answer, records: [], about: event.about, says, answers: event } },
  ];
}
