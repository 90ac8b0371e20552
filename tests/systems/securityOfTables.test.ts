/**
 * Security failures are delivery faults, in the databases where effects land and in what stands around them: each row of that table,
 * under its own name, in every one of them in which it can happen. Sources in the MODEL.md of each system.
 */
import { expect } from 'vitest';
import { crashAt, each } from '../support/faultRows';
import {
  all,
  CERTIFICATE,
  COMMIT,
  denied,
  expire,
  onlyAfter,
  playRows,
  refusedWith,
  revoke,
  tellStories,
  WRITE,
  type Row,
} from '../support/securityRows';

const SQL = '42501 insufficient_privilege';

const DATABASE: readonly Row[] = [
  {
    row: `${WRITE}: the statement fails, and its message comes again when its lease is over: a stall`,
    system: 'database',
    preset: 'append',
    faults: [revoke('worker', 'INSERT', 'table', 410, 1_000)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${WRITE}, for good: what is refused twice is not tried for ever`,
    system: 'database',
    preset: 'append',
    faults: [revoke('worker', 'INSERT', 'table', 410)],
    shows: each([3, 4, 5, 6], 'lost'),
    trace: (trace) => expect(denied(trace).map(({ records }) => records)).toEqual([[3], [4], [5], [6], [3]]),
  },
  {
    row: `${WRITE}, for one record: it comes again after the others`,
    system: 'database',
    preset: 'append',
    faults: [revoke('worker', 'INSERT', 'table', 410, 200)],
    shows: ['3 reordered'],
  },
  {
    row: `${WRITE}, for one record: and is then older than what is there`,
    system: 'database',
    preset: 'versioned',
    faults: [revoke('worker', 'UPDATE', 'table', 410, 200)],
    shows: ['3 lost'],
  },
  {
    row: `${COMMIT}, in one transaction: the effect is rolled back with it, so nothing is done twice`,
    system: 'database',
    preset: 'with-offset',
    faults: [revoke('worker', 'UPDATE', 'offsets', 410, 1_000)],
    shows: [],
    trace: (trace) => {
      refusedWith(SQL)(trace);
      expect(all(trace, 'apply').filter(({ at }) => at > 410 && at < 1_410)).toEqual([]);
    },
  },
  {
    row: `${COMMIT}, with ids: likewise`,
    system: 'database',
    preset: 'with-id',
    faults: [revoke('worker', 'INSERT', 'ids', 410, 1_000)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: 'may write and not look whether the row is there: it does not come to writing',
    system: 'database',
    preset: 'append',
    settings: { 'app.selectsFirst': true },
    faults: [revoke('worker', 'SELECT', 'table', 410, 1_000)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${WRITE}: a record that deletes needs no INSERT`,
    system: 'database',
    preset: 'versioned',
    settings: { 'app.deletes': 3 },
    faults: [revoke('worker', 'INSERT', 'table', 410, 300)],
    shows: ['4 lost'],
    trace: (trace) => expect(denied(trace).map(({ records }) => records)).toEqual([[4]]),
  },
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'database',
    preset: 'append',
    faults: [expire('sink', 250)],
    shows: [],
  },
  {
    row: `${CERTIFICATE}: the next connection fails, so the worker stalls until it is renewed`,
    system: 'database',
    preset: 'append',
    faults: [expire('sink', 250, 2_000), crashAt('worker', 500)],
    shows: ['4 reordered'],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 500 && at < 2_250)).toEqual([]),
  },
  {
    row: `${CERTIFICATE}: a call is a connection of its own, and fails`,
    system: 'database',
    preset: 'append',
    faults: [expire('source', 410)],
    shows: each([4, 5, 6], 'failed'),
  },
];

