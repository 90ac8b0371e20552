/** How far readers of committed records may read: one rule for every log that knows transactions. */

interface Slot {
  readonly offset: number;
  /** '': it belongs to none. */
  readonly transaction: string;
}

/** The first position that they may not read yet: the first entry of the oldest open transaction, or where the log ends. */
export const lastStable = (
  { entries, end }: { readonly entries: readonly Slot[]; readonly end: number },
  isOpen: (transaction: string) => boolean,
): number => entries.find(({ transaction }) => isOpen(transaction))?.offset ?? end;
