/** Who leads a partition next (`PartitionChangeBuilder`, without ELR: KIP-966 members are not modelled). */
export interface Elected {
  readonly leader: string;
  readonly isr: readonly string[];
  /** False: a replica that was not in sync leads, and what it lacks is lost. */
  readonly clean: boolean;
}

/**
 * The first live in-sync replica in the order of assignment; with `uncleanAllowed` and no such replica, the first live one,
 * alone in the in-sync set. `undefined` when nobody may lead: the partition waits. A `current` leader that may lead stays.
 */
export function elect(
  replicas: readonly string[],
  isr: readonly string[],
  live: readonly string[],
  uncleanAllowed: boolean,
  current?: string,
): Elected | undefined {
  const alive = isr.filter((replica) => live.includes(replica));
  const clean =
    current !== undefined && alive.includes(current) ? current : replicas.find((replica) => alive.includes(replica));
  if (clean !== undefined) return { leader: clean, isr: alive, clean: true };
  const unclean = uncleanAllowed ? replicas.find((replica) => live.includes(replica)) : undefined;
  return unclean === undefined ? undefined : { leader: unclean, isr: [unclean], clean: false };
}

/** The in-sync set without a replica that is gone or too slow; the last member always stays. */
export function shrinkIsr(isr: readonly string[], gone: string): readonly string[] {
  const rest = isr.filter((replica) => replica !== gone);
  return rest.length === 0 ? isr : rest;
}
