/**
 * The coordinator's role: transactions and the consumer group's offsets. What it decides about transactions is in
 * `rules/transaction.ts`. Source: Kafka's TransactionCoordinator, TransactionStateManager and GroupCoordinator classes.
 */
import { asAnyRole, note, type AnyRole, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type InitProducerIdBody, type ProducerIdAnswer } from '../messages';
import { coordinatorMachine } from './coordinator.machine';
import { answerOffset, commitOffset } from './groups';
import { CONTROLLER } from '../addresses';
import { askAgainForLeader, askForLeader } from '../leader';
import * as markers from './markers';
import * as membership from './membership';
import { freshMemory, type CoordinatorData, type CoordinatorParameters } from './memory';
import * as transactions from './transactions';

const FIRST_PRODUCER_ID = 1000;

/** A coordinator's role. */
export function coordinatorRole(p: CoordinatorParameters): AnyRole {
  return asAnyRole<CoordinatorData>({
    chart: coordinatorMachine,
    guards: {
      isPlainProducer: (_, event) => bodyOf<InitProducerIdBody>(event).transactionalId === '',
      isLeader: ({ volatile: v }, event) => event.from === v.view.leader,
      isController: (_, event) => event.from === CONTROLLER,
    },
    actions: {
      join: (data, event) => membership.join(p, data, event),
      heartbeat: (data, event) => membership.heartbeat(data, event),
      endRebalance: (data) => membership.endRebalance(p, data),
      expireMember: (data, event) => membership.expire(p, data, event.body as string),
      expireNode: (data, event) => membership.expireNode(p, data, event.from),
      commitOffset,
      answerOffset,
      giveProducerId,
      initProducerId: (data, event, now) => transactions.initProducerId(p, data, event, now),
      addPartitions: (data, event, now) => transactions.addPartitions(p, data, event, now),
      endTransaction: (data, event, now) => transactions.endTransaction(p, data, event, now),
      applyAppended: (data, event) => transactions.applyAppended(p, data, event),
      noteMarker: (data, event, now) => markers.noteMarker(p, data, event, now),
      sendMarkers: (data) => markers.sendAllMarkers(p, data),
      followLeader: (data, event) => markers.followLeader(p, data, event),
      doubtLeader: ({ volatile: v }) => askForLeader(v.view, p.brokers),
      abortTimedOut: (data, event, now) => transactions.abortTimedOut(p, data, event, now),
      connectController: () => connectController(p),
      resumeTimeouts: (data, _, now) => transactions.resumeTimeouts(data, now),
      askAgain: ({ volatile: v }) => askAgainForLeader(v.view, p.brokers),
      reconnect: () => connectController(p, p.retryBackoffMs),
    },
    birth: () => ({
      durable: {
        transactions: new Map(),
        offsets: new Map(),
        nextProducerId: FIRST_PRODUCER_ID,
        group: { state: 'Empty', generation: 0, members: new Map() },
      },
      unflushed: undefined,
      volatile: freshMemory(0),
    }),
    rebirth: ({ durable, volatile }) => ({
      durable,
      unflushed: undefined,
      volatile: freshMemory(volatile.coordinatorEpoch + 1),
    }),
  });
}

const connectController = (p: CoordinatorParameters, backoffMs = 0): Effects =>
  p.transactional && p.brokers > 1 ? [{ do: 'connect', peer: CONTROLLER, backoffMs }] : [];

/** A producer without transactional id gets a new producer id every time it asks. */
function giveProducerId({ durable }: CoordinatorData, event: NodeEvent): Effects {
  const { correlation } = bodyOf<InitProducerIdBody>(event);
  const answer: ProducerIdAnswer = { correlation, error: 'NONE', producerId: durable.nextProducerId, epoch: 0 };
  durable.nextProducerId += 1;
  const says = `producer id ${answer.producerId}, epoch 0`;
  return [
    note({ kind: 'transaction', id: '', producerId: answer.producerId, epoch: 0, became: 'Empty' }, { durable: true }),
    {
      do: 'send',
      message: {
        name: 'InitProducerIdResponse',
        to: event.from,
        body: answer,
        records: [],
        about: event.about,
        says,
        answers: event,
      },
    },
  ];
}
