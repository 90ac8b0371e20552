/** What the application of a processor says to the two libraries in its process. */
import type { Effect } from '../../engine/contracts';
import { CONSUMER_PART } from '../consumer/api';
import { PRODUCER_PART } from './memory';

export const toConsumer = (event: string, body?: unknown): Effect => ({
  do: 'raise',
  event,
  part: CONSUMER_PART,
  body,
});
export const toProducer = (event: string, body?: unknown): Effect => ({
  do: 'raise',
  event,
  part: PRODUCER_PART,
  body,
});
