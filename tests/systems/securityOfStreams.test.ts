/**
 * Security failures are delivery faults, in logs and in what copies between them: the rows of the table that
 * `security.test.ts` has for queues and Kafka, under the same names. Sources in the MODEL.md of each system.
 */
import { describe, expect, test } from 'vitest';
import { explainRecord } from '../../src/checker/explain';
import { judge } from '../../src/explorer/judge';
import type { SystemFault } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { drop, expectRow, rowScenario } from '../support/faultRows';
import {
  all,
  CERTIFICATE,
  COMMIT,
  denied,
  each,
  expire,
  IDENTITY,
  refusedWith,
  revoke,
  WRITE,
  type Row,
} from '../support/securityRows';

const ROWS: readonly Row[] = [
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [expire('broker', 250)],
    shows: [],
  },
  {
    row: `${CERTIFICATE}: the next connection fails; with a send time-out, loss at the sender`,
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [expire('broker', 250), drop('Send', 3)],
    shows: each([3, 4, 5, 6], 'failed'),
  },
  {
    row: `${CERTIFICATE}: renewed in time, it was a stall`,
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [expire('producer', 250, 2_000), drop('Send', 3)],
    shows: [],
  },
  {
    row: 'producer’s right revoked, without a transaction: it is sent away, and what waits fails with its time-out',
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [revoke('producer', 'produce', 'topic', 350)],
    shows: each([3, 4, 5, 6], 'failed'),
    trace: refusedWith('AuthorizationError'),
  },
  {
    row: 'producer’s right revoked, without a send time-out: a stall, and nothing is lost when it has it back',
    system: 'pulsar',
    preset: 'dedup',
    faults: [revoke('producer', 'produce', 'topic', 350, 60_000)],
    shows: [],
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      expect(denied(trace)).toHaveLength(1);
    },
  },
  {
    row: 'producer’s right missing from the beginning: it cannot be created',
    system: 'pulsar',
    preset: 'dedup',
    faults: [revoke('producer', 'produce', 'topic', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: (trace) => expect(all(trace, 'append')).toEqual([]),
  },
  {
    row: `${COMMIT}: not in Pulsar, where one right covers both; what is in hand comes again`,
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [revoke('consumer', 'consume', 'topic', 430, 1_000)],
    shows: ['3 duplicated'],
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      expect(all(trace, 'return')).toMatchObject([{ record: 3, why: 'disconnected', at: 430 }]);
    },
  },
  {
    row: `${WRITE}: the producer is sent away, the transaction left open until timeout; readers stall, then abort: no partial output`,
    system: 'pulsar',
    preset: 'transactions',
    settings: { 'app.transaction.messages': 3, 'transactionTimeout.ms': 5_000 },
    records: { everyMs: 20 },
    faults: [revoke('processor', 'produce', 'topic', 230, 8_000)],
    shows: ['1 reordered', '2 reordered', '3 reordered'],
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      const [first] = all(trace, 'marker');
      expect(first).toMatchObject({ commit: false, records: [1, 2] });
      expect(first!.at).toBeGreaterThan(5_000);
      expect(all(trace, 'apply').filter(({ at }) => at < 5_000)).toEqual([]);
    },
  },
  {
    row: `${IDENTITY} (producer name): whoever comes later fences the other`,
    system: 'pulsar',
    preset: 'dedup',
    settings: { 'app.standby.after.ms': 1_000, accessMode: 'ExclusiveWithFencing' },
    faults: [
      { do: 'pause', node: 'producer', pin: { when: 'after', step: 'send', record: 3, attempt: 1 }, forMs: 10_000 },
    ],
    shows: [],
    trace: (trace) => expect(all(trace, 'refuse').some(({ error }) => error === 'ProducerFenced')).toBe(true),
  },
];

describe('rights and certificates', () => {
  test.each(ROWS.map((row) => [row.system, row.row, row] as const))('%s: %s', (system, _, row) =>
    expectRow(system, row),
  );
});

/** Of each system and right: a preset in which record 4 is lost for want of it. */
const STORIES: readonly (readonly [string, string, SystemFault])[] = [
  ['pulsar', 'as-shipped', revoke('producer', 'produce', 'topic', 350)],
  ['pulsar', 'dedup', revoke('producer', 'produce', 'topic', 0)],
  ['pulsar', 'transactions', revoke('processor', 'produce', 'topic', 430)],
  ['pulsar', 'as-shipped', revoke('consumer', 'consume', 'topic', 430)],
];

describe('the story of a record names the right and the principal', () => {
  test.each(STORIES)('%s, %s: %o', (system, preset, fault) => {
    const [lane] = judge(rowScenario(system, { row: 'story', preset, faults: [fault], shows: [] }), SYSTEMS);
    const { steps, outcome } = explainRecord(lane!.trace, lane!.verdict, 4);
    expect(outcome).not.toBe('once');
    const why = `${fault.principal} has lost the right ${fault.operation} on ${fault.target}`;
    expect(steps.map(({ params }) => params['why'])).toContain(why);
  });
});
