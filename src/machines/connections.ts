/** Connections to peers that are held up for as long as the process lives. */
import type { Action, Effect, NodeData, NodeEvent } from '../engine/contracts';

/** Whoever knows which peers it is connected to. */
export interface Connected {
  readonly connected: Set<string>;
}
type Data = NodeData<unknown, unknown, Connected>;

/** Actions that connect to each peer, note who is there, and connect again, after the same wait each time. */
export function holdingConnections(
  peers: readonly string[],
  backoffMs: number,
): Readonly<Record<'connectAll' | 'greetPeer' | 'forgetPeer' | 'reconnect', Action<Data>>> {
  const connect = (peer: string): Effect => ({ do: 'connect', peer, backoffMs });
  return {
    connectAll: () => peers.map(connect),
    greetPeer: ({ volatile: v }, event) => {
      v.connected.add(event.from);
      return [];
    },
    forgetPeer: ({ volatile: v }, event) => {
      v.connected.delete(event.from);
      return [];
    },
    reconnect: (_, event) => [connect(event.from)],
  };
}

/** Whether with this event's sender all of them are there. */
export const isLastOf = (peers: readonly string[], { connected }: Connected, from: string): boolean =>
  peers.every((peer) => peer === from || connected.has(peer));

/** A late copy comes over no connection that there still is: nobody hears what is answered to it. */
export const isLateCopy = ({ connection }: Pick<NodeEvent, 'connection'>): boolean => connection < 0;
