/** What would have saved a record, judged from the shape of its story. */
import type { TraceEvent } from '../trace/event';
import type { RecordVerdict } from './verdict';

type Chain = readonly TraceEvent[];

const count = (chain: Chain, holds: (event: TraceEvent) => boolean): number => chain.filter(holds).length;
const has = (chain: Chain, kind: TraceEvent['kind']): boolean => chain.some((event) => event.kind === kind);

/**
 * The code of the advice; '' when nothing went wrong or there is none to give. `wasAborted`: a reader of everything was given
 * the record by a transaction that ended in an abort.
 */
export function remedyOf(judged: RecordVerdict, chain: Chain, wasAborted: boolean): string {
  if (judged.outcome === 'duplicated') return forDuplicate(chain, wasAborted);
  return judged.outcome === 'lost' ? forLoss(judged, chain) : '';
}

/** In which logs it stands, and by whom it was read out of which. */
const storedIn = (chain: Chain): readonly number[] =>
  chain.flatMap((event) => (event.kind === 'append' && !event.copied ? [event.partition] : []));
const readFrom = (chain: Chain): readonly string[] =>
  chain.flatMap((event) => (event.kind === 'deliver' ? [`${event.node} ${event.partition}`] : []));
const isEachOnce = (places: readonly unknown[]): boolean => new Set(places).size === places.length;

/** The record went from one topic into another. */
const isProcessed = (chain: Chain): boolean =>
  new Set(chain.flatMap((event) => (event.kind === 'append' ? [event.partition] : []))).size > 1;

/** It stands once in each log, and nobody was handed it twice: two readers, who know nothing of each other's progress. */
const isReadByTwo = (chain: Chain): boolean =>
  isEachOnce(storedIn(chain)) && isEachOnce(readFrom(chain)) && readFrom(chain).length > 1;

const passesAbortedOver = (chain: Chain): boolean =>
  chain.some((event) => event.kind === 'skip' && event.why === 'aborted');

function forProcessed(chain: Chain, wasAborted: boolean): string {
  if (wasAborted) return 'readCommitted';
  if (chain.some((event) => event.kind === 'marker' && !event.commit) && !passesAbortedOver(chain))
    return 'readCommitted';
  const isTransactional = chain.some((event) => event.kind === 'append' && event.transactional);
  return isTransactional ? 'groupMetadata' : 'oneTransaction';
}

function forDuplicate(chain: Chain, wasAborted: boolean): string {
  if (count(chain, (event) => event.kind === 'apply' && event.outside) > 1) return 'nameAtService';
  if (count(chain, ({ kind }) => kind === 'submit') <= 1 && isProcessed(chain))
    return isReadByTwo(chain) ? 'nameAtSink' : forProcessed(chain, wasAborted);
  if (passesAbortedOver(chain)) return 'readCommitted';
  if (count(chain, ({ kind }) => kind === 'submit') > 1) return 'askBeforeResend';
  if (count(chain, (event) => event.kind === 'append' && !event.copied) > 1) return 'idempotence';
  if (count(chain, ({ kind }) => kind === 'enqueue') > 1) return 'nameTheMessage';
  if (chain.some((event) => event.kind === 'return' && event.why === 'leaseOver') && !has(chain, 'crash'))
    return 'longerLease';
  if (count(chain, ({ kind }) => kind === 'deliver') > 1) return 'effectWithProgress';
  return 'nameAtSink';
}

function forException(chain: Chain): string {
  if (chain.some((event) => event.kind === 'exception' && event.leadsTo === 'abort')) return 'rewind';
  return chain.some((event) => event.kind === 'step' && event.step === 'progress') ? 'effectFirst' : 'commitWhatIsDone';
}

/** Its own name was put down before its work was done; or the memory took the name of another for its. */
const forSwallowed = ({ record }: RecordVerdict, chain: Chain): string =>
  chain.some((event) => event.kind === 'remember' && event.record === record) ? 'rememberWithEffect' : 'nameOfItsOwn';

function forLoss(judged: RecordVerdict, chain: Chain): string {
  if (isProcessed(chain) && chain.some((event) => event.kind === 'marker' && !event.commit)) return 'rewind';
  if (has(chain, 'stage')) return 'outlastOutage';
  if (chain.some((event) => event.kind === 'exception')) return forException(chain);
  if (chain.some((event) => event.kind === 'skip' && event.why === 'lost')) return 'commitWhatIsDone';
  if (has(chain, 'bury')) return 'deadLetters';
  if (judged.swallowed) return forSwallowed(judged, chain);
  if (has(chain, 'truncate') || chain.some((event) => event.kind === 'lead')) return 'acksAll';
  if (chain.some((event) => event.kind === 'crash' && event.power)) return 'moreReplicas';
  const reset = chain.find((event) => event.kind === 'position' && event.from === 'reset' && event.offset > 0);
  if (reset?.kind === 'position') return reset.committedOnly === undefined ? 'keepTheLog' : 'resetEarliest';
  if (has(chain, 'deliver')) return 'effectFirst';
  return has(chain, 'append') ? 'moreReplicas' : 'waitForAck';
}
