/** What becomes of one message: its latency, and whether a pinned or a random fault strikes it. */
import type { MessageFault } from '../scenario/scenario';
import type { MessageRef } from '../trace/event';
import { drawWithin, strikes } from './draw';
import { controlFrom, nodeOf, record } from './record';
import type { Pin, World } from './world';

export interface Fate {
  readonly latencyMs: number;
  readonly lost: boolean;
  /** A late copy arrives so long after the first; absent: there is none. */
  readonly copyAfterMs: number | undefined;
}

const RANDOM_COPY_AFTER_MS = 50;
const NOT_PINNED = -1;

/** Decides a message's fate from its logical identity, and writes down each fault that strikes it. */
export function fateOf(world: World, message: MessageRef, sentSeq: number): Fate {
  const pinned = struckBy(world, message);
  pinned.forEach((pin) => writeFault(world, message, sentSeq, pin.fault.do, pin.index));
  const by = (kind: string): MessageFault | undefined =>
    pinned.map((pin) => pin.fault as MessageFault).find((fault) => fault.do === kind);
  const random = randomFaults(world, message, sentSeq);
  const late = by('delay');
  const copy = by('duplicate');
  return {
    latencyMs:
      drawWithin(world.seed, `${message.id} latency`, world.network.latencyMs) +
      (late?.do === 'delay' ? late.byMs : 0) +
      random.delayMs,
    lost: by('drop') !== undefined || random.lost,
    copyAfterMs: copy?.do === 'duplicate' ? copy.byMs : random.copied ? RANDOM_COPY_AFTER_MS : undefined,
  };
}

function randomFaults(
  world: World,
  message: MessageRef,
  sentSeq: number,
): { lost: boolean; copied: boolean; delayMs: number } {
  const { seed, network } = world;
  const { id } = message;
  if (world.now >= world.faultsUntilMs) return { lost: false, copied: false, delayMs: 0 };
  const lost = strikes(seed, `${id} loss`, network.lossPerMille);
  const copied = strikes(seed, `${id} copy`, network.duplicatePerMille);
  const late = strikes(seed, `${id} late`, network.delayPerMille);
  if (lost) writeFault(world, message, sentSeq, 'drop', NOT_PINNED);
  if (copied) writeFault(world, message, sentSeq, 'duplicate', NOT_PINNED);
  if (late) writeFault(world, message, sentSeq, 'delay', NOT_PINNED);
  return { lost, copied, delayMs: late ? drawWithin(seed, `${id} delay`, network.delayMs) : 0 };
}

function writeFault(world: World, message: MessageRef, sentSeq: number, what: string, pinned: number): void {
  record(world, nodeOf(world, message.from), { kind: 'fault', what, pinned, says: message.id }, controlFrom(sentSeq));
}

/** The pinned faults whose place this message is. Each strikes once. */
function struckBy(world: World, message: MessageRef): readonly Pin[] {
  return world.pins.filter((pin) => {
    const fault = pin.fault;
    if (
      pin.struck ||
      !('message' in fault) ||
      fault.message !== message.name ||
      !message.records.includes(fault.record)
    )
      return false;
    if (
      (fault.from !== undefined && fault.from !== message.from) ||
      (fault.to !== undefined && fault.to !== message.to)
    )
      return false;
    pin.met += 1;
    pin.struck = pin.met === fault.attempt;
    return pin.struck;
  });
}

/** How long a node that a random crash strikes stays away. */
export function drawDownMs(world: World, about: string): number {
  return drawWithin(world.seed, `${about} down`, world.crashes.forMs);
}
