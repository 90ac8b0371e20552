/** What a table is told once, and what it keeps. Everything is durable when it answers: each request is one transaction. */
import type { NodeData } from '../../engine/contracts';
import type { BookParameters, NameBook } from '../names/book';
import type { Row, TableWrite } from './rules';

/** By what a row is found: the order, the id of the message, the account, or by nothing (a generated number). */
export const TABLE_KEYS = ['order', 'message', 'account', 'generated'] as const;
export type TableKey = (typeof TABLE_KEYS)[number];

export interface TableParameters {
  readonly write: TableWrite;
  readonly key: TableKey;
  /** The table of ids beside it, written in the effect's transaction where the steps say so. */
  readonly book: BookParameters;
  /** How many accounts the records are dealt to. */
  readonly accounts: number;
  /** What the events of an account add to its balance, in turn. */
  readonly differences: readonly number[];
  /** This record deletes its account's rows; 0: none. */
  readonly deletes: number;
  /** A deleted row leaves its version behind. */
  readonly keepsTombstones: boolean;
}

/** A table of plain rows, with nothing odd about it. */
export const PLAIN_TABLE = {
  key: 'order',
  accounts: 1,
  differences: [1],
  deletes: 0,
  keepsTombstones: false,
} as const satisfies Partial<TableParameters>;

export interface Tables {
  readonly rows: Map<string, Row>;
  readonly book: NameBook;
  /** Numbers that the database hands out. */
  nextKey: number;
  /** What the write in hand found remembered. */
  found: readonly number[];
}

export type TableData = NodeData<Tables, undefined, undefined>;
