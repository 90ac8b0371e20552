/** Arithmetic of sequence numbers, which wrap from 2147483647 to 0 (`DefaultRecordBatch.incrementSequence`). */

export const MAX_SEQUENCE = 2_147_483_647;
const SEQUENCES = MAX_SEQUENCE + 1;

/** `sequence` plus `count` records, wrapped; `count` is 0 or more. */
export function addSequence(sequence: number, count: number): number {
  return (sequence + count) % SEQUENCES;
}

/** The sequence of the last of `records` records that begin with `firstSequence`. */
export function lastSequenceOf(firstSequence: number, records: number): number {
  return addSequence(firstSequence, records - 1);
}

/** Whether `next` follows `last` without a gap. After "none yet" (-1) only 0 follows. */
export function follows(last: number, next: number): boolean {
  return next === last + 1 || (next === 0 && last === MAX_SEQUENCE);
}
