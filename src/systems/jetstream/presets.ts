/** Named settings of the jetstream system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** The duplicate window and the ack wait are a sixth of what they are by default, so that they can be watched. */
const SCALED: Settings = { 'duplicate_window.ms': 20_000, 'ack_wait.ms': 5_000 };
const NAMED: Settings = { ...SCALED, 'Nats-Msg-Id': 'persisted', 'client.doubleAck': true };

export const JETSTREAM_PRESETS: readonly PresetDescription[] = [
  {
    id: 'no-ids',
    claim: 'at-least-once',
    title: 'JetStream without message ids',
    summary: 'publish, acknowledge, no names',
    scaled: 'window 20 s for 2 min',
    settings: SCALED,
  },
  {
    id: 'ids-and-double-ack',
    claim: 'at-least-once',
    title: 'JetStream with ids and double ack',
    summary: 'Nats-Msg-Id · messages stay stored · sync always',
    scaled: 'window 20 s for 2 min',
    settings: { ...NAMED, sync_interval: 'always' },
  },
  {
    id: 'work-queue',
    claim: 'at-least-once',
    title: 'JetStream work queue with ids',
    summary: 'what is acknowledged is deleted, and with it what the ids are rebuilt from',
    scaled: 'window 20 s for 2 min',
    settings: { ...NAMED, retention: 'workqueue' },
  },
  {
    id: 'ids-into-keys',
    claim: 'exactly-once',
    title: 'JetStream with ids, into a sink with keys',
    summary: 'Nats-Msg-Id · upsert',
    scaled: 'window 20 s for 2 min',
    settings: { ...NAMED, sync_interval: 'always', 'sink.write': 'upsert' },
  },
  {
    id: 'acknowledge-first',
    claim: 'at-most-once',
    title: 'JetStream, acknowledged on receipt',
    summary: 'acknowledge, then work',
    scaled: 'window 20 s for 2 min',
    settings: { ...SCALED, 'app.steps': 'P E', 'app.retries': 0, 'app.onRestart': 'resume' },
  },
];
