/** The settings of the producer client, with Kafka 4's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { FROM_ONE, FROM_ZERO, LARGEST_INT, PRODUCER, PROMINENT, choice, number, text, toggle } from './describe';

export const PRODUCER_SETTINGS: readonly SettingDescription[] = [
  choice(
    PRODUCER,
    'acks',
    ['0', '1', 'all'],
    'all',
    'Which replicas must have a record before the producer is told that it is safe: none, the leader, or all that are in sync.',
    PROMINENT,
  ),
  number(
    PRODUCER,
    'retries',
    FROM_ZERO,
    LARGEST_INT,
    'How often the producer sends a batch again after an error that may pass; 0 also switches idempotence off.',
    PROMINENT,
  ),
  toggle(
    PRODUCER,
    'enable.idempotence',
    true,
    'Numbers the records, so that the broker recognises a batch that the producer sends again.',
    PROMINENT,
  ),
  text(
    PRODUCER,
    'transactional.id',
    '',
    'Writes in transactions under this name, which a restarted producer takes over; empty: no transactions.',
    PROMINENT,
  ),
  number(
    PRODUCER,
    'max.in.flight.requests.per.connection',
    FROM_ONE,
    5,
    'How many batches may be under way unanswered; above 1 and without idempotence a retry can overtake.',
    PROMINENT,
  ),
  number(
    PRODUCER,
    'linger.ms',
    FROM_ZERO,
    5,
    'How long the producer waits for more records before it sends a batch that is not full.',
  ),
  number(
    PRODUCER,
    'batch.size',
    FROM_ZERO,
    16_384,
    'How many bytes of records fill a batch; each record counts as 1,000 bytes here.',
  ),
  number(
    PRODUCER,
    'request.timeout.ms',
    FROM_ONE,
    30_000,
    'How long the producer waits for an answer before it closes the connection and tries again.',
  ),
  number(
    PRODUCER,
    'delivery.timeout.ms',
    FROM_ZERO,
    120_000,
    'How long the producer tries at all; after that it reports an error although the record may be there.',
  ),
  number(
    PRODUCER,
    'retry.backoff.ms',
    FROM_ZERO,
    100,
    'How long the producer waits before it sends a batch again: twice as long after each further failure.',
  ),
  number(PRODUCER, 'retry.backoff.max.ms', FROM_ZERO, 1_000, 'The longest such wait.', {
    source: 'CommonClientConfigs (KIP-580), Kafka 4 documentation: Producer Configs',
  }),
  number(
    PRODUCER,
    'reconnect.backoff.ms',
    FROM_ZERO,
    50,
    'How long a client waits before it opens a broken connection again.',
    { source: 'CommonClientConfigs, Kafka 4 documentation: Producer Configs' },
  ),
  number(
    PRODUCER,
    'max.block.ms',
    FROM_ZERO,
    60_000,
    'How long a call of the application waits that begins or ends transactions; it may be made again.',
  ),
  number(
    PRODUCER,
    'transaction.timeout.ms',
    FROM_ONE,
    60_000,
    'How long a transaction may stay open before the coordinator aborts it and shuts its producer out.',
  ),
];
