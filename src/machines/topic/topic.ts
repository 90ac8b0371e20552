/** The role of a broker that owns a topic. Source of the pattern: LOG with a subscription, and a GUARD by high-water mark. */
import { asAnyRole, type Action, type AnyRole } from '../../engine/contracts';
import { isLateCopy } from '../connections';
import { bodyOf } from '../messages';
import * as dismissing from './dismissing';
import * as dispatching from './dispatching';
import { emptyTopic, freshTopicMemory, type TopicAckBody, type TopicData, type TopicParameters } from './memory';
import * as publishing from './publishing';
import * as reading from './reading';
import * as registering from './registering';
import { topicMachine } from './topic.machine';
import * as transactions from './transactions';

/** A topic's role: a broker that crashes loses what it knows, and the next owner has what storage keeps. */
export function topicRole(p: TopicParameters): AnyRole {
  return asAnyRole<TopicData>({
    chart: topicMachine,
    guards: {
      isLateCopy: (_, event) => isLateCopy(event),
      isNameTaken: (data, event) => registering.isNameTaken(p, data, event),
      isShutOut: publishing.isShutOut,
      isTransactionOver: transactions.isTransactionOver,
      isPersisted: (data, event) => publishing.standing(p, data, event) === 'known',
      isUnsettled: (data, event) => publishing.standing(p, data, event) === 'unsettled',
      isWriteFailing: ({ durable, volatile: v }) => publishing.isFailing(p, durable, v.writes[0]!.body),
      settlesInTransaction: (_, event) => (bodyOf<Partial<TopicAckBody>>(event).transaction ?? '') !== '',
      isStillLeased: dispatching.isStillLeased,
      hasReadable: (data, event) => reading.hasReadable(p, data, event),
    },
    actions: { ...intake(p), ...outlet(p), ...ends(p) },
    birth: () => ({ durable: emptyTopic(p), unflushed: undefined, volatile: freshTopicMemory(p) }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: freshTopicMemory(p) }),
  });
}

type Actions = Record<string, Action<TopicData>>;

const intake = (p: TopicParameters): Actions => ({
  recover: (data, _, now) => registering.recover(p, data, now),
  keepOut: (data, event) => registering.keepOut(data, event),
  letIn: (data, _, now) => registering.letIn(p, data, now),
  purge: (data, _, now) => registering.purge(p, data, now),
  register: (data, event) => registering.register(p, data, event),
  answerRegistered: (data, event) => registering.answerRegistered(p, data, event),
  refuseShutOut: (data, event) => publishing.refuseShutOut(p, data, event),
  refuseOver: (_, event) => publishing.refuse(p, event, 'NotAllowedError'),
  absorb: (_, event) => publishing.absorb(event),
  answerKnown: (_, event) => publishing.answerKnown(p, event),
  refuseUnsettled: (_, event) => publishing.refuse(p, event, 'MessageDupUnknown'),
  push: (data, event) => publishing.push(p, data, event),
  write: (data, event) => publishing.write(p, data, event),
  failWrite: (data, _, now) => publishing.failWrite(p, data, now),
  append: (data) => publishing.append(p, data),
  saveMarks: (data) => publishing.saveMarks(p, data),
  answerStored: (data) => publishing.answerStored(p, data),
});

const outlet = (p: TopicParameters): Actions => ({
  takeReceiver: (data, event) => dispatching.takeReceiver(p, data, event),
  handOut: (data) => dispatching.handOut(p, data),
  settle: (data, event) => dispatching.settle(p, data, event),
  answerSettled: (_, event) => dispatching.answerSettled(p, event),
  giveBackLater: (data, event) => dispatching.giveBackLater(p, data, event),
  giveBack: dispatching.giveBack,
  takeBack: dispatching.takeBack,
  dropPeer: dismissing.dropPeer,
  dismiss: (data, event, now) => dismissing.dismiss(p, data, event, now),
  tellClosed: (_, event) => dismissing.tellClosed(p, event),
  answerFetch: (data, event) => reading.answerFetch(p, data, event),
  serveReaders: (data) => reading.serveReaders(p, data),
  wait: ({ volatile: v }, event) => {
    v.waiting.push(event);
    return [];
  },
});

const ends = (p: TopicParameters): Actions => ({
  settlePending: transactions.settlePending,
  answerPending: (data, event) => transactions.answerPending(p, data, event),
  endTransaction: (data, event) => transactions.endTransaction(p, data, event),
  answerEnded: (_, event) => transactions.answerEnded(event),
});
