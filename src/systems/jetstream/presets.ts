/** Named settings of the jetstream system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** The times are a sixth of what they are by default, so that they can be watched: ack wait, flush interval and window. */
const ACK_WAIT: Settings = { 'ack_wait.ms': 5_000 };
const SCALED: Settings = { ...ACK_WAIT, 'duplicate_window.ms': 20_000, 'sync_interval.ms': 20_000 };
const SAID = 'sync and window 20 s for 2 min';
const SYNCED: Settings = { 'sync_interval.ms': 0 };
const CONFIRMED: Settings = { 'Nats-Msg-Id': 'persisted', 'client.doubleAck': true };
const NAMED: Settings = { ...SCALED, ...CONFIRMED };

export const JETSTREAM_PRESETS: readonly PresetDescription[] = [
  {
    id: 'no-ids',
    claim: 'at-least-once',
    title: 'JetStream without message ids',
    summary: 'publish, acknowledge, no names',
    scaled: SAID,
    settings: SCALED,
  },
  {
    id: 'ids-and-double-ack',
    claim: 'at-least-once',
    title: 'JetStream with ids and double ack',
    summary: 'Nats-Msg-Id · messages stay stored · sync always',
    scaled: 'window 20 s for 2 min',
    settings: { ...NAMED, ...SYNCED },
  },
  {
    id: 'work-queue',
    claim: 'at-least-once',
    title: 'JetStream work queue with ids',
    summary: 'what is acknowledged is deleted, and with it what the ids are rebuilt from',
    scaled: SAID,
    settings: { ...NAMED, retention: 'workqueue' },
  },
  {
    id: 'ids-into-keys',
    claim: 'exactly-once',
    title: 'JetStream with ids, into a sink with keys',
    summary: 'Nats-Msg-Id · upsert',
    scaled: 'window 20 s for 2 min',
    settings: { ...NAMED, ...SYNCED, 'sink.write': 'upsert' },
  },
  {
    id: 'sourced',
    claim: 'at-least-once',
    title: 'JetStream, sourced from another stream',
    summary: 'the ids are copied, but there is no window unless one is set',
    scaled: 'ack wait 5 s for 30 s',
    settings: { ...ACK_WAIT, ...CONFIRMED, ...SYNCED, sources: true },
  },
  {
    id: 'acknowledge-first',
    claim: 'at-most-once',
    title: 'JetStream, acknowledged on receipt',
    summary: 'acknowledge, then work',
    scaled: SAID,
    settings: { ...SCALED, 'app.steps': 'P E', 'app.retries': 0, 'app.onRestart': 'resume' },
  },
];
