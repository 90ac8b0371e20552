import type { RecordOutcome } from '../../src/terms/claim';
import type { Trace } from '../../src/trace/event';

/**
 * The contract's definitions, written down a second time as plainly as can be: one question after the other over the whole
 * list of events, without any index. Slow, and meant to be so obvious that it needs no test.
 */
export function naiveOutcome(trace: Trace, record: number): RecordOutcome {
  const quiet = trace.events.some((event) => event.kind === 'end' && event.ended === 'quiet');
  const inside = trace.events.some((event) => event.kind === 'apply' && !event.outside);
  const effects = trace.events.filter(
    (event) => event.kind === 'apply' && event.record === record && (inside ? !event.outside : true),
  );
  const isElsewhere = (node: string): boolean =>
    !trace.events.some((event) => event.kind === 'apply' && !event.outside && event.node === node);
  const calledTwice = trace.events.some(
    (one) =>
      inside &&
      one.kind === 'apply' &&
      one.outside &&
      one.record === record &&
      isElsewhere(one.node) &&
      trace.events.some(
        (other) =>
          other.kind === 'apply' &&
          other.outside &&
          other.record === record &&
          other.node === one.node &&
          other.seq > one.seq,
      ),
  );
  const toldOk = trace.events.some(
    (event) => event.kind === 'told' && event.record === record && event.outcome === 'ok',
  );
  if (effects.length >= 2 || calledTwice) return 'duplicated';
  if (!quiet) return 'unknown';
  if (effects.length === 1) return 'once';
  return toldOk ? 'lost' : 'failed';
}

/** First effects of one key, compared in pairs. */
export function naiveReordered(trace: Trace, record: number, keys: number): boolean {
  const inside = trace.events.some((event) => event.kind === 'apply' && !event.outside);
  const effects = trace.events.filter((event) => event.kind === 'apply' && (inside ? !event.outside : true));
  const first = (of: number): number => effects.findIndex((event) => event.kind === 'apply' && event.record === of);
  const later = effects.flatMap((event) => (event.kind === 'apply' && event.record > record ? [event.record] : []));
  return first(record) >= 0 && later.some((other) => (other - record) % keys === 0 && first(other) < first(record));
}
