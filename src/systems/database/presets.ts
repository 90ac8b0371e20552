/** Named settings of the database system: one for each way to write. */
import type { PresetDescription } from '../../scenario/catalog';

export const DATABASE_PRESETS: readonly PresetDescription[] = [
  {
    id: 'append',
    claim: 'at-least-once',
    title: 'A new row each time',
    summary: 'INSERT',
    settings: { 'table.write': 'append' },
  },
  {
    id: 'unique',
    claim: 'exactly-once',
    title: 'A row that may be there once',
    summary: 'unique constraint on the message id',
    settings: { 'table.write': 'insertUnique', 'table.key': 'message' },
  },
  {
    id: 'upsert',
    claim: 'at-least-once',
    title: 'The last arrival wins',
    summary: 'upsert by account',
    settings: { 'table.write': 'upsert', 'table.key': 'account' },
  },
  {
    id: 'versioned',
    claim: 'at-most-once',
    title: 'The newest version wins',
    summary: 'upsert where version is newer · tombstones',
    settings: { 'table.write': 'versioned', 'table.key': 'account', 'table.tombstones': true },
  },
  {
    id: 'increment',
    claim: 'at-least-once',
    title: 'Add the difference',
    summary: 'balance = balance + n',
    settings: { 'table.write': 'increment', 'table.key': 'account' },
  },
  {
    id: 'with-offset',
    claim: 'exactly-once',
    title: 'Effect and offset in one transaction',
    summary: 'one offset row beside the effect',
    settings: { 'table.write': 'increment', 'table.key': 'account', 'table.remembers': 'offset' },
  },
  {
    id: 'with-id',
    claim: 'exactly-once',
    title: 'Effect and message id in one transaction',
    summary: 'a table of ids beside the effect',
    settings: { 'table.write': 'increment', 'table.key': 'account', 'table.remembers': 'messageId' },
  },
];
