/** What would have saved a record, judged from the shape of its story. */
import { isKind, type TraceEvent } from '../trace/event';
import { lossRemedy } from './lossRemedy';
import { hasAborted, isDenied, isProcessed, type Events, type Facts } from './remedyFacts';

const count = (chain: Events, holds: (event: TraceEvent) => boolean): number => chain.filter(holds).length;
const has = (chain: Events, kind: TraceEvent['kind']): boolean => chain.some((event) => event.kind === kind);

/** The code of the advice; '' when nothing went wrong or there is none to give. */
export function remedyOf(facts: Facts): string {
  if (facts.judged.outcome === 'duplicated') return forDuplicate(facts);
  return facts.judged.outcome === 'lost' ? lossRemedy(facts) : '';
}

/** In which logs it stands, and by whom it was read out of which. */
const storedIn = (chain: Events): readonly number[] =>
  chain.flatMap((event) => (event.kind === 'append' && !event.copied ? [event.partition] : []));
const readFrom = (chain: Events): readonly string[] =>
  chain.flatMap((event) => (event.kind === 'deliver' ? [`${event.node} ${event.partition}`] : []));
const isEachOnce = (places: readonly unknown[]): boolean => new Set(places).size === places.length;

/** It stands once in each log, and nobody was handed it twice: two readers, who know nothing of each other's progress. */
const isReadByTwo = (chain: Events): boolean =>
  isEachOnce(storedIn(chain)) && isEachOnce(readFrom(chain)) && readFrom(chain).length > 1;

const passesAbortedOver = (chain: Events): boolean =>
  chain.some((event) => event.kind === 'skip' && event.why === 'aborted');

function forProcessed({ chain, wasAborted }: Facts): string {
  if (wasAborted || (hasAborted(chain) && !passesAbortedOver(chain))) return 'readCommitted';
  const isTransactional = chain.some((event) => event.kind === 'append' && event.transactional);
  return isTransactional ? 'groupMetadata' : 'oneTransaction';
}

function forDuplicate(facts: Facts): string {
  const { chain, own, wasAborted } = facts;
  if (count(chain, (event) => event.kind === 'apply' && event.outside) > 1) return 'nameAtService';
  if (isDenied(chain)) return 'grantTheRight';
  if (count(chain, ({ kind }) => kind === 'submit') <= 1 && isProcessed(chain))
    return isReadByTwo(chain) ? 'nameAtSink' : forProcessed(facts);
  if (wasAborted || passesAbortedOver(chain)) return 'readCommitted';
  if (isForgotten(own)) return 'longerMemory';
  if (count(chain, ({ kind }) => kind === 'submit') > 1) return forSentTwice(chain);
  if (count(chain, (event) => event.kind === 'append' && !event.copied) > 1) return 'idempotence';
  return has(own, 'enqueue') ? forQueued(facts) : forGivenTwice(chain);
}

/** A log forgot its name, or a queue that remembers names took a second message of the same one. */
function isForgotten(own: Events): boolean {
  const taken = own.filter(isKind('enqueue'));
  if (taken.length === 0) return has(own, 'forget') && has(own, 'append');
  const names = taken.map(({ name }) => name);
  const isRemembered = own.some((event) => event.kind === 'remember' && event.node === taken[0]!.node);
  return isRemembered && names.some((name, at) => name !== '' && names.indexOf(name) < at);
}

/** The application sent it twice: two instances, one that may ask a log, or one that has only a name to give. */
function forSentTwice(chain: Events): string {
  if (new Set(chain.filter(isKind('submit')).map(({ node }) => node)).size > 1) return 'fenceTheOld';
  return has(chain, 'append') ? 'askBeforeResend' : 'nameOfTheOrder';
}

/** A queue keeps progress itself, so that no effect can go with it in one step. */
function forQueued({ chain, own, all }: Facts): string {
  if (count(chain, ({ kind }) => kind === 'enqueue') > 1) return 'nameTheMessage';
  const over = own.filter(isKind('return')).find(({ why }) => why === 'leaseOver');
  if (over === undefined || has(chain, 'lost')) return 'nameAtSink';
  const lease = own.filter(isKind('lease')).findLast(({ seq }) => seq < over.seq);
  const isDown = all.some(
    ({ kind, node, seq }) =>
      kind === 'crash' && node === lease?.worker && seq > (lease?.seq ?? Infinity) && seq < over.seq,
  );
  return isDown ? 'nameAtSink' : 'longerLease';
}

const forGivenTwice = (chain: Events): string =>
  count(chain, ({ kind }) => kind === 'deliver') > 1 ? 'effectWithProgress' : 'nameAtSink';
