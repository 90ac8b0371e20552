/**
 * A source that is a task queue: it does not watch who has a task, but how long. Sources: Temporal documentation, activity
 * timeouts and retry policies; Restate, invoker options.
 */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { growingWait } from '../backOff';
import { answer } from '../answering';
import type { SaveBody } from '../checkpoint/shelf';
import { bodyOf, type Correlated } from '../messages';
import type { Attempt, AttemptRules, FeedEntry, FeedKept, FeedMemory, FeedParameters, FetchFeedBody } from './memory';

const TIMER = 'attempt';

/** The position from which this reader is answered: of a task queue the first that is not saved, whatever it asks for. */
export function positionOf(p: FeedParameters, kept: FeedKept, event: NodeEvent): number {
  const { offset } = bodyOf<FetchFeedBody>(event);
  return p.attempts === undefined ? offset : Math.max(offset, kept.shelf.snapshots.at(-1)?.offset ?? 0);
}

/** Whether what lies at the position is out with somebody else, or waits for its next attempt, or has none left. */
export function isOut({ attempt }: FeedKept, { from }: NodeEvent, position: number): boolean {
  if (attempt === undefined || attempt.entry.offset !== position) return false;
  return attempt.state === 'running' ? attempt.by !== from : attempt.state !== 'due';
}

/** A task is handed out: its time runs. */
export function begin(p: FeedParameters, kept: FeedKept, by: string, entry: FeedEntry | undefined): Effects {
  const { attempts } = p;
  if (attempts === undefined || entry === undefined) return [];
  const before = kept.attempt?.entry.offset === entry.offset ? kept.attempt.number : 0;
  kept.attempt = { entry, by, number: before + 1, state: 'running' };
  const clock: Effect = { do: 'startTimer', name: TIMER, event: 'attemptOver', delayMs: attempts.timeoutMs };
  if (attempts.silenceMs === 0) return [clock];
  return [clock, { do: 'watch', peer: by, silenceMs: attempts.silenceMs }];
}

/** Its time is over, or its holder is taken for dead: the next attempt comes after a wait, if there is one. */
export function end({ attempts }: FeedParameters, { attempt }: FeedKept): Effects {
  if (attempts === undefined || attempt === undefined) return [];
  const isLast = attempts.attemptsMax > 0 && attempt.number >= attempts.attemptsMax;
  attempt.state = isLast ? 'failed' : 'over';
  if (!isLast) return [{ do: 'startTimer', name: TIMER, event: 'attemptDue', delayMs: waitAfter(attempts, attempt) }];
  const why = 'its last attempt has timed out';
  return [note({ kind: 'refuse', reason: 'state', error: 'timed out', records: [attempt.entry.record], why })];
}

/** After a restart its clocks run again, each from its beginning. */
export function resume({ attempts }: FeedParameters, { attempt }: FeedKept): Effects {
  if (attempts === undefined || attempt === undefined) return [];
  if (attempt.state === 'running')
    return [{ do: 'startTimer', name: TIMER, event: 'attemptOver', delayMs: attempts.timeoutMs }];
  if (attempt.state !== 'over') return [];
  return [{ do: 'startTimer', name: TIMER, event: 'attemptDue', delayMs: waitAfter(attempts, attempt) }];
}

const waitAfter = ({ retryMs: firstMs, factor, retryCapMs: capMs }: AttemptRules, { number }: Attempt): number =>
  growingWait({ firstMs, factor, capMs }, number);

/** Whoever stands by is told to take over. */
export function handOver(p: FeedParameters, kept: FeedKept, v: FeedMemory): Effects {
  if (kept.attempt?.state !== 'due') return [];
  const taker = v.standingBy.shift();
  if (taker === undefined) return [];
  const { correlation } = bodyOf<Correlated>(taker);
  const records = [kept.attempt.entry.record];
  return [answer(taker, p.words.fetched, 'takeOver', { correlation }, 'its time is over: take over', { records })];
}

/** What is saved by one whose time is over, or about a task that somebody else has by now. */
export function isTimedOut({ attempt }: FeedKept, event: NodeEvent): boolean {
  const { snapshot } = bodyOf<SaveBody>(event);
  if (attempt === undefined || snapshot?.offset !== attempt.entry.offset + 1) return false;
  return attempt.by !== event.from || attempt.state !== 'running';
}

/** What was handed out is saved: its clock is stopped. */
export function settle(kept: FeedKept): Effects {
  if (kept.attempt === undefined) return [];
  kept.attempt = undefined;
  return [{ do: 'stopTimer', name: TIMER }];
}
