/** How a lane's settings become nodes: publisher → broker → subscriber → sink; each hop is a handover of its own. */
import type { LanePlan } from '../../engine/contracts';
import { brokerRole } from '../../machines/handover/broker';
import { publisherRole } from '../../machines/handover/publisher';
import { subscriberRole } from '../../machines/handover/subscriber';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { readValues, type MqttValues } from './values';

const BROKER = 'broker';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planMqtt(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const nodes = [
    { id: 'publisher', role: publisher(v, workload) },
    {
      id: BROKER,
      role: brokerRole({
        handOn: v.brokerHandsOn,
        maxQueued: v.maxQueued,
        persistence: v.persistence ? { everyMs: v.autosaveMs } : 'off',
      }),
    },
    { id: 'subscriber', role: subscriber(v) },
    { id: 'sink', role: storeRole(v.sink) },
  ];
  return { nodes, partitions: [] };
}

const publisher = (v: MqttValues, { count, everyMs }: Workload) =>
  publisherRole({
    records: count,
    everyMs,
    broker: BROKER,
    qos: v.published,
    cleanStart: v.publisherClean,
    onNewSession: v.onNewSession,
    persistent: v.publisherPersists,
    reconnectMs: v.reconnectMs,
    clickedTwice: v.clickedTwice,
  });

const subscriber = (v: MqttValues) =>
  subscriberRole({
    broker: BROKER,
    qos: v.subscribed,
    cleanStart: v.subscriberClean,
    handOn: v.subscriberHandsOn,
    acknowledges: v.steps === 'P E' ? 'onReceipt' : 'afterEffect',
    remembers: v.steps === '[M E] P',
    persistent: v.subscriberPersists,
    processingMs: v.processingMs,
    reconnectMs: v.reconnectMs,
  });
