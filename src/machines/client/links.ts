/** The client's connections: to the coordinator, the controller, and the brokers that lead. Source: Kafka's NetworkClient. */
import type { Effect, Effects, NodeEvent } from '../../engine/contracts';
import { CONTROLLER, COORDINATOR } from '../addresses';
import { askAgainForLeader, askForLeader, learnLeader, type MetadataAnswer } from '../leader';
import { bodyOf } from '../messages';
import type { ClientMemory, ClientParameters, PartitionState } from './memory';

const connect = (peer: string, backoffMs: number): Effect => ({ do: 'connect', peer, backoffMs });

/** Whom the client cannot begin without. */
export function peersOf(p: ClientParameters, v: ClientMemory): readonly string[] {
  const leaders = new Set(v.partitions.map(({ view }) => view.leader));
  return [...leaders, ...(p.idempotent ? [COORDINATOR] : []), ...(p.brokers > 1 ? [CONTROLLER] : [])];
}

export const connectAll = (p: ClientParameters, v: ClientMemory): Effects =>
  peersOf(p, v).map((peer) => connect(peer, 0));

export function closeAll(v: ClientMemory): Effects {
  const peers = [...v.connected];
  v.connected.clear();
  return peers.map((peer) => ({ do: 'disconnect', peer }));
}

/** A connection is open. Questions to the controller that got lost are asked again. */
export function greet(p: ClientParameters, v: ClientMemory, { from }: NodeEvent): Effects {
  v.connected.add(from);
  return from === CONTROLLER ? v.partitions.flatMap(({ view }) => askAgainForLeader(view, p.brokers)) : [];
}

/** Closes a connection that does not answer, and opens a new one. */
export function renew(p: ClientParameters, v: ClientMemory, peer: string): Effects {
  v.connected.delete(peer);
  return [{ do: 'disconnect', peer }, connect(peer, p.reconnectBackoffMs)];
}

/** Another part of this process may have asked for a connection that this one does not need. */
export function reconnect(p: ClientParameters, v: ClientMemory, { from }: NodeEvent): Effects {
  return peersOf(p, v).includes(from) ? [connect(from, p.reconnectBackoffMs)] : [];
}

/** The peer of a connection event, or of a request that went unanswered. */
export const peerIn = ({ from, body }: NodeEvent): string => (from === '' ? (body as string) : from);

/** A leader does not answer: perhaps there is another by now. */
export function doubtLeaders(p: ClientParameters, v: ClientMemory, event: NodeEvent): Effects {
  const peer = peerIn(event);
  return v.partitions.filter(({ view }) => view.leader === peer).flatMap(({ view }) => askForLeader(view, p.brokers));
}

/** The partition that a metadata answer is about. */
export const partitionIn = (v: ClientMemory, event: NodeEvent): PartitionState =>
  v.partitions[bodyOf<MetadataAnswer>(event).partition]!;

export function moveToLeader(v: ClientMemory, event: NodeEvent): Effects {
  const { view } = partitionIn(v, event);
  learnLeader(view, bodyOf<MetadataAnswer>(event));
  return v.connected.has(view.leader) ? [] : [connect(view.leader, 0)];
}
