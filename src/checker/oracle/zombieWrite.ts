import type { EventOf, Trace } from '../../trace/event';
import { deliveriesOf, deliveryFinder, writerOf } from './deliveries';
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

function inSink(evidence: Evidence): readonly Finding[] {
  const { trace } = evidence;
  if (!trace.events.some(({ kind }) => kind === 'assign')) return [];
  const find = deliveryFinder(deliveriesOf(evidence));
  return trace.events.flatMap((event): readonly Finding[] => {
    if ((event.kind !== 'apply' && event.kind !== 'absorb') || !changesSink(event)) return [];
    const writer = writerOf(evidence, event);
    const given = writer === undefined ? undefined : find(writer, event.record)?.event;
    if (writer === undefined || given === undefined) return [];
    const owner = ownerAt(trace, given.partition, writer.requested);
    if (owner === undefined || sessionKey(owner) === sessionKey(writer)) return [];
    const witness = inOrder([given.seq, owner.seq, writer.requested, event.seq]);
    return [{ code: 'ZW', record: event.record, witness, where: 'sink' }];
  });
}

/** The assignment under which a partition was read at an instant: the latest that names it. */
function ownerAt({ events }: Trace, partition: number, seq: number): EventOf<'assign'> | undefined {
  const owner = events.findLast(
    (event) =>
      event.kind === 'assign' && event.seq < seq && event.member !== '' && event.partitions.includes(partition),
  );
  return owner?.kind === 'assign' ? owner : undefined;
}
