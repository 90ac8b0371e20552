/** What records are worth, where their kind is money: the same record is worth the same in every scenario. */
import { groupDigits } from './durations';

const KINDS: ReadonlySet<string> = new Set([
  'payment',
  'charge',
  'transfer',
  'refund',
  'invoice',
  'deposit',
  'withdrawal',
  'order',
  'payout',
]);
/** Whole euros, dealt in turn; eight of them make 360. */
const AMOUNTS = [40, 25, 60, 35, 80, 20, 55, 45] as const;

/** Whether records of this kind are counted in money rather than in pieces. */
export const isMoney = (kind: string): boolean => KINDS.has(kind);

/** What record `record` (from 1) is worth: euros, or 1 where the kind is not money. */
export function worthOf(record: number, kind: string): number {
  return isMoney(kind) ? (AMOUNTS[(record - 1) % AMOUNTS.length] ?? 1) : 1;
}

/** `€360`, or `8` where the kind is not money. */
export function sayWorth(worth: number, kind: string): string {
  return isMoney(kind) ? `€${groupDigits(worth)}` : groupDigits(worth);
}
