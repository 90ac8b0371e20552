/** The settings of the database system: how a table is written, by what a row is found, and what is delivered again. */
import { TABLE_KEYS } from '../../machines/table/memory';
import { TABLE_WRITES } from '../../machines/table/rules';
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle } from '../describe';
import { senderSettings, WORKER_SETTINGS } from '../messaging';
import { APPLICATION, SINK_SHELF } from '../shared';

const SQL = { source: 'SQL: INSERT, unique constraints, INSERT … ON CONFLICT, UPDATE' };

const TABLE_SETTINGS: readonly SettingDescription[] = [
  choice(
    SINK_SHELF,
    'table.write',
    TABLE_WRITES,
    'append',
    'What an effect is: a new row, a row that may be there once, the last arrival, the newest version, or a difference added to a sum.',
    { ...PROMINENT, ...SQL },
  ),
  choice(
    SINK_SHELF,
    'table.key',
    TABLE_KEYS,
    'message',
    'By what a row is found again: the order, the id of the message, the account, or a number that the database makes.',
    { ...PROMINENT, ...SQL },
  ),
  choice(
    SINK_SHELF,
    'table.remembers',
    ['nothing', 'messageId', 'offset'],
    'nothing',
    'What is written in the same transaction as the effect: nothing, the id of the message, or the source’s offset.',
    PROMINENT,
  ),
  toggle(SINK_SHELF, 'table.tombstones', false, 'A deleted row leaves its version behind.'),
];

const APPLICATION_SETTINGS: readonly SettingDescription[] = [
  choice(
    APPLICATION,
    'app.steps',
    ['E P', 'P E'],
    'E P',
    'Whether the worker writes before it acknowledges, or the other way round.',
    PROMINENT,
  ),
  toggle(
    APPLICATION,
    'app.selectsFirst',
    false,
    'The worker looks whether the row is there before it inserts it.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.messageId',
    ['perCall', 'persisted'],
    'persisted',
    'Whether a message that is sent again carries the id that is stored with the order, or a new one for each call.',
  ),
  number(APPLICATION, 'app.deletes', [0, 10_000], 0, 'This record deletes its account’s rows; 0: none.'),
  number(
    APPLICATION,
    'app.replay.from',
    [0, 10_000],
    0,
    'The first record that is delivered again; 0: none is.',
    PROMINENT,
  ),
  number(APPLICATION, 'app.replay.to', [0, 10_000], 0, 'The last record that is delivered again.'),
  number(APPLICATION, 'app.replay.at.ms', FROM_ZERO, 3_000, 'When that replay begins.'),
  number(
    { of: 'broker', source: 'decided by the queue in between' },
    'queue.lease.ms',
    FROM_ONE,
    3_000,
    'How long a message is hidden from the others once a worker has received it.',
  ),
];

export const DATABASE_SETTINGS: readonly SettingDescription[] = [
  ...TABLE_SETTINGS,
  ...APPLICATION_SETTINGS,
  ...senderSettings(3, 'decided by the application, not by the system'),
  ...WORKER_SETTINGS,
];
