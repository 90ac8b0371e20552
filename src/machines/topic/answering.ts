/** An answer of the topic's broker, over the connection that brought the question. */
import type { Effect, NodeEvent } from '../../engine/contracts';

export function answer(
  event: NodeEvent,
  name: string,
  as: string,
  body: unknown,
  says: string,
  more: { readonly records?: readonly number[]; readonly relies?: readonly string[] } = {},
): Effect {
  const { records = event.records, relies = [] } = more;
  return {
    do: 'send',
    message: { name, as, to: event.from, body, records, about: event.about, says, answers: event },
    relies,
  };
}
