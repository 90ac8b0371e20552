/** How whoever serves answers. */
import type { Effect, NodeEvent } from '../engine/contracts';

interface More {
  /** Absent: the records of the question. */
  readonly records?: readonly number[];
  /** Names of the events that the answer follows from. */
  readonly relies?: readonly string[];
}

/**
 * An answer over the connection that brought the question. `name` is the system's own word for it, `as` the event that it is
 * to who asked, `says` what the page shows of it.
 */
export function answer(
  event: NodeEvent,
  name: string,
  as: string,
  body: unknown,
  says: string,
  more: More = {},
): Effect {
  const { records = event.records, relies = [] } = more;
  return {
    do: 'send',
    message: { name, as, to: event.from, body, records, about: event.about, says, answers: event },
    relies,
  };
}
