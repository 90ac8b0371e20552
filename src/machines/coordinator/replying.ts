/** Answers of the group coordinator. */
import type { Effect, NodeEvent } from '../../engine/contracts';
import type { KafkaError } from '../log/rules/errors';
import { bodyOf, type Correlated } from '../messages';

/** An answer with an error, in the shape of any answer of the group coordinator. */
export function answerError(event: NodeEvent, error: KafkaError): Effect {
  return reply(event, { error, generation: -1, partitions: [], offsets: [] }, error);
}

/** The answer to a request, under the name that goes with it. */
export function reply(event: NodeEvent, body: object, says: string): Extract<Effect, { do: 'send' }> {
  const { from: to, records, about, type } = event;
  const { correlation } = bodyOf<Correlated>(event);
  const name = type.replace('Request', 'Response');
  return {
    do: 'send',
    message: { name, to, body: { ...body, correlation }, records, about, says, answers: event },
  };
}
