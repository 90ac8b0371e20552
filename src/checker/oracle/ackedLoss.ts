import type { TraceEvent } from '../../trace/event';
import { copiesBySend, inOrder, type Evidence } from './evidence';
import type { Finding } from './verdict';
import type { Send } from './sends';
import type { Slot } from './replicas';

/** LP: `send()`, or the commit that covers it, reported success, and the reader finds no copy of it in the final log. */
export function ackedLoss(evidence: Evidence): readonly Finding[] {
  const copies = copiesBySend(evidence);
  return evidence.sends.all
    .filter((send) => send.ok >= 0 && !copies.has(send))
    .map((send) => ({ code: 'LP', record: send.record, witness: inOrder([send.ok, ...whatBecame(evidence, send)]) }));
}

/** Every copy that there ever was, and what took each of them away. */
function whatBecame({ trace, origins }: Evidence, send: Send): readonly number[] {
  const written = [...origins].filter(([, origin]) => origin.send === send).map(([slot]) => slot);
  return written.flatMap((slot) => [slot.seq, trace.events.findLast((event) => takesAway(event, slot))?.seq ?? -1]);
}

function takesAway(event: TraceEvent, slot: Slot): boolean {
  if (event.seq < slot.seq || !('partition' in event) || event.partition !== slot.partition) return false;
  if (event.kind === 'truncate') return event.offset <= slot.offset;
  return event.kind === 'marker' && !event.commit && event.producerId === slot.producerId && event.offset > slot.offset;
}