const OUTBOX: readonly Row[] = [
  {
    row: `${WRITE}: the order fails with its event, so that there is no event to lose`,
    system: 'outbox',
    preset: 'outbox',
    faults: [revoke('shop', 'INSERT', 'outbox', 350, 400)],
    shows: each([2, 3], 'failed'),
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (a relay that polls): it publishes and cannot mark; duplicates after a restart`,
    system: 'outbox',
    preset: 'outbox-by-id',
    faults: [revoke('relay', 'UPDATE', 'outbox', 900, 2_000), crashAt('relay', 1_500)],
    shows: ['1 duplicated'],
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (a relay that polls), for good: it does not go past the row`,
    system: 'outbox',
    preset: 'outbox-by-id',
    faults: [revoke('relay', 'UPDATE', 'outbox', 900)],
    shows: each([2, 3, 4, 5, 6], 'lost'),
    trace: (trace) => expect(denied(trace)).toHaveLength(1),
  },
  {
    row: `${COMMIT} (a relay that polls), with an inbox: absorbed`,
    system: 'outbox',
    preset: 'outbox-inbox',
    settings: { 'relay.cursor': 'unmarked' },
    faults: [revoke('relay', 'UPDATE', 'outbox', 900, 2_000), crashAt('relay', 1_500)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT}: a relay that marks first does not publish either`,
    system: 'outbox',
    preset: 'outbox-by-id',
    settings: { 'relay.marks': 'beforePublish' },
    faults: [revoke('relay', 'UPDATE', 'outbox', 900, 2_000)],
    shows: [],
    trace: onlyAfter('enqueue', 2_900),
  },
  {
    row: 'relay may mark but not read: it stalls, and the look that waits is refused, too',
    system: 'outbox',
    preset: 'outbox-by-id',
    faults: [revoke('relay', 'SELECT', 'outbox', 300, 2_000)],
    shows: [],
    trace: (trace) => {
      refusedWith(SQL)(trace);
      onlyAfter('enqueue', 2_300)(trace);
    },
  },
  {
    row: `${COMMIT}: not of a replication slot, where one right covers both`,
    system: 'outbox',
    preset: 'outbox',
    faults: [revoke('relay', 'REPLICATION', 'slot', 300, 2_000)],
    shows: [],
    trace: (trace) => {
      refusedWith(SQL)(trace);
      expect(all(trace, 'enqueue').filter(({ at }) => at > 300 && at < 2_300)).toEqual([]);
    },
  },
  {
    row: `${COMMIT} (the inbox), in one transaction: the effect is rolled back with it`,
    system: 'outbox',
    preset: 'outbox-inbox',
    faults: [revoke('worker', 'INSERT', 'inbox', 410, 1_500)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (the inbox), apart from the effect: it is done again after each lease`,
    system: 'outbox',
    preset: 'outbox-inbox',
    settings: { 'app.steps': 'E M P' },
    faults: [revoke('worker', 'INSERT', 'inbox', 410, 1_500)],
    shows: each([2, 3, 4, 5, 6], 'duplicated'),
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (the inbox), before the effect: nothing is done`,
    system: 'outbox',
    preset: 'outbox-inbox',
    settings: { 'app.steps': 'M E P' },
    faults: [revoke('worker', 'INSERT', 'inbox', 410, 1_500)],
    shows: [],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 450 && at < 1_910)).toEqual([]),
  },
  {
    row: `${WRITE} (of the next service): a stall`,
    system: 'outbox',
    preset: 'outbox-inbox',
    faults: [revoke('worker', 'INSERT', 'table', 410, 1_500)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${CERTIFICATE}: the relay’s calls fail until it is renewed`,
    system: 'outbox',
    preset: 'outbox-inbox',
    faults: [expire('relay', 250, 2_000)],
    shows: [],
    trace: (trace) => expect(all(trace, 'enqueue').filter(({ at }) => at > 300 && at < 2_250)).toEqual([]),
  },
];

const FORBIDDEN = '403 Forbidden';
const TWO_PHASE: readonly Row[] = [
  {
    row: `${WRITE}: the proposal cannot be confirmed, runs out, and leaves nothing`,
    system: 'two-phase',
    preset: 'two-phase',
    faults: [revoke('application', 'confirm', 'service', 410, 300)],
    shows: each([3, 4], 'failed'),
    trace: (trace) => {
      refusedWith(FORBIDDEN)(trace);
      const expired = all(trace, 'transaction').filter(({ became }) => became === 'expired');
      expect(expired).toHaveLength(2);
      expect(expired[0]!.at).toBeGreaterThan(2_000);
    },
  },
  {
    row: `${WRITE}: who was told “ok” when it was prepared was told a promise`,
    system: 'two-phase',
    preset: 'told-too-early',
    faults: [revoke('application', 'confirm', 'service', 410, 300)],
    shows: each([3, 4], 'lost'),
    trace: refusedWith(FORBIDDEN),
  },
  {
    row: 'may confirm but not prepare: there is nothing to confirm',
    system: 'two-phase',
    preset: 'two-phase',
    faults: [revoke('application', 'prepare', 'service', 430, 300)],
    shows: ['4 failed'],
    trace: (trace) => expect(all(trace, 'transaction').filter(({ became }) => became === 'expired')).toEqual([]),
  },
  {
    row: 'sender’s right revoked, in one step: the call fails, and trying again does not help',
    system: 'two-phase',
    preset: 'one-step',
    faults: [revoke('application', 'apply', 'service', 410, 300)],
    shows: ['4 failed'],
    trace: refusedWith(FORBIDDEN),
  },
  {
    row: `${CERTIFICATE}: each call is a connection of its own; renewed in time, it was a stall`,
    system: 'two-phase',
    preset: 'two-phase',
    faults: [expire('application', 410, 600)],
    shows: each([3, 4], 'reordered'),
  },
];

