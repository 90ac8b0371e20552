/** Outbox and inbox: each row of the "fault → outcome" table, under its own name. Sources in MODEL.md. */
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../src/trace/event';
import { crash, drop, expectRow, type FaultRow } from '../support/faultRows';

const effects = ({ events }: Trace): number[] =>
  events.flatMap((event) => (event.kind === 'apply' ? [event.record] : []));

/** Order 7 takes its id at 3.0 s and commits at 7.0 s; 8 and 9 have long been published then. */
const NINE = { count: 9, everyMs: 500 };
const LATE_SEVEN = { 'shop.slowOrder': 7 };
const MARKED_LATE = [crash('relay', 'before', 'progress', 4)];

const ROWS: readonly FaultRow[] = [
  {
    row: 'no outbox: crash between commit and publish, event lost',
    preset: 'two-writes',
    records: { everyMs: 400 },
    faults: [crash('shop', 'before', 'send', 4)],
    shows: ['4 lost'],
  },
  {
    row: 'no outbox: publish first, then rollback, a ghost event for a change that never happened',
    preset: 'two-writes',
    settings: { 'shop.publishes': 'beforeCommit', 'shop.rolledBack': 4 },
    shows: [],
    trace: ({ events }) => {
      expect(events.some((event) => event.kind === 'told' && event.record === 4 && event.outcome === 'fail')).toBe(
        true,
      );
      expect(events.some((event) => event.kind === 'apply' && event.record === 4)).toBe(true);
    },
  },
  {
    row: 'relay crash after publish before mark: duplicate publish',
    preset: 'outbox',
    faults: MARKED_LATE,
    shows: ['4 duplicated'],
  },
  { row: 'the same, absorbed by an inbox', preset: 'outbox-inbox', faults: MARKED_LATE, shows: [] },
  {
    row: 'relay marks first, crash: loss',
    preset: 'outbox-inbox',
    settings: { 'relay.marks': 'beforePublish' },
    faults: [crash('relay', 'after', 'progress', 4)],
    shows: ['4 lost'],
  },
  {
    row: 'poll by "id greater than last seen", a smaller id commits later: event skipped for ever',
    preset: 'outbox-by-id',
    settings: LATE_SEVEN,
    records: NINE,
    shows: ['7 lost'],
  },
  {
    row: 'same, relay tails the database log instead: commit order, none lost',
    preset: 'outbox',
    settings: LATE_SEVEN,
    records: NINE,
    shows: ['7 reordered'],
    trace: (trace) => expect(effects(trace)).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 7]),
  },
  {
    row: 'same, the relay marks each row by itself: none lost',
    preset: 'outbox',
    settings: { ...LATE_SEVEN, 'relay.cursor': 'unmarked' },
    records: NINE,
    shows: ['7 reordered'],
  },
  {
    row: 'two relays run at once: duplicates',
    preset: 'outbox',
    settings: { 'relay.count': 2 },
    shows: [1, 2, 3, 4, 5, 6].map((record) => `${record} duplicated`),
  },
  {
    row: 'two relays run at once: reorder, one freezes with a row that it has taken',
    preset: 'outbox-inbox',
    settings: { 'relay.count': 2, 'relay.marks': 'beforePublish' },
    records: { everyMs: 400 },
    faults: [
      { do: 'drop', message: 'SendRequest', record: 2, attempt: 1, from: 'relay-2' },
      { do: 'pause', node: 'relay-1', pin: { when: 'before', step: 'send', record: 3, attempt: 1 }, forMs: 3_000 },
    ],
    shows: ['3 reordered'],
  },
  {
    row: 'parallel publishing, retry of one row: reorder',
    preset: 'outbox-inbox',
    settings: { 'relay.cursor': 'unmarked', 'relay.inFlight': 2, 'relay.poll.ms': 2_000 },
    faults: [drop('SendRequest', 3)],
    shows: ['3 reordered'],
  },
  {
    row: 'inbox id stored before the effect, outside its transaction: crash gap again, loss',
    preset: 'outbox-inbox',
    settings: { 'app.steps': 'M E P' },
    faults: [crash('worker', 'after', 'remember', 4)],
    shows: ['4 swallowed'],
  },
  {
    row: 'inbox id stored after the effect, outside its transaction: crash gap again, duplicate',
    preset: 'outbox-inbox',
    settings: { 'app.steps': 'E M P' },
    faults: [crash('worker', 'after', 'effect', 4)],
    shows: ['4 duplicated'],
  },
  {
    row: 'inbox rows pruned before a late redelivery: duplicate',
    preset: 'outbox-inbox',
    settings: { 'inbox.retention.ms': 2_000 },
    faults: [crash('worker', 'after', 'effect', 4)],
    shows: ['4 duplicated'],
  },
  {
    row: 'publish is refused for ever, poison row: stall of an ordered outbox',
    preset: 'outbox-inbox',
    settings: { 'queue.refusedRecord': 4 },
    shows: ['4 lost', '5 lost', '6 lost'],
    trace: ({ events }) =>
      expect(events.some((event) => event.kind === 'refuse' && event.error === 'refused')).toBe(true),
  },
  {
    row: 'the same, passed over: the others go on',
    preset: 'outbox-inbox',
    settings: { 'queue.refusedRecord': 4, 'relay.onRefused': 'skip' },
    shows: ['4 lost'],
  },
];

describe('outbox and inbox', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('outbox', row));
});
