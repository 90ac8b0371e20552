/**
 * What Kafka itself refuses when a client is made, and what it silently changes (`ProducerConfig`, `KafkaProducer`, KIP-679).
 */
import { parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { readValues } from './values';
import type { KafkaValues } from './values';

/** The broker's five remembered batches are as many as an idempotent producer may have under way. */
const MOST_IN_FLIGHT = 5;

/** Why idempotence cannot work with these settings, apart from its own switch; empty when it can. */
export function idempotenceObstacles(values: KafkaValues): readonly Problem[] {
  const obstacles: Problem[] = [];
  if (values.acks !== 'all') obstacles.push(obstacle('acks', `acks=${values.acks}`, 'set acks=all'));
  if (values.retries === 0) obstacles.push(obstacle('retries', 'retries=0', 'set retries above 0'));
  if (values.maxInFlight > MOST_IN_FLIGHT) obstacles.push(tooManyInFlight(values));
  return obstacles;
}

function obstacle(where: string, what: string, fix: string): Problem {
  return {
    where,
    what: `${what} does not go with enable.idempotence=true (ConfigException)`,
    fix: `${fix}, or enable.idempotence=false`,
  };
}

function tooManyInFlight(values: KafkaValues): Problem {
  const name = 'max.in.flight.requests.per.connection';
  return obstacle(name, `${name}=${values.maxInFlight}`, `set ${name} to at most ${MOST_IN_FLIGHT}`);
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
    ...timeoutProblems(values),
    ...stepProblems(values),
  ];
}

/** From 4.0 on too many in flight are refused even when nobody named idempotence; the other two switch it off then. */
function idempotenceProblems(values: KafkaValues, explicit: ReadonlySet<string>): readonly Problem[] {
  if (!values.idempotence || values.transactionalId !== '') return [];
  if (explicit.has('enable.idempotence')) return idempotenceObstacles(values);
  const silentlyOff = values.acks !== 'all' || values.retries === 0;
  return !silentlyOff && values.maxInFlight > MOST_IN_FLIGHT ? [tooManyInFlight(values)] : [];
}

function transactionProblems(values: KafkaValues): readonly Problem[] {
  if (values.transactionalId === '') return [];
  const off: readonly Problem[] = values.idempotence
    ? []
    : [{ where: 'enable.idempotence', what: 'false', fix: 'set enable.idempotence=true' }];
  return [...off, ...idempotenceObstacles(values)].map((problem) => ({
    where: problem.where,
    what: `a transactional.id needs an idempotent producer (ConfigException), and ${problem.what}`,
    fix: `${problem.fix.split(', or ')[0] ?? problem.fix}, or leave transactional.id empty`,
  }));
}

function timeoutProblems(values: KafkaValues): readonly Problem[] {
  const least = values.lingerMs + values.requestTimeoutMs;
  if (values.deliveryTimeoutMs >= least) return [];
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
