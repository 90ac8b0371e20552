/**
 * De-duplication by a high-water mark: the highest number of each producer name, once as it was pushed to storage and once
 * as it was persisted. Pure rules. Source: Pulsar's MessageDeduplication.
 */

/**
 * What becomes of a number between the two marks. `today`: it is answered with an error until the write is settled, and a
 * failed write sets the pushed mark back. `neverReset`: the same, but a failed write leaves the mark where it is
 * (apache/pulsar #21892). `pushedOnly`: there is one mark, which moves before the write (apache/pulsar #5218).
 */
export const MARK_RULES = ['today', 'neverReset', 'pushedOnly'] as const;
export type MarkRule = (typeof MARK_RULES)[number];

/** Under the producer's name. */
export type Marks = Map<string, number>;

export interface MarkPair {
  readonly pushed: Marks;
  readonly persisted: Marks;
}

export type Standing = 'fresh' | 'known' | 'unsettled';

/** How a number stands: above the pushed mark it is new, at or below the persisted one it is known. */
export function standingOf(rule: MarkRule, { pushed, persisted }: MarkPair, name: string, sequence: number): Standing {
  if (sequence > (pushed.get(name) ?? -1)) return 'fresh';
  return rule === 'pushedOnly' || sequence <= (persisted.get(name) ?? -1) ? 'known' : 'unsettled';
}

/** Raises a mark; a lower number leaves it where it is. */
export function raise(marks: Marks, name: string, sequence: number): void {
  marks.set(name, Math.max(marks.get(name) ?? -1, sequence));
}

/** No write is under way any more and one has failed: what was pushed is what was persisted. */
export function settle(rule: MarkRule, { pushed, persisted }: MarkPair): void {
  if (rule !== 'today') return;
  pushed.clear();
  persisted.forEach((sequence, name) => pushed.set(name, sequence));
}

/** A saved copy of the marks, and the position behind which the log must be replayed. */
export interface MarkSnapshot {
  readonly marks: ReadonlyMap<string, number>;
  readonly from: number;
}

/** The marks that a new owner of the topic has: the snapshot, and over it what the log says behind it. */
export function recovered(
  { marks, from }: MarkSnapshot,
  entries: readonly { readonly offset: number; readonly producer: string; readonly highest: number }[],
): MarkPair {
  const persisted: Marks = new Map(marks);
  for (const { offset, producer, highest } of entries) if (offset >= from) raise(persisted, producer, highest);
  return { pushed: new Map(persisted), persisted };
}

/**
 * Whether a producer that has been away since `awayMs` is forgotten by now. Inactivity is looked at each third of the
 * period only, so it may last up to a third longer.
 */
export function isPurged(awayMs: number, nowMs: number, periodMs: number): boolean {
  if (periodMs === 0) return false;
  const checkMs = Math.max(1, Math.floor(periodMs / 3));
  const lastCheckMs = Math.floor(nowMs / checkMs) * checkMs;
  return lastCheckMs - awayMs > periodMs;
}
