/** Two-phase mutations: what each lost answer, crash and late confirmation comes to. Sources in src/systems/two-phase/MODEL.md. */
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/scenario/scenario';
import { isKind, type Trace } from '../../src/trace/event';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';

/** What became of proposals, in order: `id 3.1 prepared`. */
const fatesOf = ({ events }: Trace, record: number): readonly string[] =>
  events
    .filter(isKind('transaction'))
    .filter(({ id }) => new RegExp(`(id|order) ${record}\\b|^given`, 'u').test(id))
    .map(({ id, became }) => `${id} ${became}`);
const DOWN_FOR_LONG = 5_000;
const NEVER_BACK: Fault = {
  do: 'crash',
  node: 'application',
  pin: { when: 'before', step: 'publish', record: 3, attempt: 1 },
};

const ROWS: readonly FaultRow[] = [
  {
    row: 'one step, its answer lost: done twice',
    preset: 'one-step',
    faults: [drop('ApplyResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'answer to prepare lost, same id: the proposal is known, none',
    preset: 'two-phase',
    faults: [drop('PrepareResponse', 3)],
    shows: [],
    trace: (trace) => expect(fatesOf(trace, 3)).toEqual(['id 3.1 prepared', 'id 3.1 confirmed']),
  },
  {
    row: 'answer to prepare lost, the id is the service’s: a second proposal, and the first runs out',
    preset: 'two-phase',
    settings: { 'app.id': 'server', 'app.steps': 'e P V' },
    records: { count: 1 },
    faults: [drop('PrepareResponse', 1)],
    shows: [],
    trace: (trace) =>
      expect(fatesOf(trace, 1)).toEqual([
        'given 1 prepared',
        'given 2 prepared',
        'given 2 confirmed',
        'given 1 expired',
      ]),
  },
  {
    row: 'answer to confirm lost: confirm(id) again, none',
    preset: 'two-phase',
    faults: [drop('ConfirmResponse', 3)],
    shows: [],
    trace: ({ events }) => expect(events.filter(isKind('absorb')).map(({ record }) => record)).toEqual([3]),
  },
  {
    row: 'answer to confirm lost, a service that does not look at the phase: duplicate',
    preset: 'two-phase',
    settings: { 'service.confirm': 'blind' },
    faults: [drop('ConfirmResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'client crash between, id written down: taken up where it was, none',
    preset: 'two-phase',
    faults: [crash('application', 'before', 'publish', 3)],
    shows: [],
    trace: (trace) => expect(fatesOf(trace, 3)).toEqual(['id 3.1 prepared', 'id 3.1 confirmed']),
  },
  {
    row: 'client crash between, id in memory: another id, and the first proposal is left to run out, no half effect',
    preset: 'id-in-memory',
    faults: [crash('application', 'before', 'publish', 3)],
    shows: [],
    trace: (trace) =>
      expect(fatesOf(trace, 3)).toEqual(['id 3.1 prepared', 'id 3.2 prepared', 'id 3.2 confirmed', 'id 3.1 expired']),
  },
  {
    row: 'client crash between, and it never comes back: the proposal runs out, nothing is half done',
    preset: 'two-phase',
    records: { count: 3 },
    faults: [NEVER_BACK],
    shows: ['3 failed'],
    trace: (trace) => expect(fatesOf(trace, 3)).toEqual(['id 3.1 prepared', 'id 3.1 expired']),
  },
  {
    row: 'the same, and nobody had written the change down before: the customer was told nothing',
    preset: 'two-phase',
    settings: { 'app.steps': 'e P V', 'app.onRestart': 'resume' },
    faults: [crash('application', 'before', 'progress', 3)],
    shows: ['3 failed'],
  },
  {
    row: 'the hold runs out before a late confirm, given up: failed, and told so',
    preset: 'two-phase',
    settings: { 'app.onExpired': 'giveUp', 'app.steps': 'e P V' },
    faults: [crash('application', 'before', 'publish', 3, DOWN_FOR_LONG)],
    shows: ['3 failed'],
    trace: ({ events }) =>
      expect(events.filter(isKind('told')).filter(({ record }) => record === 3)).toMatchObject([
        { outcome: 'fail', why: 'gone' },
      ]),
  },
  {
    row: 'the hold runs out before a late confirm, prepared again: once, late',
    preset: 'two-phase',
    settings: { 'app.steps': 'e P V' },
    faults: [crash('application', 'before', 'publish', 3, DOWN_FOR_LONG)],
    shows: [],
    trace: (trace) =>
      expect(fatesOf(trace, 3)).toEqual(['id 3.1 prepared', 'id 3.1 expired', 'id 3.1 prepared', 'id 3.1 confirmed']),
  },
  {
    row: 'the hold runs out before a late confirm, “ok” was said when it was prepared: loss',
    preset: 'told-too-early',
    faults: [crash('application', 'before', 'publish', 3, DOWN_FOR_LONG)],
    shows: ['3 lost'],
  },
  {
    row: 'thinking longer than the hold: every change of an application that gives up fails',
    preset: 'two-phase',
    settings: { 'app.thinking.ms': 2_500, 'app.onExpired': 'giveUp' },
    records: { count: 2 },
    shows: ['1 failed', '2 failed'],
  },
  {
    row: 'no hold ever runs out, and a client is gone: what it had reserved is gone for everybody, stall',
    preset: 'two-phase',
    settings: { 'service.hold.ms': 0, 'service.stock': 4, 'app.steps': 'e V P' },
    records: { count: 4 },
    faults: [crash('application', 'before', 'publish', 2)],
    shows: ['4 failed'],
  },
  {
    row: 'the same, with a hold: what was reserved comes back',
    preset: 'two-phase',
    settings: { 'service.hold.ms': 300, 'service.stock': 4, 'app.steps': 'e V P' },
    records: { count: 4, everyMs: 500 },
    faults: [crash('application', 'before', 'publish', 2)],
    shows: [],
  },
  {
    row: 'confirm repeated: known, none',
    preset: 'two-phase',
    settings: { 'app.confirmsAgain.ms': 3_000 },
    shows: [],
    trace: ({ events }) => expect(events.filter(isKind('absorb'))).toHaveLength(6),
  },
  {
    row: 'confirm repeated after the service forgot the id: prepared and confirmed again, duplicate',
    preset: 'two-phase',
    settings: { 'app.confirmsAgain.ms': 3_000, 'service.keeps.ms': 2_000 },
    records: { count: 1 },
    shows: ['1 duplicated'],
  },
  {
    row: 'confirm repeated after the service forgot the id, by a client that gives up: none',
    preset: 'two-phase',
    settings: { 'app.confirmsAgain.ms': 3_000, 'service.keeps.ms': 2_000, 'app.onExpired': 'giveUp' },
    records: { count: 1 },
    shows: [],
  },
  {
    row: 'restart after the confirmation, id written down: confirm(id) again, none',
    preset: 'two-phase',
    faults: [crash('application', 'before', 'ack', 3)],
    shows: [],
    trace: ({ events }) => expect(events.filter(isKind('absorb')).length).toBeGreaterThan(0),
  },
  {
    row: 'restart after the confirmation, a fresh id: another change, duplicate',
    preset: 'id-in-memory',
    faults: [crash('application', 'after', 'publish', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'restart after the confirmation, an id derived from the order: known, none',
    preset: 'id-in-memory',
    settings: { 'app.id': 'derived' },
    faults: [crash('application', 'after', 'publish', 3)],
    shows: [],
  },
  {
    row: 'service crash between: the proposal is durable, and its hold goes on',
    preset: 'two-phase',
    settings: { 'app.thinking.ms': 600 },
    records: { count: 1 },
    faults: [{ do: 'crash', node: 'service', pin: { atMs: 200 }, forMs: 300 }],
    shows: [],
    trace: (trace) => expect(fatesOf(trace, 1)).toEqual(['id 1.1 prepared', 'id 1.1 confirmed']),
  },
  {
    row: 'service crash before the effect of a confirmation: neither phase nor effect, and both on the next try',
    preset: 'two-phase',
    faults: [crash('service', 'before', 'effect', 3, 100)],
    shows: [],
  },
];

describe('Two-phase mutation', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) =>
    // Each change is about another order: none has to wait for the one before.
    expectRow('two-phase', { ...row, records: { keys: 6, ...row.records } }),
  );

  test.each([
    ['app.steps', { 'app.steps': 'P V e' }],
    ['app.steps', { 'app.steps': '[P e] V' }],
    ['app.steps', { 'app.steps': 'e [T P] V' }],
    ['app.id', { 'app.id': 'server' }],
  ])('refuses %s in %j', (where, settings) =>
    expectRefused('two-phase', { row: '', preset: 'two-phase', settings, shows: [] }, where),
  );
});
