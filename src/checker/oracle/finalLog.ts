/** The log that a reader finds when everything has come to rest: that of the last leader, up to its high watermark. */
import type { Trace } from '../../trace/event';
import type { Replicas, Slot } from './replicas';
import type { Reader } from './verdict';

export type Fate = 'plain' | 'committed' | 'aborted' | 'open';

export interface FinalLog {
  readonly partition: number;
  readonly leader: string;
  /** Next offset to write. */
  readonly logEnd: number;
  readonly highWatermark: number;
  /** Everything below the high watermark, markers too. */
  readonly slots: readonly Slot[];
  readonly fates: ReadonlyMap<Slot, Fate>;
  /** Where each transaction that nobody ended begins, and what a read_committed reader may read up to. */
  readonly open: readonly Slot[];
  readonly lastStable: number;
}

export function finalLogs(trace: Trace, { logs }: Replicas): readonly FinalLog[] {
  return [...logs].map(([partition, replicas]) => {
    const leader = lastLeader(trace, partition);
    const log = replicas.get(leader) ?? [];
    const logEnd = (log.at(-1)?.offset ?? -1) + 1;
    const highWatermark = Math.min(logEnd, lastWatermark(trace, partition) ?? logEnd);
    const slots = log.filter(({ offset }) => offset < highWatermark);
    const { fates, open } = decide(slots);
    const lastStable = Math.min(highWatermark, ...open.map(({ offset }) => offset));
    return { partition, leader, logEnd, highWatermark, slots, fates, open, lastStable };
  });
}

/** The controller's last word; without a controller the one broker that writes. */
function lastLeader({ events }: Trace, partition: number): string {
  const named = events.findLast(
    (event) => event.kind === 'lead' && event.partition === partition && event.leader !== '',
  );
  if (named?.kind === 'lead') return named.leader;
  const wrote = events.find(
    (event) => (event.kind === 'append' || event.kind === 'marker') && event.partition === partition && !event.copied,
  );
  return wrote?.node ?? '';
}

function lastWatermark({ events }: Trace, partition: number): number | undefined {
  const last = events.findLast((event) => event.kind === 'watermark' && event.partition === partition);
  return last?.kind === 'watermark' ? last.highWatermark : undefined;
}

/** A marker decides all that its producer id has open before it, whatever attempt wrote it. */
function decide(slots: readonly Slot[]): Pick<FinalLog, 'fates' | 'open'> {
  const fates = new Map<Slot, Fate>();
  const undecided = new Map<number, Slot[]>();
  for (const slot of slots) {
    if (slot.record === 0) {
      undecided.get(slot.producerId)?.forEach((one) => fates.set(one, slot.commit ? 'committed' : 'aborted'));
      undecided.delete(slot.producerId);
    } else if (slot.transactional) {
      fates.set(slot, 'open');
      const before = undecided.get(slot.producerId);
      if (before === undefined) undecided.set(slot.producerId, [slot]);
      else before.push(slot);
    } else fates.set(slot, 'plain');
  }
  return { fates, open: [...undecided.values()].flatMap(([first]) => first ?? []) };
}

/** The records that this reader is given, in the order of the log. */
export function readableBy(reader: Reader, { slots, fates, lastStable }: FinalLog): readonly Slot[] {
  const data = slots.filter(({ record }) => record > 0);
  if (reader === 'read_uncommitted') return data;
  return data.filter((slot) => slot.offset < lastStable && fates.get(slot) !== 'aborted');
}
