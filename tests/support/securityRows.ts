/** What the tests of rights and certificates share: the faults, what a trace shows of them, and the names of the table's rows. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import { explainRecord } from '../../src/checker/explain';
import { SYSTEMS } from '../../src/systems/registry';
import type { Story } from '../../src/terms/story';
import { isKind, type EventOf, type FactKind, type Trace } from '../../src/trace/event';
import type { SystemFault } from '../../src/scenario/scenario';
import { expectRow, rowScenario, type FaultRow } from './faultRows';

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

/** The events of a kind. */
export const all = <K extends FactKind>({ events }: Trace, kind: K): readonly EventOf<K>[] =>
  events.filter(isKind(kind));
/** The refusals for want of a right. */
export const denied = (trace: Trace): readonly EventOf<'refuse'>[] =>
  all(trace, 'refuse').filter(({ reason }) => reason === 'unauthorized');
/** Every refusal of a right says this error, and there is one. */
export const refusedWith =
  (error: string) =>
  (trace: Trace): void =>
    expect([...new Set(denied(trace).map((event) => event.error))]).toEqual([error]);

/** There is such an event of every record that was handed over, and none before that time. */
export const onlyAfter =
  (kind: 'apply' | 'enqueue', afterMs: number) =>
  (trace: Trace): void => {
    const events = all(trace, kind);
    expect(new Set(events.map(({ record }) => record))).toEqual(
      new Set(all(trace, 'submit').map(({ record }) => record)),
    );
    expect(events.filter(({ at }) => at <= afterMs)).toEqual([]);
  };

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

/** A test of each row, by the system in which it happens. */
export function playRows(bySystem: Readonly<Record<string, readonly Row[]>>): void {
  describe.each(Object.entries(bySystem))('rights and certificates: %s', (_, rows) => {
    test.each(rows.map((row) => [row.preset, row.row, row] as const))('%s: %s', (_preset, _row, row) =>
      expectRow(row.system, row),
    );
  });
}

/** Of a system and a preset: the story of this record, which is not done once for want of the right, says whose and which. */
export function tellStories(stories: readonly (readonly [string, string, SystemFault, number])[]): void {
  describe('the story of a record names the right and the principal', () => {
    test.each(stories)('%s, %s: %o', (system, preset, fault, record) => {
      const { steps, outcome } = storyOf(system, { preset, faults: [fault] }, record);
      expect(outcome).not.toBe('once');
      const why = `${fault.principal} has lost the right ${fault.operation} on ${fault.target}`;
      const denials = steps.filter(({ code }) => code === 'denied' || code === 'deniedAll');
      expect(denials.map(({ params }) => params['why'])).toContain(why);
    });
  });
}
