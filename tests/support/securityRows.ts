/** What the tests of rights and certificates share: the faults, what a trace shows of them, and the names of the table's rows. */
import { expect } from 'vitest';
import { judge } from '../../src/explorer/judge';
import { explainRecord } from '../../src/checker/explain';
import { SYSTEMS } from '../../src/systems/registry';
import type { Story } from '../../src/terms/story';
import { isKind, type EventOf, type FactKind, type Trace } from '../../src/trace/event';
import type { Fault, SystemFault } from '../../src/scenario/scenario';
import { rowScenario, type FaultRow } from './faultRows';

/** A row of the table, in one of the systems in which it can happen. */
export interface Row extends FaultRow {
  readonly system: string;
}

/** A principal loses a right, for `forMs` or for good. */
export const revoke = (
  principal: string,
  operation: string,
  target: string,
  atMs: number,
  forMs?: number,
): SystemFault => ({
  do: 'revoke',
  target,
  principal,
  operation,
  atMs,
  ...(forMs === undefined ? {} : { forMs }),
});
/** Its certificate is over. */
export const expire = (principal: string, atMs: number, forMs?: number): SystemFault => ({
  do: 'expire',
  target: 'certificate',
  principal,
  atMs,
  ...(forMs === undefined ? {} : { forMs }),
});
/** A node is down for 300 ms. */
export const crashAt = (node: string, atMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs: 300 });

/** The events of a kind. */
export const all = <K extends FactKind>({ events }: Trace, kind: K): readonly EventOf<K>[] =>
  events.filter(isKind(kind));
/** The refusals for want of a right. */
export const denied = (trace: Trace): readonly EventOf<'refuse'>[] =>
  all(trace, 'refuse').filter(({ reason }) => reason === 'unauthorized');
/** `3 failed`, `4 failed`, … */
export const each = (records: readonly number[], word: string): string[] =>
  records.map((record) => `${record} ${word}`);
/** Every refusal of a right says this error, and there is one. */
export const refusedWith =
  (error: string) =>
  (trace: Trace): void =>
    expect([...new Set(denied(trace).map((event) => event.error))]).toEqual([error]);

/** The name of the message among these events. */
export const askedIn = ({ events }: Trace, seqs: readonly number[]): string | undefined =>
  seqs.flatMap((seq) => events.filter((event) => event.seq === seq).filter(isKind('arrive')))[0]?.message.name;

export const CERTIFICATE = 'server certificate expires / clock skew';
export const WRITE = 'producer’s write right revoked mid-transaction';
export const COMMIT = 'consumer may read but not commit';
export const IDENTITY = 'two services allowed to use the same identity';

/** The story of one record after these faults. */
export const storyOf = (system: string, row: Omit<FaultRow, 'row' | 'shows'>, record: number): Story => {
  const [lane] = judge(rowScenario(system, { row: 'story', shows: [], ...row }), SYSTEMS);
  return explainRecord(lane!.trace, lane!.verdict, record);
};
