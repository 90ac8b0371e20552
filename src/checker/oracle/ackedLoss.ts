import type { EventOf } from '../../trace/event';
import { copiesBySend, inOrder, type Evidence } from './evidence';
import type { Slot } from './replicas';
import type { Send } from './sends';
import type { Finding } from './verdict';

/** LP: `send()`, or the commit that covers it, reported success, and the reader finds no copy of it in the final log. */
export function ackedLoss(evidence: Evidence): readonly Finding[] {
  const copies = copiesBySend(evidence);
  const lost = evidence.sends.all.filter((send) => send.ok >= 0 && !copies.has(send));
  if (lost.length === 0) return [];
  const ends = evidence.trace.events.filter((event) => event.kind === 'truncate' || event.kind === 'marker');
  const written = copiesEver(evidence);
  return lost.map((send) => {
    const slots = written.get(send) ?? [];
    const became = slots.flatMap((slot) => [slot.seq, ends.findLast((event) => takesAway(event, slot))?.seq ?? -1]);
    return { code: 'LP', record: send.record, witness: inOrder([send.ok, ...became]) };
  });
}

function copiesEver({ origins }: Evidence): ReadonlyMap<Send, readonly Slot[]> {
  const written = new Map<Send, Slot[]>();
  for (const [slot, { send }] of origins) {
    const before = written.get(send);
    if (before === undefined) written.set(send, [slot]);
    else before.push(slot);
  }
  return written;
}

function takesAway(event: EventOf<'truncate'> | EventOf<'marker'>, slot: Slot): boolean {
  if (event.seq < slot.seq || event.partition !== slot.partition) return false;
  if (event.kind === 'truncate') return event.offset <= slot.offset;
  return !event.commit && event.producerId === slot.producerId && event.offset > slot.offset;
}
