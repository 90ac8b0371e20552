/** Stripe's Idempotency-Key: each row of its "fault → outcome" table, under its own name. Sources in MODEL.md. */
import { expect, test } from 'vitest';
import type { EventOf, Trace } from '../../src/trace/event';
import { crash, drop, expectRow, type FaultRow } from '../support/faultRows';

const answersOf = ({ events }: Trace, record: number): string[] =>
  events
    .filter((event): event is EventOf<'send'> => event.kind === 'send' && event.message.name === 'CreateChargeResponse')
    .filter(({ message }) => message.records.includes(record))
    .map(({ message }) => message.says);

const ROWS: readonly FaultRow[] = [
  {
    row: 'response lost, retry with the same key: the stored response, one charge',
    preset: 'key-in-memory',
    faults: [drop('CreateChargeResponse', 3)],
    shows: [],
    trace: (trace) => expect(answersOf(trace, 3)).toEqual(['200', '200, replayed']),
  },
  {
    row: 'process dies, the key was only in memory, the job reruns: second charge',
    preset: 'key-in-memory',
    faults: [crash('shop', 'after', 'send', 2, 200)],
    shows: ['2 duplicated'],
  },
  {
    row: 'the same, with the key stored with the order: one charge',
    preset: 'key-with-the-order',
    faults: [crash('shop', 'after', 'send', 2, 200)],
    shows: [],
  },
  {
    row: 'two clients race with one key: one runs, the other gets 409 and retries',
    preset: 'key-with-the-order',
    settings: { 'app.racer': 3 },
    shows: [],
    trace: (trace) => expect(answersOf(trace, 3)).toEqual(['409 still running', '200', '200, replayed']),
  },
  {
    row: 'same key, other amount: an error, nothing executed, nothing swallowed silently',
    preset: 'key-with-the-order',
    settings: { 'app.reusedId': 4 },
    shows: ['4 failed'],
    trace: (trace) => expect(answersOf(trace, 4)).toEqual(['400 other parameters for this key']),
  },
  {
    row: 'first call returned 500 (v1): every retry returns the same 500 although the work happened',
    preset: 'key-with-the-order',
    settings: { 'service.failsAfterCharge': 4 },
    shows: [],
    trace: (trace) => {
      const same = '500, the same answer as the first time';
      expect(answersOf(trace, 4)).toEqual(['500, after the work was done', same, same]);
      expect(trace.events.some((event) => event.kind === 'told' && event.record === 4 && event.outcome === 'ok')).toBe(
        false,
      );
    },
  },
  {
    row: 'the same with v2: the work is taken up again, and not done twice',
    preset: 'key-with-the-order',
    settings: { 'service.failsAfterCharge': 4, api: 'v2' },
    shows: [],
    trace: (trace) => expect(answersOf(trace, 4)).toEqual(['500, after the work was done', '200']),
  },
  {
    row: 'retry after the window: treated as new, second charge',
    preset: 'key-with-the-order',
    settings: { maxNetworkRetries: 0, 'app.job.again.ms': 61_000 },
    faults: [drop('CreateChargeResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'no key at all: duplicates on any retry',
    preset: 'no-key',
    faults: [drop('CreateChargeResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'user clicks twice, key made per click: two charges',
    preset: 'key-in-memory',
    settings: { 'app.clickedTwice': 3 },
    shows: ['3 duplicated'],
  },
  {
    row: 'an impatient developer takes a new key after a stored 500: second charge',
    preset: 'key-with-the-order',
    settings: { 'service.failsAfterCharge': 4, 'app.freshKeyAfterFailure': true },
    shows: ['4 duplicated'],
  },
  {
    row: 'a request refused before any work is not stored: the same key may be used again',
    preset: 'key-with-the-order',
    settings: { 'service.invalidOnce': 2 },
    shows: ['2 reordered'],
    trace: (trace) => expect(answersOf(trace, 2)).toEqual(['400 invalid', '200']),
  },
  {
    row: 'webhook back to you delivered twice: a channel of its own, at least once',
    preset: 'webhook',
    faults: [drop('WebhookResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'webhook handled, and the shop dies before it answers: delivered again',
    preset: 'webhook',
    faults: [crash('shop', 'after', 'effect', 3)],
    shows: ['3 duplicated', '4 reordered'],
  },
  {
    row: 'the same with an inbox of event ids: handled once',
    preset: 'webhook-inbox',
    faults: [drop('WebhookResponse', 3), crash('shop', 'after', 'effect', 5)],
    shows: [],
    trace: ({ events }) => {
      const absorbed = events.flatMap((event) => (event.kind === 'absorb' ? [event.record] : []));
      expect(absorbed).toEqual([3, 5]);
    },
  },
];

test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('stripe', row));
