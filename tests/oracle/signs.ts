/**
 * By what a run shows that it meets the definition of a row of the table. One strike may meet several: a crash
 * that finds one record in the buffer and another on its way is both `producerCrashBeforeSend` and `producerCrashAfterSend`.
 */
import type { Slot } from '../../src/checker/oracle/replicas';
import { isKind, type EventOf, type Trace } from '../../src/trace/event';
import type { Configuration } from './configurations';
import { eventsOf, lost, wasAnswered } from './happened';

/** A row of the table whose definition is met as well, when it is. */
export interface Sign {
  readonly row: string;
  readonly isMet: boolean;
}

export const metOf = (signs: readonly Sign[]): readonly string[] =>
  signs.filter(({ isMet }) => isMet).map(({ row }) => row);

/** With acks=0 nobody answers, and nothing is in doubt. */
export const tellsAtOnce = ({ settings }: Configuration): boolean => settings['acks'] === '0';

export const isTransactional = ({ settings }: Configuration): boolean => 'transactional.id' in settings;
/** A transactional row whose reader passes aborted records over. */
export const readsCommitted = (one: Configuration): boolean =>
  isTransactional(one) && one.asks.reader === 'read_committed';

/**
 * "Produce request dropped / connection lost before the broker read it": more requests than `expected`. With acks=0 a request
 * that the broker refuses is dropped as well: there is no answer to say so.
 */
export function droppedRequests(trace: Trace, configuration: Configuration, expected = 0): Sign {
  const refused = tellsAtOnce(configuration) ? eventsOf(trace, 'refuse').filter(({ node }) => isBroker(node)) : [];
  return { row: 'reqDropped', isMet: lost(trace, 'ProduceRequest').length + refused.length > expected };
}

const isBroker = (node: string): boolean => node.startsWith('broker-');

/** "Response lost after a successful append", whoever lost it: of one of these copies. */
export const lostAnswers = (trace: Trace, configuration: Configuration, of: readonly Slot[]): Sign => ({
  row: 'ackDropped',
  isMet: !tellsAtOnce(configuration) && of.some((slot) => slot.record > 0 && !wasAnswered(trace, slot)),
});

/** "Partition unreachable longer than delivery.timeout.ms": the client gave a record up that may be there. */
export const gaveUp = (trace: Trace): Sign => ({
  row: 'deliveryTimeout',
  isMet: eventsOf(trace, 'told').some(({ why }) => why === 'delivery.timeout.ms'),
});

/** "Producer crash after the request left, before the answer": something had left that its application knew nothing of. */
export const crashedAfterSend = (trace: Trace, seq: number): Sign => ({
  row: 'producerCrashAfterSend',
  isMet: !isAllSettled(trace, seq),
});

/** Whether the application has been told of everything that had left the producer before event `seq`. */
function isAllSettled(trace: Trace, seq: number): boolean {
  const before = trace.events.slice(0, seq);
  const told = new Set(before.filter(isKind('told')).map(({ record }) => record));
  return before
    .filter(isKind('send'))
    .filter(({ message }) => message.name === 'ProduceRequest')
    .every(({ message }) => message.records.every((record) => told.has(record)));
}

/** "After EndTxn(commit) left, before its answer"; "an instance that is paused while its commit is in flight behaves like" it. */
export const endedInCommit = (trace: Trace, seq: number): Sign => ({
  row: 'producerCrashDuringCommit',
  isMet: openEnd(trace, seq)?.message.says.startsWith('commit') === true,
});

/** What the producer asked of the coordinator last before event `seq`, while it has no answer. */
function openEnd(trace: Trace, seq: number): EventOf<'send'> | undefined {
  const before = trace.events.slice(0, seq);
  const asked = before.filter(isKind('send')).findLast(({ message }) => message.name === 'EndTxnRequest');
  const answered = before
    .filter(isKind('arrive'))
    .findLast(({ message, node }) => message.name === 'EndTxnResponse' && node === asked?.node);
  return asked === undefined || (answered !== undefined && answered.seq > asked.seq) ? undefined : asked;
}
