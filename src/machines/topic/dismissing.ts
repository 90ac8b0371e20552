/** Who is taken for gone, and who may not stay: producers are away, and messages come back. */
import type { Effects, NodeEvent, RightBody } from '../../engine/contracts';
import { returned, withBatch } from './dispatching';
import type { TopicData, TopicParameters } from './memory';

type Peer = { readonly worker: string; readonly connection: number };

/** A connection is gone, or its other end is taken for gone: producers are away, and messages come back. */
export function dropPeer(data: TopicData, event: NodeEvent, now: number): Effects {
  const { volatile: v } = data;
  const isIts = (one: Peer): boolean =>
    one.worker === event.from && (event.type === 'peerSilent' || one.connection === event.body);
  dropProducers(data, isIts, now);
  v.waiting = v.waiting.filter(({ from }) => from !== event.from);
  v.applicants = v.applicants.filter(({ from }) => from !== event.from);
  return dropReceivers(data, isIts);
}

/** Those that are away now. */
function dropProducers({ volatile: v }: TopicData, isIts: (one: Peer) => boolean, now: number): readonly string[] {
  const dropped = [...v.connected].filter(([, holder]) => isIts(holder));
  for (const [name] of dropped) {
    v.connected.delete(name);
    v.away.set(name, now);
  }
  return dropped.map(([, { worker }]) => worker);
}

function dropReceivers({ durable, volatile: v }: TopicData, isIts: (one: Peer) => boolean): Effects {
  v.receivers = v.receivers.filter((one) => !isIts(one));
  const held = [...v.leases].filter(([, lease]) => isIts(lease)).map(([id]) => id);
  return returned(durable, v, withBatch(durable, v, held), 'disconnected');
}

/**
 * Whoever has lost the right to produce, or to consume, is sent away at once: the broker looks at everybody's rights again when
 * the policies of a namespace change. Source: Pulsar's PersistentTopic.onPoliciesUpdate, checkPermissions of Producer and Consumer.
 */
export function dismiss(p: TopicParameters, data: TopicData, event: NodeEvent, now: number): Effects {
  const { operation, nodes } = event.body as RightBody;
  const isIts = ({ worker }: Peer): boolean => nodes.includes(worker);
  const says = `may no longer ${operation}`;
  if (operation === 'produce') {
    const gone = [...new Set(dropProducers(data, isIts, now))];
    return gone.flatMap((to) => tell(p.words.producerClosed ?? p.words.closed, to, says));
  }
  const gone = [...new Set(data.volatile.receivers.filter(isIts).map(({ worker }) => worker))];
  const told = gone.flatMap((to) => tell(p.words.consumerClosed ?? p.words.closed, to, says));
  return [...dropReceivers(data, isIts), ...told];
}

/** A peer that was taken for gone is there after all: it is told that nothing of it is left here. */
export const tellClosed = ({ words }: TopicParameters, { from }: NodeEvent): Effects =>
  tell(words.closed, from, 'no answer to a ping');

const tell = (name: string, to: string, says: string): Effects => [
  {
    do: 'send',
    message: { name, as: 'channelClosed', to, body: {}, records: [], about: 'closed', says },
  },
];
