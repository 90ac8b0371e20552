/**
 * Numbers that rise under a producer's name: who counts, from where a new life counts on, and what the receiver is asked
 * about them. A receiver that keeps the highest number of a name takes whatever is not above it for a repetition.
 */
import type { Effects } from '../../engine/contracts';
import type { CallerMemory, CallerParameters } from './memory';

/**
 * `record`: the application gives the record's own number, or the one that `given` lists for it. `restart`: it counts from
 * `first` in each life. `client`: the library counts, from where the receiver says that the name has come to.
 */
export const NUMBERINGS = ['record', 'restart', 'client'] as const;

export interface Numbering {
  readonly by: (typeof NUMBERINGS)[number];
  /** The first number of a count. */
  readonly first: number;
  /** The numbers of the first records, in order; the others have their own. */
  readonly given: readonly number[];
  /** The system's own name of the question for the highest number. */
  readonly query: string;
}

export interface HighestAnswer {
  /** 0 when the name is not known, which the first number may be as well. Source: rabbitmq-stream-java-client, StreamProducer. */
  readonly highest: number;
}

/** Whether it has to know where its name has come to before it sends. */
export function asksFirst({ numbering, onRestart }: CallerParameters, { asked, life }: CallerMemory): boolean {
  if (numbering === undefined || asked) return false;
  return numbering.by === 'client' || (onRestart === 'ask' && life > 1);
}

/** Asks the receiver for the highest number of its name. */
export function ask({ numbering, to }: CallerParameters, v: CallerMemory): Effects {
  v.correlation += 1;
  const body = { correlation: v.correlation };
  const says = 'how far did this name come?';
  const name = numbering?.query ?? '';
  return [{ do: 'send', message: { name, as: 'queryHighest', to, body, records: [], about: 'name', says } }];
}

/** The library counts on from there. It cannot tell the number 0 from none. */
export function takeHighest(v: CallerMemory, highest: number): void {
  v.asked = true;
  v.nextNumber = highest === 0 ? 0 : highest + 1;
}

/** The next number, or the record's own. */
export function numberOf({ numbering }: CallerParameters, v: CallerMemory, record: number): number {
  if (numbering === undefined) return -1;
  const { by, given, first } = numbering;
  if (by === 'record') return given[record - 1] ?? record;
  v.nextNumber += 1;
  return v.nextNumber - 1 + (by === 'restart' ? first : 0);
}
