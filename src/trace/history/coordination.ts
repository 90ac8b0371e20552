/** Transactions and groups at an instant: states, epochs, generations, committed offsets. */
import type { TraceEvent } from '../event';
import { addSince, valueAt, type Since } from './timeline';

export interface TransactionMoment {
  readonly id: string;
  readonly became: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly atMs: number;
}

export interface CommitMoment {
  /** The node that keeps it. */
  readonly by: string;
  readonly group: string;
  readonly partition: number;
  readonly offset: number;
  readonly accepted: boolean;
  readonly error: string;
  readonly atMs: number;
}

export interface AssignmentMoment {
  readonly member: string;
  readonly node: string;
  readonly generation: number;
  readonly partitions: readonly number[];
}

export interface CoordinationHistory {
  readonly transactions: ReadonlyMap<string, readonly Since<TransactionMoment>[]>;
  /** By group and partition; what was refused too. */
  readonly commits: ReadonlyMap<string, readonly Since<CommitMoment>[]>;
  /** By node: what it was last given. */
  readonly assignments: ReadonlyMap<string, readonly Since<AssignmentMoment>[]>;
}

export interface CoordinationMoment {
  readonly transactions: readonly TransactionMoment[];
  /** The last commit that was accepted, and after it the last one that was refused, of each group and partition. */
  readonly commits: readonly CommitMoment[];
  readonly generation: number;
  readonly assignments: readonly AssignmentMoment[];
}

/** Reads what coordinators wrote. Linear in the number of events. */
export function readCoordination(events: readonly TraceEvent[]): CoordinationHistory {
  const transactions = new Map<string, Since<TransactionMoment>[]>();
  const commits = new Map<string, Since<CommitMoment>[]>();
  const assignments = new Map<string, Since<AssignmentMoment>[]>();
  for (const event of events) {
    const { seq, at: atMs } = event;
    if (event.kind === 'transaction' && event.id !== '') {
      const { id, became, producerId, epoch } = event;
      addSince(transactions, id, { seq, value: { id, became, producerId, epoch, atMs } });
    }
    if (event.kind === 'commit') {
      const { node: by, group, partition, offset, accepted, error } = event;
      const key = `${by} ${group} ${partition} ${accepted ? 'accepted' : 'refused'}`;
      addSince(commits, key, { seq, value: { by, group, partition, offset, accepted, error, atMs } });
    }
    if (event.kind === 'assign') {
      const { member, node, generation, partitions } = event;
      addSince(assignments, node, { seq, value: { member, node, generation, partitions } });
    }
  }
  return { transactions, commits, assignments };
}

/** How transactions and groups stand after event `seq`. */
export function coordinationAt(history: CoordinationHistory, seq: number): CoordinationMoment {
  const now = <T>(timelines: ReadonlyMap<string, readonly Since<T>[]>): readonly T[] =>
    [...timelines.values()].flatMap((timeline) => valueAt(timeline, seq) ?? []);
  const assignments = now(history.assignments);
  return {
    transactions: now(history.transactions),
    commits: now(history.commits),
    generation: Math.max(0, ...assignments.map(({ generation }) => generation)),
    assignments: assignments.filter(({ member }) => member !== ''),
  };
}
