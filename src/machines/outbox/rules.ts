/** What a relay is to publish next: pure rules over the outbox table. Source: src/systems/outbox/MODEL.md. */
import type { Cursor, OutboxRow, ShopTables } from './memory';

/** Committed rows that the cursor has not passed, in the order in which the relay will see them. */
export function unpublished({ rows, marked, cursor }: ShopTables, kind: Cursor): readonly OutboxRow[] {
  switch (kind) {
    case 'highestId':
      return rows.filter(({ id }) => id > cursor).toSorted((a, b) => a.id - b.id);
    case 'unmarked':
      return rows.filter(({ id }) => !marked.has(id)).toSorted((a, b) => a.id - b.id);
    case 'log':
      return rows.filter(({ place }) => place > cursor).toSorted((a, b) => a.place - b.place);
  }
}

/** A row is published: the cursor moves on. Changes `tables`. */
export function mark(tables: ShopTables, kind: Cursor, { id, place }: OutboxRow): void {
  if (kind === 'unmarked') tables.marked.add(id);
  else tables.cursor = Math.max(tables.cursor, kind === 'highestId' ? id : place);
}
