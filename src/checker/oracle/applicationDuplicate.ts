import { copiesBySend, inOrder, type Evidence } from './evidence';
import type { Slot } from './replicas';
import { topicOf } from './topics';
import type { Finding } from './verdict';

interface Calls {
  readonly record: number;
  readonly copies: (readonly Slot[])[];
}

/** DA: one business record is readable in a topic from two or more `send()` calls: its application sent it again. */
export function applicationDuplicate(evidence: Evidence): readonly Finding[] {
  const calls = new Map<string, Calls>();
  for (const [{ record }, slots] of copiesBySend(evidence)) {
    const key = `${topicOf(evidence.trace, slots[0]!.partition)} ${record}`;
    const before = calls.get(key);
    if (before === undefined) calls.set(key, { record, copies: [slots] });
    else before.copies.push(slots);
  }
  return [...calls.values()]
    .filter(({ copies }) => copies.length > 1)
    .map(({ record, copies }) => ({ code: 'DA', record, witness: inOrder(copies.flat().map(({ seq }) => seq)) }));
}
