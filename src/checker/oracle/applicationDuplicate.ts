import { inOrder, type Evidence } from './evidence';
import type { Slot } from './replicas';
import type { Send } from './sends';
import { topicOf } from './topics';
import type { Finding, Reader } from './verdict';

interface Readable {
  readonly record: number;
  readonly sends: Set<Send>;
  readonly slots: Slot[];
}

/**
 * DA: one business record is readable in a topic from two or more `send()` calls, because its application could not learn
 * what had become of it and sent it again. A copy that it had aborted itself was sent again for another reason: who reads
 * that one as well has an aborted read.
 */
export function applicationDuplicate({ trace, options, readable, origins }: Evidence): readonly Finding[] {
  const found = new Map<string, Readable>();
  for (const slot of readable) {
    const send = origins.get(slot)?.send;
    if (send === undefined || isKnownToBeVoid(send, options.reader)) continue;
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

/** Aborted by its own application. A `send()` that ended in a time-out left it in doubt, as far as a reader of all sees. */
const isKnownToBeVoid = ({ transaction, unknown }: Send, reader: Reader): boolean =>
  transaction?.asked === 'abort' && (reader === 'read_committed' || unknown < 0);