const STORE = 'AccessDeniedException';
const TTL: readonly Row[] = [
  {
    row: `${COMMIT} (the name), effect first: it is done again after each lease`,
    system: 'ttl',
    preset: 'after',
    faults: [revoke('worker', 'write', 'names', 410, 1_500)],
    shows: each([3, 4, 5, 6], 'duplicated'),
    trace: refusedWith(STORE),
  },
  {
    row: `${COMMIT} (the name), for good: what was done twice is not tried for ever`,
    system: 'ttl',
    preset: 'after',
    faults: [revoke('worker', 'write', 'names', 410)],
    shows: ['3 duplicated'],
    trace: (trace) => expect(denied(trace).map(({ records }) => records)).toEqual([[3], [4], [5], [6], [3]]),
  },
  {
    row: `${COMMIT} (the name), name first: nothing is done, and nothing is lost`,
    system: 'ttl',
    preset: 'before',
    faults: [revoke('worker', 'write', 'names', 410, 1_500)],
    shows: [],
    trace: refusedWith(STORE),
  },
  {
    row: `${COMMIT} (the name), with a claim: a claim is a write, too`,
    system: 'ttl',
    preset: 'in-progress',
    faults: [revoke('worker', 'write', 'names', 410, 1_500)],
    shows: [],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 450 && at < 1_910)).toEqual([]),
  },
  {
    row: `${COMMIT} (the name), in a cache: it has an error of its own`,
    system: 'ttl',
    preset: 'before',
    settings: { 'dedup.store': 'cache' },
    faults: [revoke('worker', 'write', 'names', 410, 1_500)],
    shows: [],
    trace: refusedWith('NOPERM'),
  },
  {
    row: `${COMMIT} (the name), in one transaction: the effect is rolled back with it`,
    system: 'ttl',
    preset: 'with',
    faults: [revoke('worker', 'INSERT', 'ids', 410, 1_500)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (the name), in the sink’s database but apart from the effect: done again`,
    system: 'ttl',
    preset: 'after',
    settings: { 'dedup.store': 'sink' },
    faults: [revoke('worker', 'INSERT', 'ids', 410, 1_500)],
    shows: each([3, 4, 5, 6], 'duplicated'),
    trace: refusedWith(SQL),
  },
  {
    row: `${WRITE}, name first: the name stands for what was never done, a loss`,
    system: 'ttl',
    preset: 'before',
    faults: [revoke('worker', 'INSERT', 'table', 410, 1_500)],
    shows: each([3, 4, 5, 6], 'swallowed'),
    trace: refusedWith(SQL),
  },
  {
    row: `${WRITE}, effect first: a stall`,
    system: 'ttl',
    preset: 'after',
    faults: [revoke('worker', 'INSERT', 'table', 410, 1_500)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${CERTIFICATE}: a worker that cannot reach the names stalls until it is renewed`,
    system: 'ttl',
    preset: 'after',
    faults: [expire('names', 250, 2_000), crashAt('worker', 350)],
    shows: ['3 reordered'],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 400 && at < 2_250)).toEqual([]),
  },
];

playRows({ database: DATABASE, outbox: OUTBOX, 'two-phase': TWO_PHASE, ttl: TTL });

tellStories([
  ['database', 'append', revoke('worker', 'INSERT', 'table', 410), 5],
  ['database', 'with-offset', revoke('worker', 'UPDATE', 'offsets', 410), 5],
  ['outbox', 'outbox', revoke('shop', 'INSERT', 'outbox', 350), 3],
  ['outbox', 'outbox-by-id', revoke('relay', 'SELECT', 'outbox', 300), 3],
  ['outbox', 'outbox-by-id', revoke('relay', 'UPDATE', 'outbox', 900), 2],
  ['outbox', 'outbox', revoke('relay', 'REPLICATION', 'slot', 300), 3],
  ['two-phase', 'two-phase', revoke('application', 'confirm', 'service', 410), 4],
  ['ttl', 'after', revoke('worker', 'write', 'names', 410), 3],
]);
