/** Named settings of the pubsub system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** With exactly-once delivery a deadline is 60 s where none is given: a sixth of it, the least that the service takes, can be watched. */
const EXACTLY_ONCE: Settings = { enableExactlyOnceDelivery: true, ackDeadlineSeconds: 10 };

export const PUBSUB_PRESETS: readonly PresetDescription[] = [
  {
    id: 'default',
    claim: 'at-least-once',
    title: 'Pub/Sub',
    summary: 'acknowledged at best effort · effect first',
    settings: {},
  },
  {
    id: 'exactly-once-delivery',
    claim: 'at-least-once',
    title: 'Pub/Sub with exactly-once delivery',
    summary: 'acknowledgements have results · retried publishes are new messages',
    scaled: 'deadline 10 s for 60 s',
    settings: EXACTLY_ONCE,
  },
  {
    id: 'exactly-once-order-id',
    claim: 'exactly-once',
    title: 'Exactly-once delivery, and a memory of order ids',
    summary: 'enableExactlyOnceDelivery · dedup by order_id',
    scaled: 'deadline 10 s for 60 s',
    settings: { ...EXACTLY_ONCE, 'sink.dedup': 'set', 'app.dedupKey': 'order_id' },
  },
  {
    id: 'dedup-by-message-id',
    claim: 'at-least-once',
    title: 'Exactly-once delivery, and a memory of message ids',
    summary: 'the id is given at each publish',
    scaled: 'deadline 10 s for 60 s',
    settings: { ...EXACTLY_ONCE, 'sink.dedup': 'set', 'app.dedupKey': 'messageId' },
  },
  {
    id: 'plain-pull',
    claim: 'at-least-once',
    title: 'Plain pull',
    summary: 'nobody extends the deadline of 10 s',
    settings: { 'client.leaseManagement': false },
  },
  {
    id: 'acknowledge-first',
    claim: 'at-most-once',
    title: 'Pub/Sub, acknowledged on receipt',
    summary: 'acknowledge, then work',
    settings: { 'app.steps': 'P E', 'app.retries': 0, 'app.onRestart': 'resume' },
  },
];
