/**
 * What a partition remembers, derived from its cells as a broker derives it from its log: the last batches of every
 * producer id, where its open transaction began, and what became of each record's transaction.
 */
import type { Cell } from './logs';

export interface RememberedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly offset: number;
}

export interface ProducerMemory {
  readonly producerId: number;
  readonly epoch: number;
  /** Oldest first, at most five (`ProducerStateEntry.NUM_BATCHES_TO_RETAIN`). */
  readonly batches: readonly RememberedBatch[];
  /** Offset of its open transaction's first record. */
  readonly openFrom: number | undefined;
}

/** A record's standing: outside any transaction, in one that is open, or in one that was ended. */
export type Standing = 'plain' | 'open' | 'committed' | 'aborted';

/** The memory of every producer id, in the order of their first batches; none of a log that remembers no batches. */
export function memoriesOf(cells: readonly Cell[]): readonly ProducerMemory[] {
  if (!cells.some(({ remembered }) => remembered > 0)) return [];
  const memories = new Map<number, ProducerMemory>();
  for (const cell of cells) {
    if (cell.producerId < 0) continue;
    memories.set(cell.producerId, remember(memories.get(cell.producerId), cell));
  }
  return [...memories.values()];
}

function remember(before: ProducerMemory | undefined, cell: Cell): ProducerMemory {
  const { producerId, epoch } = cell;
  const kept = before?.epoch === epoch ? before.batches : [];
  if (cell.control !== undefined) return { producerId, epoch, batches: kept, openFrom: undefined };
  const openFrom = before?.openFrom ?? (cell.transactional ? cell.offset : undefined);
  return { producerId, epoch, batches: withRecord(kept, cell), openFrom };
}

/** A record begins a batch or lengthens the newest; with the batch come as many older ones as were still remembered. */
function withRecord(batches: readonly RememberedBatch[], cell: Cell): readonly RememberedBatch[] {
  const newest = batches.at(-1);
  if (newest !== undefined && newest.offset === cell.batchOffset)
    return [...batches.slice(0, -1), { ...newest, lastSequence: cell.sequence }];
  const fresh = { firstSequence: cell.sequence, lastSequence: cell.sequence, offset: cell.offset };
  return [...batches, fresh].slice(-Math.max(1, cell.remembered));
}

/** What became of each cell's transaction: the next marker of its producer decides. In the order of `cells`. */
export function standingsOf(cells: readonly Cell[]): readonly Standing[] {
  const decided = new Map<number, Standing>();
  const standings: Standing[] = [];
  for (const cell of cells.toReversed()) {
    if (cell.control !== undefined) decided.set(cell.producerId, cell.control === 'commit' ? 'committed' : 'aborted');
    standings.push(cell.transactional ? (decided.get(cell.producerId) ?? 'open') : 'plain');
  }
  return standings.reverse();
}
