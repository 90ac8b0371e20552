/** The effects that count, each with the copy in the log that it is the effect of. */
import type { EventOf } from '../../trace/event';
import { deliveriesOf, deliveryFinder, writerOf } from './deliveries';
import type { Evidence } from './evidence';
import type { Slot } from './replicas';

export interface CountedEffect {
  readonly event: EventOf<'apply'>;
  /** `undefined` when the trace does not show which delivery was behind it. */
  readonly slot: Slot | undefined;
}

export function effectsOf(evidence: Evidence): readonly CountedEffect[] {
  const applies = evidence.trace.events.filter((event) => event.kind === 'apply');
  const find = deliveryFinder(deliveriesOf(evidence));
  return chosen(applies, evidence.options.effects).map((event) => {
    const writer = writerOf(evidence, event);
    return { event, slot: writer === undefined ? undefined : find(writer, event.record)?.slot };
  });
}

/** Effects outside every transaction count only where a lane has no other kind, or when they are asked for. */
function chosen(
  applies: readonly EventOf<'apply'>[],
  effects: 'inside' | 'outside' | undefined,
): readonly EventOf<'apply'>[] {
  const inside = applies.filter(({ outside }) => !outside);
  const wantsOutside = effects === undefined ? inside.length === 0 : effects === 'outside';
  return wantsOutside ? applies.filter(({ outside }) => outside) : inside;
}
