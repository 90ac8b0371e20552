/** Questions to a trace: what was written where at an instant, and what the producer had learnt of it. */
import { replicasOf, type Slot } from '../../src/checker/oracle/replicas';
import { isKind, type EventOf, type FactKind, type Trace } from '../../src/trace/event';

export const eventsOf = <K extends FactKind>(trace: Trace, kind: K): readonly EventOf<K>[] =>
  trace.events.filter(isKind(kind));

/** Messages of this name that were lost, whatever took them. */
export const lost = (trace: Trace, name: string): readonly EventOf<'lost'>[] =>
  eventsOf(trace, 'lost').filter(({ message }) => message.name === name);

/** The log of every replica of a partition just before event `seq`, by broker. */
export function logsAt(trace: Trace, seq: number, partition: number): ReadonlyMap<string, readonly Slot[]> {
  return replicasOf({ ...trace, events: trace.events.slice(0, seq) }).logs.get(partition) ?? new Map();
}

/** Tells a copy in one log from every other copy, also between logs looked at apart. */
export const placeOf = ({ seq, offset }: Slot): string => `${seq} ${offset}`;

/** Whether the broker's own answer that this copy was written reached the producer. */
export function wasAnswered(trace: Trace, slot: Slot): boolean {
  const answers = eventsOf(trace, 'send').filter(
    ({ message, causes }) => message.name === 'ProduceResponse' && causes.includes(slot.seq),
  );
  const copies = new Set(answers.map(({ message }) => message.copy));
  return eventsOf(trace, 'arrive').some(({ message }) => copies.has(message.copy) && message.says.startsWith('offset'));
}

/** The first election after event `seq`. */
export const electionAfter = (trace: Trace, seq: number): EventOf<'lead'> | undefined =>
  eventsOf(trace, 'lead').find((event) => event.seq > seq && event.leader !== '');

/** Who led the partition at event `seq`: the first broker before any election. */
export function leaderAt(trace: Trace, seq: number, partition: number): string {
  const elected = eventsOf(trace, 'lead').findLast((event) => event.seq < seq && event.partition === partition);
  return elected?.leader ?? `broker-${partition + 1}`;
}

export const isStruck = (trace: Trace): boolean => trace.notMet.length === 0;
