/** How a worker that keeps a book of names uses it, and what it calls a message there. */
import type { BookParameters, Entry, NameVerb } from '../names/book';
import type { DeliveredMessage } from '../queue/memory';
import type { Operation } from '../worker/operations';

export interface NamesUse {
  /** Where the book lies: with the worker itself, in a store of its own, or in the sink's database. */
  readonly keptBy: 'worker' | 'store' | 'sink';
  /**
   * What is asked before anything is done: nothing; whether the name is there; that it be put down if it is not, in one step;
   * or a claim, which keeps others away until the work is done or the claim is over.
   */
  readonly check: 'none' | 'lookUp' | 'putIfAbsent' | 'inProgress';
  readonly book: BookParameters;
  /** Whether a worker's own book is on its disk. */
  readonly outlivesCrash: boolean;
  /** When the event of a record took place. */
  readonly bornMs: (record: number) => number;
}

/**
 * A message without a name of its sender's is known by the number that the queue gave it. A high-water mark compares, so it
 * is given the number that the event's id holds.
 */
export const entryOf = ({ book, bornMs }: NamesUse, { name, id, record }: DeliveredMessage): Entry => ({
  name: book.memory === 'highWater' ? `seq ${record}` : name === '' ? `message ${id}` : name,
  bornMs: bornMs(record),
});

/** An operation of the step string, or a question to the book. */
export interface Task extends Operation {
  readonly verb?: NameVerb;
}
