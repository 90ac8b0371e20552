import { copiesBySend, inOrder, type Evidence } from './evidence';
import type { Finding } from './verdict';

/** DP: one `send()` call stands at two or more offsets that the reader can read. */
export function libraryDuplicate(evidence: Evidence): readonly Finding[] {
  return [...copiesBySend(evidence)]
    .filter(([, slots]) => slots.length > 1)
    .map(([send, slots]) => ({ code: 'DP', record: send.record, witness: inOrder(slots.map(({ seq }) => seq)) }));
}
