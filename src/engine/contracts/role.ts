/**
 * A role: what one kind of node does. A chart decides what happens next, guards answer its questions, actions change the
 * node's data and say what should be done in the world. A node may run several charts, its parts: a broker runs one for
 * each replica that it hosts, a processor one as consumer and one as producer. They live and die together.
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

/** One chart of a node, with the meaning of its names. */
export interface Part<Data extends NodeData> {
  /** Control alone: names of guards and actions, no implementation, no context. */
  readonly chart: AnyStateMachine;
  readonly guards: Readonly<Record<string, Guard<Data>>>;
  readonly actions: Readonly<Record<string, Action<Data>>>;
}

interface Life<Data extends NodeData> {
  /** The data of a node that has never run. */
  birth(): Data;
  /** The data after a restart: over what survived. `power` is true when the unflushed part is gone too. */
  rebirth(old: Data, power: boolean): Data;
}

/** A role with one chart. */
export interface Role<Data extends NodeData> extends Part<Data>, Life<Data> {}

/** A role whose parts share the node's data; each part has a name, and they are told of the node's events in this order. */
export interface RoleOfParts<Data extends NodeData> extends Life<Data> {
  readonly parts: Readonly<Record<string, Part<Data>>>;
}

/** A role of unknown data, as the engine holds it. */
export type AnyRole = RoleOfParts<NodeData>;

/** The name of the only part of a role with one chart. */
export const ONLY_PART = '';

/**
 * Forgets the type of the data: the engine only hands a node's own data back to its own role, so this is safe, and it
 * is the only place where it is done.
 */
export function asAnyRole<Data extends NodeData>(role: Role<Data> | RoleOfParts<Data>): AnyRole {
  return ('parts' in role ? role : { ...role, parts: { [ONLY_PART]: role } }) as unknown as AnyRole;
}

/** The data of a node whose parts know nothing of each other, by part. */
type DataOfParts = NodeData<undefined, undefined, Record<string, NodeData>>;

/**
 * Puts roles of one chart each together as the parts of one process. Each keeps its own data; they crash together, and
 * each comes back over what survived of its own.
 */
export function roleOfParts(roles: Readonly<Record<string, AnyRole>>): AnyRole {
  const each = Object.entries(roles);
  const collect = (dataOf: (name: string, role: AnyRole) => NodeData): DataOfParts => ({
    durable: undefined,
    unflushed: undefined,
    volatile: Object.fromEntries(each.map(([name, role]) => [name, dataOf(name, role)])),
  });
  return asAnyRole<DataOfParts>({
    parts: Object.fromEntries(each.map(([name, role]) => [name, narrow(name, role)])),
    birth: () => collect((_, role) => role.birth()),
    rebirth: (old, power) => collect((name, role) => role.rebirth(old.volatile[name]!, power)),
  });
}

/** The one chart of a role, over that part of the node's data which is its own. */
function narrow(name: string, role: AnyRole): Part<DataOfParts> {
  const { chart, guards, actions } = role.parts[ONLY_PART]!;
  const own = ({ volatile }: DataOfParts): NodeData => volatile[name]!;
  const over = <Result>(table: Readonly<Record<string, (data: NodeData, event: NodeEvent, now: number) => Result>>) =>
    Object.fromEntries(
      Object.entries(table).map(([key, answer]) => [
        key,
        (data: DataOfParts, event: NodeEvent, now: number): Result => answer(own(data), event, now),
      ]),
    );
  return { chart, guards: over(guards), actions: over(actions) };
}
