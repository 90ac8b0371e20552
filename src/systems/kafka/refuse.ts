/**
 * What Kafka itself refuses when a client is made, and what it silently changes (`ProducerConfig`, `KafkaProducer`, KIP-679).
 */
import { parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { LARGEST_INT } from './describe';
import { DELIVERY_TIMEOUT_MS } from './producerSettings';
import { readValues } from './values';
import type { KafkaValues } from './values';

/** The broker's five remembered batches are as many as an idempotent producer may have under way. */
const MOST_IN_FLIGHT = 5;

/** A setting with which no idempotent producer can be made, and how to mend it. */
export interface Obstacle {
  readonly where: string;
  readonly value: string | number;
  readonly mend: string;
}

const MAX_IN_FLIGHT = 'max.in.flight.requests.per.connection';

function obstacles(values: KafkaValues): readonly Obstacle[] {
  const found: Obstacle[] = [];
  if (values.acks !== 'all') found.push({ where: 'acks', value: values.acks, mend: 'set acks=all' });
  if (values.retries === 0) found.push({ where: 'retries', value: 0, mend: 'set retries above 0' });
  if (values.maxInFlight > MOST_IN_FLIGHT) {
    found.push({ where: MAX_IN_FLIGHT, value: values.maxInFlight, mend: `set it to at most ${MOST_IN_FLIGHT}` });
  }
  return found;
}

function againstIdempotence({ where, value, mend }: Obstacle): Problem {
  const what = `${where}=${value} does not go with enable.idempotence=true (ConfigException)`;
  return { where, what, fix: `${mend}, or set enable.idempotence=false` };
}

function againstTransactions({ where, value, mend }: Obstacle): Problem {
  const what = `${where}=${value} does not go with a transactional.id, which needs an idempotent producer (ConfigException)`;
  return { where, what, fix: `${mend}, or leave transactional.id empty` };
}

/**
 * Whether the producer really numbers its records. Kafka switches idempotence off without a word when acks is not all or
 * retries is 0; `explicit`: somebody asked for it by name, and then those settings are refused instead.
 */
export function effectiveIdempotence(settings: Settings, explicit = false): boolean {
  const values = readValues(settings);
  if (!values.idempotence) return false;
  return explicit || (values.acks === 'all' && values.retries > 0);
}

/**
 * What these complete settings contradict. `explicit` names the settings that a preset or the lane itself gives; without it
 * nothing counts as asked for by name, so only what Kafka refuses in any case is listed.
 */
export function refuse(settings: Settings, explicit: ReadonlySet<string> = new Set()): readonly Problem[] {
  const values = readValues(settings);
  return [
    ...idempotenceProblems(values, explicit),
    ...transactionProblems(values),
    ...timeoutProblems(values, explicit),
    ...stepProblems(values),
  ];
}

/** From 4.0 on too many in flight are refused even when nobody named idempotence; the other two switch it off then. */
function idempotenceProblems(values: KafkaValues, explicit: ReadonlySet<string>): readonly Problem[] {
  if (!values.idempotence || values.transactionalId !== '') return [];
  const found = obstacles(values);
  const silentlyOff = found.some((each) => each.where !== MAX_IN_FLIGHT);
  return explicit.has('enable.idempotence') || !silentlyOff ? found.map(againstIdempotence) : [];
}

/** Everything with which no transactional producer can be made. */
export function obstaclesOf(values: KafkaValues): readonly Obstacle[] {
  const off: Obstacle = { where: 'enable.idempotence', value: 'false', mend: 'set enable.idempotence=true' };
  return [...(values.idempotence ? [] : [off]), ...obstacles(values)];
}

function transactionProblems(values: KafkaValues): readonly Problem[] {
  if (values.transactionalId === '') return [];
  return obstaclesOf(values).map(againstTransactions);
}

/** The least time in which one attempt can be made and time out. */
const leastDeliveryTimeout = ({ lingerMs, requestTimeoutMs }: KafkaValues): number =>
  Math.min(lingerMs + requestTimeoutMs, LARGEST_INT);

/** Kafka raises its own default to what linger.ms and request.timeout.ms need; a value that somebody chose is refused. */
export const effectiveDeliveryTimeoutMs = (values: KafkaValues): number =>
  Math.max(values.deliveryTimeoutMs, leastDeliveryTimeout(values));

function timeoutProblems(values: KafkaValues, explicit: ReadonlySet<string>): readonly Problem[] {
  const least = leastDeliveryTimeout(values);
  const byDefault = values.deliveryTimeoutMs === DELIVERY_TIMEOUT_MS && !explicit.has('delivery.timeout.ms');
  if (values.deliveryTimeoutMs >= least || byDefault) return [];
  return [
    {
      where: 'delivery.timeout.ms',
      what: `${values.deliveryTimeoutMs} is less than linger.ms + request.timeout.ms = ${least} (ConfigException)`,
      fix: `set delivery.timeout.ms to at least ${least}`,
    },
  ];
}

function stepProblems(values: KafkaValues): readonly Problem[] {
  const steps = parseSteps(values.steps);
  return steps.ok ? [] : steps.problems;
}
