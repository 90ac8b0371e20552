/**
 * A role: what one kind of node does. The chart decides what happens next, guards answer its questions, actions change
 * the node's data and say what should be done in the world.
 */
import type { AnyStateMachine } from 'xstate';
import type { Effects, NodeEvent } from './effects';

/** What a node knows, by what it survives: a crash and a power loss, a crash alone, neither. */
export interface NodeData<Durable = unknown, Unflushed = unknown, Volatile = unknown> {
  durable: Durable;
  unflushed: Unflushed;
  volatile: Volatile;
}

export type Guard<Data> = (data: Data, event: NodeEvent, now: number) => boolean;
export type Action<Data> = (data: Data, event: NodeEvent, now: number) => Effects;

export interface Role<Data extends NodeData> {
  /** Control alone: names of guards and actions, no implementation, no context. */
  readonly chart: AnyStateMachine;
  readonly guards: Readonly<Record<string, Guard<Data>>>;
  readonly actions: Readonly<Record<string, Action<Data>>>;
  /** The data of a node that has never run. */
  birth(): Data;
  /** The data after a restart: over what survived. `power` is true when the unflushed part is gone too. */
  rebirth(old: Data, power: boolean): Data;
}

/** A role of unknown data, as the engine holds it. */
export type AnyRole = Role<NodeData>;

/**
 * Forgets the type of the data: the engine only hands a node's own data back to its own role, so this is safe, and it
 * is the only place where it is done.
 */
export function asAnyRole<Data extends NodeData>(role: Role<Data>): AnyRole {
  return role as unknown as AnyRole;
}
