import { inOrder, type Evidence } from './evidence';
import type { Slot } from './replicas';
import type { Send } from './sends';
import { topicOf } from './topics';
import type { Finding } from './verdict';

interface Readable {
  readonly record: number;
  readonly sends: Set<Send>;
  readonly slots: Slot[];
}

/** DA: one business record is readable in a topic from two or more `send()` calls: its application sent it again. */
export function applicationDuplicate({ trace, readable, origins }: Evidence): readonly Finding[] {
  const found = new Map<string, Readable>();
  for (const slot of readable) {
    const send = origins.get(slot)?.send;
    if (send === undefined) continue;
    const { record } = slot;
    const key = `${topicOf(trace, slot.partition)} ${record}`;
    const one = found.get(key) ?? { record, sends: new Set(), slots: [] };
    one.sends.add(send);
    one.slots.push(slot);
    found.set(key, one);
  }
  return [...found.values()]
    .filter(({ sends }) => sends.size > 1)
    .map(({ record, slots }) => ({ code: 'DA', record, witness: inOrder(slots.map(({ seq }) => seq)) }));
}
