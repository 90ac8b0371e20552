/** Where a reader may go on in a log of changes, and what it finds there: pure rules. Source: src/systems/debezium/MODEL.md. */
import type { FeedEntry } from '../feed/memory';
import type { ChangeLogParameters, ChangeTables } from './memory';

/** Positions begin here; the one before it means that nothing was read, so that a snapshot comes first. */
export const FIRST_POSITION = 1;
export const BEFORE_ALL = 0;
/** A row of a snapshot has no position of its own: whoever saves it has saved that the snapshot is not over. */
const NO_POSITION = BEFORE_ALL - 1;

/** The first position that a reader can be given. A slot that is not there is made when it is asked for, at the end of the log. */
export function firstReadable({ keptBy }: ChangeLogParameters, { slot, earliest, end }: ChangeTables): number {
  if (keptBy === 'time') return earliest;
  return slot.exists ? slot.confirmed : end;
}

/** All rows as they stand; with the last of them the reader has come to where the log goes on. */
export function snapshotOf({ rows, end }: ChangeTables): readonly FeedEntry[] {
  return rows.map((row, at) => ({ ...row, offset: at === rows.length - 1 ? end - 1 : NO_POSITION }));
}

/** How many changes the slot holds back. */
export const heldBack = ({ slot, end }: ChangeTables): number => (slot.exists ? end - slot.confirmed : 0);

/** Throws away what nobody holds any more. Changes `tables`. */
export function trim(tables: ChangeTables, earliest: number): void {
  tables.earliest = Math.max(tables.earliest, earliest);
  tables.log = tables.log.filter(({ offset }) => offset >= tables.earliest);
}

/** The slot is given up: what it held is gone for its reader. Changes `tables`. */
export function dropSlot(tables: ChangeTables): void {
  tables.slot.exists = false;
}

/** A slot is made where the log ends now. Changes `tables`. */
export function makeSlot({ slot, end }: ChangeTables): void {
  if (slot.exists) return;
  slot.exists = true;
  slot.confirmed = end;
}
