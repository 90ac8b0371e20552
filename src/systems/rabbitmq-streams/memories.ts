/** What a RabbitMQ stream remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const RABBITMQ_STREAMS_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'publishing id',
    where: { says: 'the stream itself: the highest id, kept with the messages', shownBy: 'confirmed-and-dropped' },
    scope: { says: 'the producer’s name, in one stream', shownBy: 'confirmed-and-dropped' },
    window: { says: 'for ever, for the 255 names that wrote last', shownBy: 'confirmed-and-dropped' },
    brokenBy: { says: 'ids out of order; two instances at a time', shownBy: 'confirmed-and-dropped' },
    price: { says: 'one number for each name', shownBy: 'confirmed-and-dropped' },
    source: 'rabbitmq/osiris: osiris_writer, osiris_tracking; rabbitmq-stream-java-client',
  },
];
