/** What would have saved a record, judged from the shape of its story. */
import type { TraceEvent } from '../trace/event';
import { lossRemedy } from './lossRemedy';
import { hasAborted, isProcessed, type Events, type Facts } from './remedyFacts';

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
  const { chain } = facts;
  if (count(chain, (event) => event.kind === 'apply' && event.outside) > 1) return 'nameAtService';
  if (count(chain, ({ kind }) => kind === 'submit') <= 1 && isProcessed(chain))
    return isReadByTwo(chain) ? 'nameAtSink' : forProcessed(facts);
  if (passesAbortedOver(chain)) return 'readCommitted';
  if (count(chain, ({ kind }) => kind === 'submit') > 1) return 'askBeforeResend';
  if (count(chain, (event) => event.kind === 'append' && !event.copied) > 1) return 'idempotence';
  if (count(chain, ({ kind }) => kind === 'enqueue') > 1) return 'nameTheMessage';
  if (chain.some((event) => event.kind === 'return' && event.why === 'leaseOver') && !has(chain, 'crash'))
    return 'longerLease';
  if (count(chain, ({ kind }) => kind === 'deliver') > 1) return 'effectWithProgress';
  return 'nameAtSink';
}
