/** Where a record's effects took place in the trace. */
interface Landed {
  readonly record: number;
  readonly effects: readonly number[];
}

/**
 * The records whose first effect came after that of a later record of the same key. Record n has key (n - 1) mod `keys`.
 * Reordering refutes no claim of delivery, but a reader of one key sees time run backwards.
 */
export function findReordered(records: readonly Landed[], keys: number): ReadonlySet<number> {
  const landed = records.filter(({ effects }) => effects.length > 0);
  const inOrderOfEffect = landed.toSorted((a, b) => a.effects[0]! - b.effects[0]!);
  const latest = new Map<number, number>();
  const reordered = new Set<number>();
  for (const { record } of inOrderOfEffect) {
    const key = (record - 1) % keys;
    const before = latest.get(key) ?? 0;
    if (record < before) reordered.add(record);
    latest.set(key, Math.max(before, record));
  }
  return reordered;
}
