/**
 * The effects that count, each with the copy in the log that it is the effect of. What a processor read in one topic takes
 * effect as its readable output in the next; what anybody else read takes effect in the sink.
 */
import { isKind, type EventOf } from '../../trace/event';
import { deliveryFinder, writerOf, type Delivery } from './deliveries';
import type { Evidence } from './evidence';
import type { Slot } from './replicas';
import { topicOf } from './topics';

export interface CountedEffect {
  readonly seq: number;
  readonly record: number;
  /** `undefined` when the trace does not show which delivery was behind it. */
  readonly slot: Slot | undefined;
  /** Outside every transaction. */
  readonly outside: boolean;
  /** It is a record in another log, not an effect in the sink. */
  readonly output: boolean;
}

export interface CountedEffects {
  /** By topic of what was read. */
  readonly ofTopic: ReadonlyMap<string, readonly CountedEffect[]>;
  readonly unattributed: readonly CountedEffect[];
}

/** Outside effects count only in a topic that has no other kind, or when they are asked for and there are any. */
export function effectsOf(evidence: Evidence): CountedEffects {
  const find = deliveryFinder(evidence.deliveries);
  const ofTopic = new Map<string, CountedEffect[]>();
  const unattributed: CountedEffect[] = [];
  for (const effect of [...outputsOf(evidence, find), ...appliesOf(evidence, find)]) {
    if (effect.slot === undefined) {
      unattributed.push(effect);
      continue;
    }
    const topic = topicOf(evidence.trace, effect.slot.partition);
    const before = ofTopic.get(topic);
    if (before === undefined) ofTopic.set(topic, [effect]);
    else before.push(effect);
  }
  const wanted = evidence.options.effects;
  return {
    ofTopic: new Map([...ofTopic].map(([topic, effects]) => [topic, chosen(effects, wanted)])),
    unattributed: chosen(unattributed, wanted),
  };
}

function chosen(effects: readonly CountedEffect[], wanted: 'inside' | 'outside' | undefined): readonly CountedEffect[] {
  const inside = effects.filter(({ outside }) => !outside);
  const outside = effects.filter((effect) => effect.outside);
  if (wanted === 'inside') return inside;
  if (wanted === 'outside') return outside.length > 0 ? outside : inside;
  return inside.length > 0 ? inside : outside;
}

type Find = (writer: { node: string; incarnation: number; requested: number }, record: number) => Delivery | undefined;

/** Readable records that a node wrote which had been given the same record before: the output of a processor, or a copy. */
function outputsOf(evidence: Evidence, find: Find): readonly CountedEffect[] {
  return evidence.readable.flatMap((output): readonly CountedEffect[] => {
    const send = evidence.origins.get(output)?.send ?? requestBehind(evidence, output);
    const slot = send && find({ ...send, requested: send.seq }, output.record)?.slot;
    return slot === undefined ? [] : [{ seq: output.seq, record: output.record, slot, outside: false, output: true }];
  });
}

/** The message that brought a record, where no call of a producer library is behind it. */
function requestBehind({ trace: { events }, wire }: Evidence, { seq, record }: Slot): EventOf<'send'> | undefined {
  const arrival = events[seq]?.causes.map((cause) => events[cause]).find((event) => event?.kind === 'arrive');
  if (arrival?.kind !== 'arrive' || !arrival.message.records.includes(record)) return undefined;
  return wire.get(arrival.message.copy);
}

function appliesOf(evidence: Evidence, find: Find): readonly CountedEffect[] {
  const applies = evidence.trace.events.filter(isKind('apply'));
  return applies.map((event) => {
    const { seq, record, outside } = event;
    const writer = writerOf(evidence.trace, evidence.wire, event);
    return { seq, record, outside, output: false, slot: writer && find(writer, record)?.slot };
  });
}
