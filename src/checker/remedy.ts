/** What would have saved a record, judged from the shape of its story. */
import type { TraceEvent } from '../trace/event';
import { lossRemedy } from './lossRemedy';
import type { RecordVerdict } from './verdict';

type Chain = readonly TraceEvent[];

const count = (chain: Chain, holds: (event: TraceEvent) => boolean): number => chain.filter(holds).length;
const has = (chain: Chain, kind: TraceEvent['kind']): boolean => chain.some((event) => event.kind === kind);

/**
 * The code of the advice; '' when nothing went wrong or there is none to give. `chain`: the events of the record's story, out
 * of all of the run. `wasAborted`: a reader of everything was given the record by a transaction that ended in an abort.
 */
export function remedyOf(judged: RecordVerdict, chain: Chain, all: Chain, wasAborted: boolean): string {
  if (judged.outcome === 'duplicated') return forDuplicate(chain, wasAborted);
  return judged.outcome === 'lost' ? lossRemedy(judged, chain, all) : '';
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
