/** An event as a message to the queue: what the shop and the relay both send. */
import type { Effect } from '../../engine/contracts';
import type { CallBody } from '../caller/memory';

export interface Publication {
  readonly record: number;
  readonly correlation: number;
  readonly attempt: number;
}

/** The event's name is its row's: whoever publishes it again says the same name. */
export function publication(queue: string, keys: number, { record, correlation, attempt }: Publication): Effect {
  const body: CallBody = { correlation, record, name: `id ${record}`, key: (record - 1) % keys, body: record, attempt };
  const again = attempt > 1 ? ` · attempt ${attempt}` : '';
  return {
    do: 'send',
    message: {
      name: 'SendRequest',
      as: 'request',
      to: queue,
      call: true,
      body,
      records: [record],
      about: 'event',
      says: `${body.name}${again}`,
    },
    relies: [`committed ${record}`, `submit ${record}`],
  };
}
