/** What breaks the memories of services that are called, of tables, and of agreements between two. */
import { expect } from 'vitest';
import { crash, drop } from '../../support/faultRows';
import type { Trace } from '../../../src/trace/event';
import type { Ways } from './ways';

const ACCOUNT = { count: 4, everyMs: 400 };
const REPLAY = { 'app.replay.from': 1, 'app.replay.to': 2 };
const toldOk = ({ events }: Trace, record: number): boolean =>
  events.some((event) => event.kind === 'told' && event.record === record && event.outcome === 'ok');

export const API_WAYS: Ways = {
  'stripe Idempotency-Key, API v1': {
    'a new key': {
      preset: 'key-in-memory',
      faults: [crash('shop', 'after', 'send', 2, 200)],
      shows: ['2 duplicated'],
      heal: { preset: 'key-with-the-order' },
    },
    'a late retry': {
      preset: 'key-with-the-order',
      settings: { maxNetworkRetries: 0, 'app.job.again.ms': 61_000 },
      faults: [drop('CreateChargeResponse', 3)],
      shows: ['3 duplicated'],
      heal: { settings: { maxNetworkRetries: 0, 'app.job.again.ms': 50_000 } },
    },
  },
  'paypal PayPal-Request-Id': {
    'a late retry where the window is short': {
      preset: 'orders',
      settings: { 'app.retries': 0, 'app.job.again.ms': 61_000 },
      faults: [drop('CreateResponse', 2)],
      shows: ['2 duplicated'],
      heal: { preset: 'captures' },
    },
  },
  'ttl a book of names': {
    'a tick apart from the work': {
      preset: 'after',
      faults: [crash('worker', 'after', 'effect', 4)],
      shows: ['4 duplicated'],
      heal: { preset: 'with' },
    },
    'a twin past the window': {
      preset: 'with',
      settings: { 'app.twins.ms': 10_000, 'dedup.window.ms': 5_000 },
      records: { count: 2 },
      shows: ['1 duplicated', '2 duplicated'],
      heal: { settings: { 'app.twins.ms': 10_000, 'dedup.window.ms': 60_000 } },
    },
  },
  'database a unique key, or a version': {
    'a key that is not the message’s': {
      preset: 'unique',
      settings: { 'table.key': 'generated', ...REPLAY },
      records: ACCOUNT,
      shows: ['1 duplicated', '2 duplicated'],
      heal: { settings: REPLAY },
    },
    'a deleted row': {
      preset: 'versioned',
      settings: { 'app.deletes': 4, 'table.tombstones': false, ...REPLAY },
      records: ACCOUNT,
      shows: ['1 duplicated', '2 duplicated'],
      heal: { settings: { 'app.deletes': 4, ...REPLAY } },
    },
  },
  'database offset or id in the transaction': {
    'a second message with a name of its own': {
      preset: 'with-id',
      settings: { 'app.messageId': 'perCall', 'app.clickedTwice': 2 },
      records: ACCOUNT,
      shows: ['2 duplicated'],
      heal: { settings: { 'app.clickedTwice': 2 } },
    },
  },
  'two-generals an order and its name': {
    'a last messenger, whose sender never knows': {
      preset: 'chain',
      settings: { 'chain.length': 4 },
      records: { count: 4, keys: 2 },
      // Records 3 and 4 are the second attack, each with its general.
      faults: [drop('LastMessenger', 4)],
      shows: ['3 lost'],
      heal: { faults: [] },
    },
  },
  'temporal journal': {
    'a crash before the record': {
      preset: 'activity',
      faults: [crash('worker', 'after', 'outside', 4)],
      shows: ['4 duplicated'],
      heal: { faults: [crash('worker', 'before', 'outside', 4)] },
    },
    'an id used again after its workflow has closed': {
      preset: 'activity',
      faults: [drop('StartResponse', 3)],
      shows: ['3 duplicated'],
      heal: { settings: { WorkflowIdReusePolicy: 'RejectDuplicate' } },
    },
  },
  'two-phase proposal and its phase': {
    'a confirmation after the hold': {
      preset: 'told-too-early',
      records: { count: 3 },
      faults: [crash('application', 'before', 'publish', 3, 5_000)],
      shows: ['3 lost'],
      trace: (trace) => expect(toldOk(trace, 3)).toBe(true),
      heal: { faults: [crash('application', 'before', 'publish', 3, 300)] },
    },
    'an id that a restart forgets': {
      preset: 'id-in-memory',
      faults: [crash('application', 'after', 'publish', 3)],
      shows: ['3 duplicated'],
      heal: { preset: 'two-phase' },
    },
  },
};
