/** What a shop with a database and its relay are told once, what they keep, and what they say to each other. */
import type { NodeData, NodeEvent, RightBody } from '../../engine/contracts';
import type { Correlated } from '../messages';

/** How a relay finds what it has not published: above the highest id it has seen, without a mark, or next in the log. */
export const CURSORS = ['highestId', 'unmarked', 'log'] as const;
export type Cursor = (typeof CURSORS)[number];

export interface ShopParameters {
  readonly records: number;
  readonly everyMs: number;
  readonly keys: number;
  readonly queue: string;
  /** The event is a row of the order's own transaction, or is published by the shop after the commit or before it. */
  readonly publishes: 'outbox' | 'afterCommit' | 'beforeCommit';
  readonly commitMs: number;
  /** The transaction of this record takes longer; 0: none. */
  readonly slowRecord: number;
  readonly slowMs: number;
  /** The transaction of this record is rolled back in the end; 0: none. */
  readonly rolledBack: number;
  readonly cursor: Cursor;
  /** The relay looks into the table so often; a tail of the log is told at once. */
  readonly pollMs: number;
  readonly timeoutMs: number;
}

/** A row of the outbox: its id was taken when the transaction began, its place when it ended. */
export interface OutboxRow {
  readonly id: number;
  readonly record: number;
  readonly place: number;
}

export interface ShopTables {
  next: number;
  nextId: number;
  rows: OutboxRow[];
  readonly marked: Set<number>;
  /** The highest id, or the place in the log, up to which everything was published. */
  cursor: number;
}

export interface ShopMemory {
  correlation: number;
  /** Relays that wait for a row. */
  waiting: NodeEvent[];
  /** Without its privilege to add rows to the outbox: the loss. */
  lost: RightBody | undefined;
  /** Messages that the shop itself has sent. */
  sent: Map<number, { readonly record: number; attempt: number }>;
}
export type ShopData = NodeData<ShopTables, undefined, ShopMemory>;

export interface RowsAnswer extends Correlated {
  readonly rows: readonly OutboxRow[];
}
export interface MarkBody extends Correlated {
  readonly row: OutboxRow;
}

export interface RelayParameters {
  readonly shop: string;
  readonly queue: string;
  readonly keys: number;
  readonly marks: 'afterPublish' | 'beforePublish';
  /** How many rows are on their way at a time. */
  readonly inFlightMax: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
  /** A row that the queue refuses for ever: the relay stops there, or passes it over. */
  readonly onRefused: 'block' | 'skip';
}

/** A row on its way through its two phases. */
export interface Passage {
  readonly row: OutboxRow;
  phase: number;
  correlation: number;
  attempt: number;
}

export interface RelayMemory {
  correlation: number;
  reading: number;
  rows: OutboxRow[];
  passages: Passage[];
}
export type RelayData = NodeData<undefined, undefined, RelayMemory>;
