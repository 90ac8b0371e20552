import { isKind, type EventOf, type Trace, type TraceEvent } from '../../trace/event';
import { deliveryFinder, writerOf } from './deliveries';
import { inOrder, type Evidence } from './evidence';
import { replacedSince } from './instances';
import type { Finding } from './verdict';
import { sessionKey } from './wire';

/**
 * ZW: what an instance wrote after its replacement had finished initialising is readable, or changed the sink. The
 * instant of writing is that at which it put the request on the wire: a late copy of an earlier request is no zombie's.
 */
export function zombieWrite(evidence: Evidence): readonly Finding[] {
  return [...inLog(evidence), ...inSink(evidence)];
}

function inLog({ trace, readable, origins }: Evidence): readonly Finding[] {
  const replaced = replacedSince(trace);
  return readable.flatMap((slot): readonly Finding[] => {
    const origin = origins.get(slot);
    const since = origin === undefined ? undefined : replaced.get(sessionKey(origin.send));
    if (origin === undefined || since === undefined || origin.request.seq < since) return [];
    const witness = inOrder([since, origin.request.seq, slot.seq]);
    return [{ code: 'ZW', record: slot.record, witness, where: 'log' }];
  });
}

/** A write changes the sink when it lands, and when it overwrites a row of the same key. */
const changesSink = (event: EventOf<'apply'> | EventOf<'absorb'>): boolean =>
  event.kind === 'apply' || event.reason === 'sameKey';

function inSink({ trace, wire, deliveries }: Evidence): readonly Finding[] {
  const owners = trace.events.filter(isKind('assign')).filter(({ member }) => member !== '');
  if (owners.length === 0) return [];
  const find = deliveryFinder(deliveries);
  return trace.events.flatMap((event): readonly Finding[] => {
    if ((event.kind !== 'apply' && event.kind !== 'absorb') || !changesSink(event)) return [];
    const writer = writerOf(trace, wire, event);
    const given = writer && find(writer, event.record)?.event;
    const owner = writer && given && ownerAt(owners, given.partition, writer.requested);
    if (owner === undefined || sessionKey(sayerOf(owner, trace)) === sessionKey(writer!)) return [];
    const witness = inOrder([given!.seq, owner.seq, writer!.requested, event.seq]);
    return [{ code: 'ZW', record: event.record, witness, where: 'sink' }];
  });
}

/** The assignment under which a partition was read at an instant: the latest that names it. */
function ownerAt(owners: readonly EventOf<'assign'>[], partition: number, seq: number): EventOf<'assign'> | undefined {
  return owners.findLast((event) => event.seq < seq && event.partitions.includes(partition));
}

/** A member says itself what it was given. Where a table of leases says it, it speaks of the member as it was then. */
const sayerOf = (owner: EventOf<'assign'>, { events }: Trace): TraceEvent =>
  events.findLast(({ seq, node }) => seq <= owner.seq && node === owner.member) ?? owner;
