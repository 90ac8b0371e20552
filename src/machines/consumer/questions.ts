/** Questions of a consumer: several may be open, one for each key, and each knows how to ask itself again. */
import type { Effect, Effects, NodeEvent } from '../../engine/contracts';
import { bodyOf, type Correlated, type PartitionOffset } from '../messages';
import type { ConsumerMemory, ConsumerParameters, Question } from './memory';

export interface Asking {
  /** A second question of the same key replaces the first. */
  readonly key: string;
  readonly name: string;
  readonly peer: () => string;
  readonly part: string;
  readonly body: object;
  readonly about: string;
  readonly says: string;
  readonly records?: readonly number[];
  readonly relies?: readonly string[];
  readonly partition?: number;
  readonly offsets?: readonly PartitionOffset[];
  /** The peer answers when there is something to say: no timer, its silence is watched instead. */
  readonly waits?: boolean;
}

const timerOf = (key: string): string => `request ${key}`;

/** Asks; `again` asks anew, with what is true then. */
export function ask(v: ConsumerMemory, p: ConsumerParameters, asking: Asking, again: () => Effects): Effects {
  drop(v, ({ key }) => key === asking.key);
  v.correlation += 1;
  const correlation = v.correlation;
  const { key, name, peer, part, body, about, says, records = [], relies, partition = -1, offsets = [] } = asking;
  v.open.set(correlation, { key, peer, partition, offsets, again });
  const send: Effect = {
    do: 'send',
    message: { name, to: peer(), part, body: { ...body, correlation }, records, about, says },
    ...(relies === undefined ? {} : { relies }),
  };
  if (asking.waits === true) return [send];
  const timer: Effect = {
    do: 'startTimer',
    name: timerOf(key),
    event: 'requestTimedOut',
    delayMs: p.requestTimeoutMs,
    body: correlation,
  };
  return [send, timer];
}

/** The question that an answer belongs to; `undefined` for an answer to nothing, and for one from an old connection. */
export function questionOf(v: ConsumerMemory, event: NodeEvent): Question | undefined {
  return event.connection < 0 ? undefined : v.open.get(bodyOf<Correlated>(event).correlation);
}

/** The question is answered. */
export function close(v: ConsumerMemory, event: NodeEvent): Effects {
  const { correlation } = bodyOf<Correlated>(event);
  const question = v.open.get(correlation);
  v.open.delete(correlation);
  return question === undefined ? [] : [{ do: 'stopTimer', name: timerOf(question.key) }];
}

/** Gives questions up; answers that still come are nobody's. */
export function drop(v: ConsumerMemory, which: (question: Question) => boolean): Effects {
  const dropped = [...v.open].filter(([, question]) => which(question));
  dropped.forEach(([correlation]) => v.open.delete(correlation));
  return dropped.map(([, { key }]) => ({ do: 'stopTimer', name: timerOf(key) }));
}

/** Asks again after a while what was answered with an error that passes. */
export function askLater(p: ConsumerParameters, question: Question): Effects {
  const { key } = question;
  return [
    { do: 'stopTimer', name: timerOf(key) },
    { do: 'startTimer', name: `retry ${key}`, event: 'askDue', delayMs: p.retryBackoffMs, body: key },
  ];
}

/** Asks again, now, what is open and can be asked. */
export function askAgain(v: ConsumerMemory, which: (question: Question) => boolean): Effects {
  const due = [...v.open.values()].filter((question) => which(question) && v.connected.has(question.peer()));
  return due.flatMap((question) => question.again());
}

export const isOpen = (v: ConsumerMemory, wanted: string): boolean => {
  for (const { key } of v.open.values()) if (key === wanted) return true;
  return false;
};
