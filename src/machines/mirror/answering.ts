/** How a cluster answers. */
import type { Effect, NodeEvent } from '../../engine/contracts';

/** An answer over the connection that brought the question. */
export function answer(
  event: NodeEvent,
  name: string,
  as: string,
  body: unknown,
  says: string,
  records = event.records,
): Extract<Effect, { do: 'send' }> {
  return { do: 'send', message: { name, as, to: event.from, body, records, about: event.about, says, answers: event } };
}
