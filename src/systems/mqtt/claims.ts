/** Which claim an MQTT lane's settings make from the publishing application to the effect. */
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { absorbsRepeats } from '../shared';
import { readValues, type MqttValues } from './values';

/**
 * The strongest claim that these complete settings can be held to. The protocol's own words are about one hop and one session:
 * a level is kept as long as its sessions are, and ends where the subscriber's library ends its handshake.
 */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const absorbs = v.steps === '[M E] P' || absorbsRepeats(v.sink);
  if (losesNone(v)) return absorbs ? 'exactly-once' : 'at-least-once';
  return absorbs || doublesNone(v) ? 'at-most-once' : 'none';
}

const losesNone = (v: MqttValues): boolean =>
  v.published > 0 &&
  (v.bridge === 'none' || (v.bridge > 0 && !v.bridgeClean)) &&
  v.subscribed > 0 &&
  !v.subscriberClean &&
  v.sessionExpiryMs === 0 &&
  (!v.publisherClean || v.onNewSession === 'republish') &&
  v.steps !== 'P E' &&
  // A broker that hands on at PUBREL, and a library that forgets the number, agree to forget the message.
  (v.subscriberPersists || v.published === 1 || v.subscribed === 1);

/** Neither hop may give the next one a message twice, and nothing is done before the handshake is over. */
const doublesNone = (v: MqttValues): boolean =>
  v.clickedTwice === 0 &&
  v.steps === 'P E' &&
  onceAHop(v.published, v.publisherClean && v.onNewSession === 'republish') &&
  onceAHop(lower(v.published, v.subscribed), false) &&
  (v.bridge === 'none' || (onceAHop(lower(v.published, v.bridge), false) && !v.bridgeClean));

type Level = 0 | 1 | 2;
const lower = (one: Level, other: Level): Level => (one < other ? one : other);

const onceAHop = (level: 0 | 1 | 2, startsAgain: boolean): boolean => level === 0 || (level === 2 && !startsAgain);
