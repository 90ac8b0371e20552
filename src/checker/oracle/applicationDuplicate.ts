import { copiesBySend, inOrder, type Evidence } from './evidence';
import type { Finding } from './verdict';
import type { Slot } from './replicas';

/** DA: one business record is readable from two or more `send()` calls, because its application sent it again. */
export function applicationDuplicate(evidence: Evidence): readonly Finding[] {
  const calls = new Map<number, (readonly Slot[])[]>();
  for (const [send, slots] of copiesBySend(evidence))
    calls.set(send.record, [...(calls.get(send.record) ?? []), slots]);
  return [...calls]
    .filter(([, of]) => of.length > 1)
    .map(([record, of]) => ({ code: 'DA', record, witness: inOrder(of.flat().map(({ seq }) => seq)) }));
}
