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
    title: 'Stream, producer without a name',
    summary: 'confirms · no de-duplication',
    settings: SCALED,
  },
  {
    id: 'named',
    claim: 'at-least-once',
    title: 'Stream, named producer',
    summary: 'ids counted by the client · offsets in the stream',
    settings: NAMED,
  },
  {
    id: 'source-position',
    claim: 'exactly-once',
    title: 'Stream, the source’s position as id',
    summary: 'ids of the records · offset beside the effect',
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
    title: 'Stream, named producer, into a sink with keys',
    summary: 'ids of the records · upsert',
    settings: { ...NAMED, 'app.publishingId': 'record', 'sink.write': 'upsert' },
  },
  {
    id: 'counter-from-one',
    claim: 'none',
    title: 'Stream, ids from one after each start',
    summary: 'what comes after a restart is confirmed and dropped',
    settings: { ...NAMED, 'app.publishingId': 'restart' },
  },
  {
    id: 'one-name-for-two',
    claim: 'none',
    title: 'Stream, two instances with one name',
    summary: 'whoever is behind is confirmed and dropped',
    settings: { ...NAMED, 'app.publishingId': 'record', 'app.instances': 2 },
  },
];
