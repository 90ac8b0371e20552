/** What would have saved a lost record, as far as the run proves it: each rule asks for its evidence. */
import { isKind, type EventOf, type TraceEvent } from '../trace/event';
import { hasAborted, isDenied, isProcessed, type Events, type Facts } from './remedyFacts';

/** The code of the advice; '' where the run proves none. */
export function lossRemedy(facts: Facts): string {
  for (const rule of RULES) {
    const advice = rule(facts);
    if (advice !== '') return advice;
  }
  return '';
}

/** In this order: what explains a loss wholly comes before what only went with it. */
const RULES: readonly ((facts: Facts) => string)[] = [
  ({ chain, own }) => (isDenied(chain) ? (own.some(isHolding) ? 'giveTheRightBack' : 'grantTheRightAlone') : ''),
  ({ own }) => (hasAborted(own) && isProcessed(own) ? 'rewind' : ''),
  ({ own }) => (own.some(isKind('stage')) ? 'outlastOutage' : ''),
  forException,
  ({ own }) => (own.filter(isKind('skip')).some(({ why }) => why === 'lost') ? 'commitWhatIsDone' : ''),
  forBuried,
  forSwallowed,
  forCutOff,
  ({ chain }) => (chain.filter(isKind('crash')).some(({ power }) => power) ? 'moreReplicas' : ''),
  forReset,
  ({ own, all }) => (isPassedOver(own, all) ? 'effectFirst' : ''),
  ({ own, all }) => (isGoneForGood(own, all) ? 'moreReplicas' : ''),
  ({ own }) => (isNeverStored(own) && own.some(isKind('lost')) ? 'waitForAck' : ''),
];

const isNeverStored = (own: Events): boolean => !own.some(isHolding);
const isHolding = (event: TraceEvent): boolean => event.kind === 'append' || event.kind === 'enqueue';

/** The code threw at it, or at somebody else's work while it had this one. */
function forException({ own, all, chain }: Facts): string {
  const given = own.findLast(isKind('deliver'));
  const threw = chain.find(isKind('exception')) ?? (given === undefined ? undefined : thrownAfter(given, all));
  if (threw === undefined) return '';
  if (given !== undefined && isThrownAgain(given, threw, all)) return 'setAside';
  if (threw.leadsTo === 'abort') return all.some(isKind('transaction')) ? 'rewind' : 'setAside';
  if (isSavedFirst(own, threw)) return 'effectFirst';
  return given === undefined || isPassedOver(own, all) ? 'commitWhatIsDone' : 'setAside';
}

/** It was tried again, and threw again. */
const isThrownAgain = ({ node, seq }: TraceEvent, { error }: EventOf<'exception'>, all: Events): boolean =>
  all.filter(isKind('exception')).filter((event) => event.node === node && event.seq > seq && event.error === error)
    .length > 1;

const isSavedFirst = (own: Events, { seq }: TraceEvent): boolean =>
  own.filter(isKind('step')).some((event) => event.step === 'progress' && event.seq < seq);

/** What the code of this worker threw after it was given the record, and before it was started anew. */
function thrownAfter({ node, seq }: TraceEvent, all: Events): EventOf<'exception'> | undefined {
  const later = all.filter((event) => event.node === node && event.seq > seq);
  const anew = later.find(isKind('restart'))?.seq ?? Infinity;
  return later.filter(isKind('exception')).find((event) => event.seq < anew);
}

function forBuried({ own }: Facts): string {
  const buried = own.findLast(isKind('bury'));
  if (buried === undefined) return '';
  if (buried.why === 'damaged') return 'publishAgain';
  if (buried.why === 'deadLetterUntaken') return 'deadLettersConfirmed';
  return buried.why === 'unroutable' ? 'routeKnown' : 'deadLetters';
}

/** Its own name was put down before its work was done; or the memory took the name of another for its. */
function forSwallowed({ judged: { swallowed }, own }: Facts): string {
  if (!swallowed) return '';
  return own.some(isKind('remember')) || isItsOwnRepeat(own) ? 'rememberWithEffect' : 'nameOfItsOwn';
}

/** Whoever took it for a repeat had been asked for it before, and had stored nothing. */
function isItsOwnRepeat(own: Events): boolean {
  const absorbed = own.find(isKind('absorb'));
  if (absorbed === undefined || own.some(isHolding)) return false;
  const asked = own.filter(isKind('arrive')).filter(({ node, seq }) => node === absorbed.node && seq < absorbed.seq);
  return asked.length > 1;
}

/** It was cut off a log, or a leader without it was named. Where there is one replica, no acknowledgement can say more. */
function forCutOff({ chain, all }: Facts): string {
  if (!chain.some((event) => event.kind === 'truncate' || event.kind === 'lead')) return '';
  if (chain.filter(isKind('lead')).some(({ clean }) => !clean)) return 'cleanElection';
  return all.some((event) => event.kind === 'append' && event.copied) ? 'acksAll' : 'moreReplicas';
}

function forReset({ chain }: Facts): string {
  const reset = chain.filter(isKind('position')).find(({ from, offset }) => from === 'reset' && offset > 0);
  if (reset === undefined) return '';
  return reset.committedOnly === undefined ? 'keepTheLog' : 'resetEarliest';
}

/** Its reader's progress went past it: by a commit behind its place in the log, or as a queue took it for done. */
function isPassedOver(own: Events, all: Events): boolean {
  const given = own.findLast(isKind('deliver'));
  if (own.filter(isKind('settle')).some(({ accepted }) => accepted)) return true;
  if (given === undefined) return false;
  if (own.some(isKind('enqueue'))) return isTakenForDone(own, given, all);
  const isBehind = ({ partition, offset }: EventOf<'commit'> | EventOf<'position'>): boolean =>
    partition === given.partition && offset > given.offset;
  return all.some(
    (event) =>
      (event.kind === 'position' && event.from !== 'reset' && event.seq > given.seq && isBehind(event)) ||
      (event.kind === 'commit' && event.accepted && isBehind(event)),
  );
}

/** Neither did the queue take it back nor did it lose what it had. */
const isTakenForDone = (own: Events, given: TraceEvent, all: Events): boolean =>
  !own.some((event) => event.kind === 'return' && event.seq > given.seq) && !isGoneForGood(own, all);

/** Whoever kept it crashed and never came back; or a queue lost its power, and never handed it out again. */
function isGoneForGood(own: Events, all: Events): boolean {
  return own.filter(isHolding).some(({ kind, node, seq }) => {
    const later = all.filter((event) => event.node === node && event.seq > seq);
    const last = later.findLast((event) => event.kind === 'crash' || event.kind === 'restart');
    const failed = later.filter(isKind('crash')).find(({ power }) => power);
    const isHandedOut = own.some((event) => event.kind === 'lease' && event.seq > (failed?.seq ?? Infinity));
    return last?.kind === 'crash' || (kind === 'enqueue' && failed !== undefined && !isHandedOut);
  });
}
