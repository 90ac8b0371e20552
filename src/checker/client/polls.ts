/** In which order consumers were given what they were given. */
import type { EventOf } from '../../trace/event';
import { sessionKey } from '../oracle/wire';
import { once, type History } from './history';
import type { ClientName, ClientOptions, ClientReport } from './report';

type Read = EventOf<'deliver'>;

/** Two reads of one consumer in one partition, one right after the other. */
interface Pair {
  readonly before: Read;
  readonly after: Read;
  readonly name: (across: ClientName, inside: ClientName) => ClientName;
}

/** A consumer went back: to a place that it had been given, or to one before it. */
export function nonmonotonicPolls(history: History, options: ClientOptions): readonly ClientReport[] {
  return once(
    pairsOf(history, options)
      .filter(({ before, after }) => after.offset <= before.offset)
      .map(({ before, after, name }) => ({
        name: name('nonmonotonic-poll', 'int-nonmonotonic-poll'),
        record: after.record,
        beside: before.record,
        witness: [before.seq, after.seq],
      })),
  );
}

/** A consumer jumped over a value that was acknowledged and that some consumer was given. */
export function pollSkips(history: History, options: ClientOptions): readonly ClientReport[] {
  const known = knownValues(history);
  return once(
    pairsOf(history, options).flatMap(({ before, after, name }) => {
      const passed = known.get(before.partition) ?? [];
      return passed
        .filter(({ offset }) => offset > before.offset && offset < after.offset)
        .map((read): ClientReport => ({
          name: name('poll-skip', 'int-poll-skip'),
          record: read.record,
          beside: after.record,
          witness: [before.seq, after.seq, read.seq].toSorted((a, b) => a - b),
        }));
    }),
  );
}

function knownValues({ writes, reads }: History): ReadonlyMap<number, readonly Read[]> {
  const acknowledged = new Set(writes.filter(({ outcome }) => outcome === 'ok').map(({ record }) => record));
  const known = new Map<number, Read[]>();
  for (const read of reads) {
    if (!acknowledged.has(read.record)) continue;
    const before = known.get(read.partition);
    if (before === undefined) known.set(read.partition, [read]);
    else before.push(read);
  }
  return known;
}

function pairsOf({ trace }: History, { subscribes = true }: ClientOptions): readonly Pair[] {
  const last = new Map<string, { readonly read: Read; readonly operation: number }>();
  const begun = new Map<string, number>();
  const pairs: Pair[] = [];
  for (const event of trace.events) {
    if (event.kind === 'call') noteTransaction(begun, event);
    if (event.kind === 'position' && subscribes) last.delete(`${sessionKey(event)} ${event.partition}`);
    if (event.kind !== 'deliver' || event.offset < 0) continue;
    const key = `${sessionKey(event)} ${event.partition}`;
    const operation = begun.get(sessionKey(event)) ?? event.causes[0] ?? event.seq;
    const before = last.get(key);
    if (before !== undefined) {
      const isInside = before.operation === operation;
      pairs.push({ before: before.read, after: event, name: (across, inside) => (isInside ? inside : across) });
    }
    last.set(key, { read: event, operation });
  }
  return pairs;
}

/** An operation is a transaction where there is one, else a poll: what one message brought. */
function noteTransaction(begun: Map<string, number>, event: EventOf<'call'>): void {
  if (event.api === 'beginTransaction') begun.set(sessionKey(event), event.seq);
  if (event.api === 'commitTransaction' || event.api === 'abortTransaction') begun.delete(sessionKey(event));
}
