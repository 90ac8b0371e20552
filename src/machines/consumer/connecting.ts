/** A consumer's connections: to the leaders of its partitions, to the coordinator, and to the controller for metadata. */
import type { Action, Effect, Effects, Guard, NodeEvent } from '../../engine/contracts';
import { CONTROLLER, COORDINATOR } from '../addresses';
import { askAgainForLeader, askForLeader, learnLeader, type LeaderView, type MetadataAnswer } from '../leader';
import { bodyOf } from '../messages';
import { forgetAutoCommit } from './committing';
import type { ConsumerData, ConsumerMemory, ConsumerParameters } from './memory';
import { askAgain, askLater, close, drop, questionOf } from './questions';

const FIRST_LEADER = 'broker-1';

const peersOf = (p: ConsumerParameters): readonly string[] => [
  FIRST_LEADER,
  COORDINATOR,
  ...(p.brokers > 1 ? [CONTROLLER] : []),
];

const leads = (v: ConsumerMemory, peer: string): readonly LeaderView[] =>
  [...v.views.values()].filter(({ leader }) => leader === peer);

/** The peer that an event is about: who sent it, or who did not answer in time. */
const peerOf = (v: ConsumerMemory, event: NodeEvent): string =>
  event.from === '' ? (v.open.get(event.body as number)?.peer() ?? '') : event.from;

export function guardsOf(p: ConsumerParameters): Readonly<Record<string, Guard<ConsumerData>>> {
  const isLastPeer = ({ volatile: v }: ConsumerData, event: NodeEvent): boolean =>
    peersOf(p).includes(event.from) && peersOf(p).every((peer) => peer === event.from || v.connected.has(peer));
  return {
    isStale: ({ volatile: v }, event) => questionOf(v, event) === undefined,
    isPeer: ({ volatile: v }, event) => peersOf(p).includes(event.from) || leads(v, event.from).length > 0,
    isLastPeer,
    isLastPeerOfMember: (data, event) => p.joinsGroup && isLastPeer(data, event),
    isUnanswered: ({ volatile: v }, event) => v.open.has(event.body as number),
    isNewLeader: ({ volatile: v }, event) => {
      const { partition, leaderEpoch } = bodyOf<MetadataAnswer>(event);
      return leaderEpoch > v.views.get(partition)!.leaderEpoch;
    },
  };
}

export function actionsOf(p: ConsumerParameters): Readonly<Record<string, Action<ConsumerData>>> {
  const connect = (peer: string, backoffMs = p.reconnectBackoffMs): Effect => ({ do: 'connect', peer, backoffMs });
  return {
    connectAll: () => peersOf(p).map((peer) => connect(peer, 0)),
    greetPeer: ({ volatile: v }, { from }) => {
      v.connected.add(from);
      const asked =
        from === CONTROLLER ? [...v.views.values()].flatMap((view) => askAgainForLeader(view, p.brokers)) : [];
      const watch: Effects =
        leads(v, from).length > 0 ? [{ do: 'watch', peer: from, silenceMs: p.requestTimeoutMs }] : [];
      return [...asked, ...watch];
    },
    forgetPeer: ({ volatile: v }, { from }) => {
      v.connected.delete(from);
      return [];
    },
    abandonPeer: ({ volatile: v }, event) => {
      const peer = peerOf(v, event);
      v.connected.delete(peer);
      return [{ do: 'disconnect', peer }, connect(peer)];
    },
    reconnect: ({ volatile: v }, event) => {
      const peer = peerOf(v, event);
      const again = event.type === 'disconnected' ? [connect(peer)] : [];
      const forgotten = peer === COORDINATOR ? forgetAutoCommit(v, p) : [];
      return [...again, ...forgotten, ...leads(v, peer).flatMap((view) => askForLeader(view, p.brokers))];
    },
    findLeader: ({ volatile: v }, event) => {
      const view = v.views.get(questionOf(v, event)?.partition ?? -1);
      return view === undefined ? [] : askForLeader(view, p.brokers);
    },
    moveToLeader: ({ volatile: v }, event) => {
      const answer = bodyOf<MetadataAnswer>(event);
      learnLeader(v.views.get(answer.partition)!, answer);
      return v.connected.has(answer.leader) ? [] : [connect(answer.leader, 0)];
    },
    askPartitionAgain: ({ volatile: v }, event) =>
      askAgain(v, ({ partition }) => partition === bodyOf<MetadataAnswer>(event).partition),
    askPeerAgain: ({ volatile: v }, { from }) => askAgain(v, ({ peer }) => peer() === from),
    askKeyAgain: ({ volatile: v }, { body }) => askAgain(v, ({ key }) => key === body),
    askLater: ({ volatile: v }, event) => askLater(p, questionOf(v, event)!),
    closeQuestion: ({ volatile: v }, event) => close(v, event),
  };
}

/** Closes every connection; nothing is asked any more. */
export function hangUp(v: ConsumerMemory): Effects {
  const stopped: Effects = [
    ...drop(v, () => true),
    { do: 'stopTimer', name: 'autoCommit' },
    { do: 'stopTimer', name: 'max.poll.interval.ms' },
  ];
  return [...stopped, ...[...v.connected].map((peer): Effect => ({ do: 'disconnect', peer }))];
}
