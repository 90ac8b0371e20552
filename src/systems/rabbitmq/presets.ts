/** Named settings of the rabbitmq system: where a lane starts from. Times are those in service: nothing is scaled. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

const CONFIRMED: Settings = {
  'confirm.select': true,
  mandatory: true,
  delivery_mode: 2,
  'x-queue-type': 'quorum',
  'x-dead-letter-exchange': true,
  prefetch_count: 100,
};

export const RABBITMQ_PRESETS: readonly PresetDescription[] = [
  {
    id: 'fire-and-forget',
    claim: 'at-most-once',
    title: 'RabbitMQ, fire and forget',
    summary: 'no confirms · automatic ack · transient',
    settings: { auto_ack: true, 'app.onRestart': 'resume' },
  },
  {
    id: 'confirmed',
    claim: 'at-least-once',
    title: 'RabbitMQ quorum queue, confirmed',
    summary: 'confirms · mandatory · manual ack · dead letters',
    settings: CONFIRMED,
  },
  {
    id: 'confirmed-with-keys',
    claim: 'exactly-once',
    title: 'Confirmed, into a sink with keys',
    summary: 'confirms · manual ack · upsert',
    settings: { ...CONFIRMED, 'sink.write': 'upsert' },
  },
  {
    id: 'trusting-the-flag',
    claim: 'none',
    title: 'Confirmed, and trusting the redelivered flag',
    summary: 'whatever is flagged is dropped as done',
    settings: { ...CONFIRMED, 'app.dropsRedelivered': true },
  },
  {
    id: 'confirmed-to-nobody',
    claim: 'none',
    title: 'Confirmed, without mandatory and dead letters',
    summary: 'confirmed means handled, also by throwing away',
    settings: { ...CONFIRMED, mandatory: false, 'x-dead-letter-exchange': false, 'app.onError': 'rejectRequeue' },
  },
];
