import { inOrder, type Evidence } from './evidence';
import type { Slot } from './replicas';
import type { Send } from './sends';
import type { Finding } from './verdict';
import { sessionKey } from './wire';

/**
 * RO: reading a partition in the order of offsets, a copy of an earlier `send()` of one producer session comes after a copy
 * of a later one. Found at the copy that comes too late, once for each call.
 */
export function reorder({ readable, origins }: Evidence): readonly Finding[] {
  const latest = new Map<string, { readonly send: Send; readonly slot: Slot }>();
  const late = new Map<Send, Finding>();
  for (const slot of readable) {
    const send = origins.get(slot)?.send;
    if (send === undefined) continue;
    const key = `${slot.partition} ${sessionKey(send)}`;
    const before = latest.get(key);
    if (before === undefined || before.send.order < send.order) latest.set(key, { send, slot });
    else if (before.send !== send && !late.has(send))
      late.set(send, { code: 'RO', record: send.record, witness: inOrder([before.slot.seq, slot.seq]) });
  }
  return [...late.values()];
}
