/** Start here: a case in, what was answered at each step out, with whether that was expected. */
import type { CaseFile, Fields, Step } from './caseFile';
import { isAsExpected } from './compare';
import { isObject } from './checks';
import { worldOf } from './given';
import { REQUESTS, ask } from './requests';
import { passTime } from './time';
import { WORLD_STEPS } from './worldSteps';
import type { Later, World } from './world';

export interface PlayedStep {
  readonly index: number;
  readonly do: string;
  readonly got: Fields;
  readonly expected: Fields;
  readonly ok: boolean;
}

export interface PlayedCase {
  readonly id: string;
  readonly passed: boolean;
  readonly steps: readonly PlayedStep[];
}

/** A step with `retry` is repeated so often at most, after so long each time. */
const RETRIES_MAX = 100;
const RETRY_MS = 20;
/** Nobody waits for an answer longer than this: ten minutes. */
const PATIENCE_MS = 600_000;

/** Errors after which a client asks again (`RetriableException`). */
const RETRIABLE: readonly string[] = [
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'NOT_LEADER_OR_FOLLOWER',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'KAFKA_STORAGE_ERROR',
  'OFFSET_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'UNSTABLE_OFFSET_COMMIT',
  'REBALANCE_IN_PROGRESS',
];

/** Plays a case from its beginning to its end. */
export function playCase(shape: CaseFile): PlayedCase {
  const world = worldOf(shape);
  const answers: Later[] = [];
  for (const step of shape.steps) answers.push(perform(world, step, answers));
  const steps = shape.steps.map((step, index) => judged(step, index, answers[index]?.answer ?? {}));
  return { id: shape.id, passed: steps.every(({ ok }) => ok), steps };
}

function judged(step: Step, index: number, got: Fields): PlayedStep {
  const expected = step.expect ?? {};
  return { index, do: step.do, got, expected, ok: isAsExpected(expected, got) };
}

/** One step. A broker that meets what its rules hold for impossible answers with an error (`IllegalStateException`). */
function perform(world: World, step: Step, answers: readonly Later[]): Later {
  try {
    return carryOut(world, step, answers);
  } catch (error) {
    return { answer: { error: 'UNKNOWN_SERVER_ERROR', why: error instanceof Error ? error.message : '' } };
  }
}

/** Unless the step is async, its answer is there afterwards. */
function carryOut(world: World, step: Step, answers: readonly Later[]): Later {
  if (step.do === 'await') return collect(world, answers[step.step ?? -1] ?? { answer: {} });
  const request = REQUESTS.get(step.do);
  if (request === undefined) return { answer: WORLD_STEPS.get(step.do)?.(world, step) ?? {} };
  const first = ask(world, step, request);
  if (step.async === true) return first;
  let answered = collect(world, first);
  for (let again = 1; step.retry === true && again < RETRIES_MAX && isRetriable(answered.answer); again += 1) {
    passTime(world, RETRY_MS);
    answered = collect(world, ask(world, step, request));
  }
  return answered;
}

/** Waits for an answer. */
function collect(world: World, later: Later): Later {
  if (later.answer === undefined) passTime(world, PATIENCE_MS, () => later.answer !== undefined);
  return { answer: later.answer ?? { error: 'REQUEST_TIMED_OUT' } };
}

function isRetriable(answer: Fields | undefined): boolean {
  const error = answer?.['error'];
  const errors = isObject(error) ? Object.values(error) : [error];
  return errors.some((one) => RETRIABLE.includes(String(one)));
}
