import { effectsOf, type CountedEffect } from './effects';
import { inOrder, type Evidence } from './evidence';
import type { Slot } from './replicas';
import type { Finding } from './verdict';

/**
 * DC: the effect of one readable record happened twice or more. Two copies in the log that took effect once each are a
 * fault of the produce side, and none of the consumer's.
 */
export function consumeDuplicate(evidence: Evidence): readonly Finding[] {
  const effects = [...effectsOf(evidence).ofTopic.values()].flat();
  return [...repeatedIn(evidence, effects, false), ...repeatedIn(evidence, effects, true)];
}

/** A copy in another log and an effect in the sink are the doing of two readers, and no repeat of each other. */
function repeatedIn(evidence: Evidence, effects: readonly CountedEffect[], isOutput: boolean): readonly Finding[] {
  const readable = new Set(evidence.readable);
  const bySlot = new Map<Slot, number[]>();
  for (const { seq, slot, output } of effects) {
    if (output !== isOutput || slot === undefined || !readable.has(slot)) continue;
    const before = bySlot.get(slot);
    if (before === undefined) bySlot.set(slot, [seq]);
    else before.push(seq);
  }
  return [...bySlot]
    .filter(([, seqs]) => seqs.length > 1)
    .map(([slot, seqs]) => ({ code: 'DC', record: slot.record, witness: inOrder([slot.seq, ...seqs]) }));
}
