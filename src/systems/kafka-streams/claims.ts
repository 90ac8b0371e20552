/**
 * Which claim a lane's settings make, by the documentation and not by a run: KIP-447, StreamsConfig, Kafka's design chapter
 * on message delivery semantics. Exactly once ends at Kafka's own topics: a call outside is at least once, whatever is set.
 */
import { parseSteps } from '../../machines/worker/steps';
import type { BoundaryDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { claimOf as kafkaClaimOf, sinkAbsorbs } from '../kafka/claims';
import { asKafkaSettings, readStreamsValues, type StreamsValues } from './values';

/** Inputs, progress and outputs of one cluster are inside; who is called and what the reader does elsewhere is not. */
export const STREAMS_BOUNDARY: BoundaryDescription = {
  outside: ['service', 'sink'],
  says: 'Kafka’s guarantee ends here',
  because:
    'A transaction covers the processor’s progress and its outputs, for readers of committed records. A service that it calls is called again when the transaction is done again; what a reader does to another system is covered only as far as that system helps.',
  source: 'Kafka documentation, Design: Message Delivery Semantics; KIP-447',
};

/** The strongest claim that these complete settings can be held to. */
export function claimOf(settings: Settings): Claim {
  const values = readStreamsValues(settings);
  const around = kafkaClaimOf(asKafkaSettings(settings));
  const losesNone = (around === 'exactly-once' || around === 'at-least-once') && processorLosesNone(values);
  const aroundDoublesNone = around === 'exactly-once' || around === 'at-most-once';
  const doublesNone = !values.callsService && (absorbs(values) || (aroundDoublesNone && processorDoublesNone(values)));
  if (losesNone) return doublesNone ? 'exactly-once' : 'at-least-once';
  return doublesNone ? 'at-most-once' : 'none';
}

/** Who aborts and does not go back skips what was aborted (k7). Without transactions nothing is aborted. */
const processorLosesNone = ({ exactlyOnce, rewindOnAbort }: StreamsValues): boolean => !exactlyOnce || rewindOnAbort;

/** Outputs and progress together, fenced by the group's generation, and read only once they are committed. */
const processorDoublesNone = ({ exactlyOnce, groupMetadata, kafka }: StreamsValues): boolean =>
  exactlyOnce && groupMetadata === 'full' && kafka.isolation === 'read_committed';

/** A sink that knows the record again absorbs every repetition before it. */
function absorbs({ kafka }: StreamsValues): boolean {
  const steps = parseSteps(kafka.steps);
  return steps.ok && sinkAbsorbs(kafka, steps.value);
}
