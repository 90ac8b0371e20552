/** The settings of the outbox system: how an event leaves the shop's database, and how it comes into the next one. */
import { CURSORS } from '../../machines/outbox/memory';
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, type Shelf } from '../describe';
import { WORKER_SETTINGS } from '../messaging';
import { APPLICATION } from '../shared';

const OUTBOX: Shelf = { of: 'producer', source: 'Transactional outbox pattern; no product defines these' };
const INBOX: Shelf = { of: 'consumer', source: 'Inbox (idempotent consumer) pattern; no product defines these' };

export const INBOX_STEPS = ['E P', '[M E] P', 'M E P', 'E M P', 'P E'] as const;

export const OUTBOX_SETTINGS: readonly SettingDescription[] = [
  choice(
    OUTBOX,
    'shop.publishes',
    ['outbox', 'afterCommit', 'beforeCommit'],
    'outbox',
    'Whether the event is a row of the order’s own transaction, or published by the shop after the commit or before it.',
    PROMINENT,
  ),
  number(OUTBOX, 'shop.commit.ms', FROM_ZERO, 200, 'How long a transaction takes from its id to its commit.'),
  number(OUTBOX, 'shop.slowOrder', [0, 10_000], 0, 'The transaction of this order takes longer; 0: none.'),
  number(OUTBOX, 'shop.slow.ms', FROM_ZERO, 4_000, 'How long that slow transaction takes.'),
  number(OUTBOX, 'shop.rolledBack', [0, 10_000], 0, 'The transaction of this order is rolled back; 0: none.'),
  choice(
    OUTBOX,
    'relay.cursor',
    CURSORS,
    'log',
    'How the relay finds new rows: ids above the highest that it has seen, rows without a mark, or the tail of the database’s log.',
    PROMINENT,
  ),
  choice(
    OUTBOX,
    'relay.marks',
    ['afterPublish', 'beforePublish'],
    'afterPublish',
    'Whether a row is marked as published before it is, or after.',
    PROMINENT,
  ),
  number(OUTBOX, 'relay.poll.ms', FROM_ONE, 1_000, 'How often a relay that polls looks into the table.'),
  choice(OUTBOX, 'relay.count', [1, 2], 1, 'How many relays run.', PROMINENT),
  number(OUTBOX, 'relay.inFlight', [1, 10], 1, 'How many rows are on their way to the queue at a time.'),
  choice(
    OUTBOX,
    'relay.onRefused',
    ['block', 'skip'],
    'block',
    'Where the queue refuses a row for ever: the relay stops there, or passes it over.',
  ),
  number(
    APPLICATION,
    'queue.refusedRecord',
    [0, 10_000],
    0,
    'The queue refuses this record’s event for ever; 0: none.',
  ),
  number(APPLICATION, 'queue.lease.ms', FROM_ONE, 3_000, 'How long the queue hides a message that was received.'),
  choice(
    INBOX,
    'app.steps',
    INBOX_STEPS,
    '[M E] P',
    'Whether there is an inbox, and whether its row is in the effect’s own transaction.',
    PROMINENT,
  ),
  number(INBOX, 'inbox.retention.ms', FROM_ZERO, 0, 'How long rows of the inbox are kept; 0: for ever.', PROMINENT),
  number(APPLICATION, 'app.timeout.ms', FROM_ONE, 500, 'How long an answer is waited for.'),
  number(APPLICATION, 'app.backoff.ms', FROM_ZERO, 200, 'How long it is waited before somebody asks again.'),
  ...WORKER_SETTINGS,
];
