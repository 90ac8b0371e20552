/** One fault for lanes of several systems: each calls the message by its own name, and says what it is for. */
import type { LaneReading } from '../layout/reading';
import type { MessageRole, SystemDescription } from '../scenario/catalog';
import type { Fault, MessageFault } from '../scenario/scenario';
import { hasPlaceFor } from './faultReach';
import type { LaneCard } from './lanes';
import { isSameFault, pinMessage, type MessageDeed } from './touch';

export interface PinnedLane {
  readonly reading: LaneReading;
  readonly system: SystemDescription;
}

/** The lanes of a page that have run. */
export const pinnedLanes = (
  cards: readonly LaneCard[],
  readingOf: (lane: string) => LaneReading | undefined,
): readonly PinnedLane[] =>
  cards.flatMap(({ id, system }) => {
    const reading = readingOf(id);
    return reading === undefined ? [] : [{ reading, system }];
  });

/** What messages of this name are for, by the system's own word; undefined when it says nothing of them. */
export function roleOf(system: SystemDescription, message: string): MessageRole | undefined {
  return (Object.keys(system.roles ?? {}) as MessageRole[]).find((role) => system.roles?.[role] === message);
}

/** The names that messages of this kind have in lanes of other systems, each once. */
export function otherNames(own: SystemDescription, message: string, lanes: readonly PinnedLane[]): readonly string[] {
  const role = roleOf(own, message);
  if (role === undefined) return [];
  const names = lanes.flatMap(({ system }) => system.roles?.[role] ?? []);
  return [...new Set(names)].filter((name) => name !== message);
}

/**
 * The same deed pinned in every lane: to the message with the role of `fault.message`, of the same record, the same time
 * that it is sent. A lane in which no such message was sent gets none. Equal faults are one.
 */
export function pinEverywhere(
  fault: MessageFault,
  own: SystemDescription,
  lanes: readonly PinnedLane[],
): readonly MessageFault[] {
  const role = roleOf(own, fault.message);
  const pinned = lanes.flatMap(({ reading, system }) => {
    const name = role === undefined ? undefined : system.roles?.[role];
    return name === undefined || name === fault.message ? [] : pinInLane(fault, name, reading);
  });
  return [fault, ...pinned].filter((one, index, all) => all.findIndex((other) => isSameFault(one, other)) === index);
}

/**
 * What does in the other lanes what this fault does in those that have a place for it, and is not `there` yet. Empty for
 * what is not pinned to a message, and where no other lane sent a message of the same kind at that time.
 */
export function missingElsewhere(
  fault: Fault,
  lanes: readonly PinnedLane[],
  there: readonly Fault[],
): readonly MessageFault[] {
  if (!('message' in fault)) return [];
  const own = lanes.find(({ system }) => hasPlaceFor(system, fault))?.system;
  if (own === undefined) return [];
  return pinEverywhere(fault, own, lanes).filter((one) => !there.some((other) => isSameFault(one, other)));
}

function pinInLane(fault: MessageFault, name: string, { flights }: LaneReading): readonly MessageFault[] {
  const sent = flights.filter(
    ({ message, isCopy }) => !isCopy && message.name === name && message.records.includes(fault.record),
  );
  const flight = sent[fault.attempt - 1];
  if (flight === undefined) return [];
  const what: MessageDeed = fault.do;
  const pin = pinMessage(what, flight, flights, fault.record);
  return [pin.do === 'drop' || fault.do === 'drop' ? pin : { ...pin, byMs: fault.byMs }];
}
