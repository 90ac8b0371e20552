/** How a lane's settings become nodes: publisher → broker (→ bridge) → subscriber → sink; each hop is a handover of its own. */
import type { LanePlan } from '../../engine/contracts';
import { brokerRole, type Bridge } from '../../machines/handover/broker';
import { publisherRole } from '../../machines/handover/publisher';
import { subscriberRole } from '../../machines/handover/subscriber';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { mqttRights } from './rights';
import { readValues, type MqttValues } from './values';

const BROKER = 'broker';
const BRIDGE = 'bridge';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planMqtt(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const nodes = [
    { id: 'publisher', role: publisher(v, workload) },
    { id: BROKER, role: broker(v, undefined) },
    ...bridges(v),
    { id: 'subscriber', role: subscriber(v) },
    { id: 'sink', role: storeRole(v.sink) },
  ];
  return { nodes, partitions: [], rights: mqttRights(v.tellsDenied) };
}

/** Both brokers are Mosquittos of the same settings. */
const broker = (v: MqttValues, bridgeTo: Bridge | undefined) =>
  brokerRole({
    handOn: v.brokerHandsOn,
    maxQueued: v.maxQueued,
    expiryMs: v.sessionExpiryMs,
    persistence: v.persistence ? { everyMs: v.autosaveMs } : 'off',
    bridgeTo,
  });

function bridges(v: MqttValues): LanePlan['nodes'] {
  if (v.bridge === 'none') return [];
  const up = { broker: BROKER, qos: v.bridge, cleanStart: v.bridgeClean, reconnectMs: v.bridgeReconnectMs };
  return [{ id: BRIDGE, role: broker(v, up) }];
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
    broker: v.bridge === 'none' ? BROKER : BRIDGE,
    qos: v.subscribed,
    cleanStart: v.subscriberClean,
    handOn: v.subscriberHandsOn,
    acknowledges: v.steps === 'P E' ? 'onReceipt' : 'afterEffect',
    remembers: v.steps === '[M E] P',
    persistent: v.subscriberPersists,
    processingMs: v.processingMs,
    reconnectMs: v.reconnectMs,
  });
