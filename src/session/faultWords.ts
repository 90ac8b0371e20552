/** A fault as a sentence in pieces: what stands in code type and what in words. */
import { sayDuration } from '../layout/durations';
import type { Fault, MessageFault, NodeFault, StepPin, SystemFault } from '../scenario/scenario';

export interface Piece {
  readonly text: string;
  readonly code: boolean;
}

const say = (text: string): Piece => ({ text, code: false });
const name = (text: string): Piece => ({ text, code: true });

/** `ProduceResponse of payment 3 is dropped`. `kind` is what a record is called. */
export function faultPieces(fault: Fault, kind: string): readonly Piece[] {
  switch (fault.do) {
    case 'drop':
    case 'delay':
    case 'duplicate':
      return messagePieces(fault, kind);
    case 'crash':
    case 'powerLoss':
    case 'pause':
      return nodePieces(fault, kind);
    case 'partition': {
      const way = fault.oneWay ? ' no longer reaches ' : ' is cut off from ';
      return [
        name(fault.between[0]),
        say(way),
        name(fault.between[1]),
        say(` at ${sayDuration(fault.atMs)}${sayFor(fault.forMs, ', for good')}`),
      ];
    }
    default:
      return ownPieces(fault);
  }
}

/** `producer loses Write on topic at 425 ms, for good`. */
function ownPieces({ do: what, target, principal, operation, atMs, forMs }: SystemFault): readonly Piece[] {
  const at = ` at ${sayDuration(atMs)}`;
  if (principal === undefined) return [name(target), say(`${OWN[what]}${at}`)];
  const until = `${at}${sayFor(forMs, ', for good')}`;
  if (operation === undefined)
    return [say('the '), name(target), say(' of '), name(principal), say(` expires${until}`)];
  return [name(principal), say(' loses '), name(`${operation} on ${target}`), say(until)];
}

const OWN: Readonly<Record<SystemFault['do'], string>> = {
  expire: ' expire unused',
  revoke: ' are revoked',
  forget: ' are forgotten',
};

const ENDS: Readonly<Record<MessageFault['do'], string>> = {
  drop: ' is dropped',
  delay: ' is late',
  duplicate: ' arrives twice',
};

function messagePieces(fault: MessageFault, kind: string): readonly Piece[] {
  const nth = fault.attempt > 1 ? ` (the ${ordinal(fault.attempt)} one)` : '';
  const way = fault.from === undefined || fault.to === undefined ? '' : ` from ${fault.from} to ${fault.to}`;
  const by =
    fault.do === 'drop'
      ? ''
      : fault.do === 'delay'
        ? ` by ${sayDuration(fault.byMs)}`
        : `, again after ${sayDuration(fault.byMs)}`;
  return [name(fault.message), say(` of ${kind} ${fault.record}${nth}${way}${ENDS[fault.do]}${by}`)];
}

const BLOWS: Readonly<Record<NodeFault['do'], string>> = {
  crash: ' crashes',
  powerLoss: ' loses power',
  pause: ' freezes',
};

function nodePieces(fault: NodeFault, kind: string): readonly Piece[] {
  const when = 'step' in fault.pin ? sayStep(fault.pin, kind) : ` at ${sayDuration(fault.pin.atMs)}`;
  return [name(fault.node), say(`${BLOWS[fault.do]}${when}${sayFor(fault.forMs, ' and never comes back')}`)];
}

function sayStep({ when, step, record, attempt }: StepPin, kind: string): string {
  const nth = attempt > 1 ? ` (the ${ordinal(attempt)} time)` : '';
  return ` ${when === 'before' ? 'just before' : 'just after'} ${step} of ${kind} ${record}${nth}`;
}

const sayFor = (forMs: number | undefined, never: string): string =>
  forMs === undefined ? never : `, for ${sayDuration(forMs)}`;

/** `2nd`, `3rd`, `11th`. */
export function ordinal(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  const endings: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
  return `${number}${teens ? 'th' : (endings[number % 10] ?? 'th')}`;
}

/** The sentence as plain text. */
export const sayFault = (fault: Fault, kind: string): string =>
  faultPieces(fault, kind)
    .map(({ text }) => text)
    .join('');
