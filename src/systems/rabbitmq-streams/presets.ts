/** Named settings of the rabbitmq-streams system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** The recovery delay is a twenty-fifth of what it is by default, and offsets are stored after three messages, so that both can be watched. */
const SCALED: Settings = { 'recoveryBackOffDelay.ms': 200, messageCountBeforeStorage: 3, offset: 'first' };
/** No confirm time-out, as the client's documentation asks for with a name. */
const NAMED: Settings = { ...SCALED, name: 'orders', 'confirmTimeout.ms': 0 };

export const RABBITMQ_STREAMS_PRESETS: readonly PresetDescription[] = [
  {
    id: 'no-name',
    claim: 'at-least-once',
    title: 'RabbitMQ stream, without a name',
    summary: 'confirms · no name',
    scaled: 'reconnect 200 ms for 5 s',
    settings: SCALED,
  },
  {
    id: 'named',
    claim: 'at-least-once',
    title: 'RabbitMQ stream, ids by the client',
    summary: 'named · counts on',
    scaled: 'reconnect 200 ms for 5 s',
    settings: NAMED,
  },
  {
    id: 'source-position',
    claim: 'exactly-once',
    title: 'RabbitMQ stream, the source’s position as id',
    summary: 'ids of the records · [E P]',
    scaled: 'reconnect 200 ms for 5 s',
    settings: {
      ...NAMED,
      'app.publishingId': 'record',
      'app.onRestart': 'ask',
      'app.steps': '[E P]',
      messageCountBeforeStorage: 1,
    },
  },
  {
    id: 'named-with-keys',
    claim: 'exactly-once',
    title: 'RabbitMQ stream, into a sink with keys',
    summary: 'ids of the records · upsert',
    scaled: 'reconnect 200 ms for 5 s',
    settings: { ...NAMED, 'app.publishingId': 'record', 'sink.write': 'upsert' },
  },
  {
    id: 'counter-from-one',
    claim: 'none',
    title: 'RabbitMQ stream, ids from one after each start',
    summary: 'ids fall · dropped',
    scaled: 'reconnect 200 ms for 5 s',
    settings: { ...NAMED, 'app.publishingId': 'restart' },
  },
  {
    id: 'one-name-for-two',
    claim: 'none',
    title: 'RabbitMQ stream, one name for two',
    summary: 'who is behind is dropped',
    scaled: 'reconnect 200 ms for 5 s',
    settings: { ...NAMED, 'app.publishingId': 'record', 'app.instances': 2 },
  },
];
