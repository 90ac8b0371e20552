/** How a write lands in a table, by the kind of statement: pure functions over one row. Source: src/systems/database/MODEL.md. */

/** `append`: INSERT. `insertUnique`: INSERT with a unique key. `upsert`: the last arrival wins. `versioned`: the newer version wins. `increment`: SET balance = balance + difference. */
export const TABLE_WRITES = ['append', 'insertUnique', 'upsert', 'versioned', 'increment'] as const;
export type TableWrite = (typeof TABLE_WRITES)[number];

export interface Row {
  /** Whose write it holds. */
  record: number;
  version: number;
  value: number;
  /** Deleted, and only its version is kept. */
  tombstone: boolean;
}

export interface Incoming {
  readonly record: number;
  readonly version: number;
  /** The account's balance after this event. */
  readonly absolute: number;
  /** What this event adds to it. */
  readonly difference: number;
}

/** The write changes the table, or why it does not: the same row stands there, its key is taken, or a newer version is there. */
export type Landing = 'applied' | 'sameKey' | 'conflict' | 'fenced';

/** What a write does to the row that its key names; `undefined`: there is none. */
export function landingOf(write: TableWrite, row: Row | undefined, { record, version }: Incoming): Landing {
  switch (write) {
    case 'append':
    case 'increment':
      return 'applied';
    case 'insertUnique':
      return row === undefined ? 'applied' : 'conflict';
    case 'upsert':
      return row?.record === record ? 'sameKey' : 'applied';
    case 'versioned':
      if (row === undefined || row.version < version) return 'applied';
      return row.version === version ? 'sameKey' : 'fenced';
  }
}

/** The row after a write that landed. */
export function rowAfter(write: TableWrite, row: Row | undefined, incoming: Incoming): Row {
  const { record, version, absolute, difference } = incoming;
  const value = write === 'increment' ? (row?.value ?? 0) + difference : absolute;
  return { record, version, value, tombstone: false };
}
