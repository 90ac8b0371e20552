/** Where a worker's progress is kept: snapshots, newest last, and the plan of the epoch that is being worked on. */
import { note, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';

/** A transaction that was prepared at the sink and will be committed by whoever restores this snapshot. */
export interface Prepared {
  readonly epoch: number;
  readonly transaction: string;
  readonly records: readonly number[];
}

/** What a worker has to know in order to go on from the end of an epoch. */
export interface Snapshot {
  readonly epoch: number;
  /** Next position to read. */
  readonly offset: number;
  readonly prepared: readonly Prepared[];
}

/** What an epoch will read, written down before it runs. */
export interface Plan {
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  /** The node that wrote it. */
  readonly by: string;
}

export interface Shelf {
  /** A process heap keeps nothing when its process ends. */
  readonly kept: 'durable' | 'processHeap';
  snapshots: Snapshot[];
  /** Who put the newest there. */
  savedBy: string;
  plan: Plan | undefined;
}

export interface SaveBody {
  readonly correlation: number;
  readonly partition: number;
  readonly records: readonly number[];
  readonly snapshot: Snapshot | undefined;
  readonly plan: Omit<Plan, 'by'> | undefined;
}
export interface RestoreBody {
  readonly correlation: number;
  /** 0: the newest. */
  readonly epoch: number;
}
export interface RestoreAnswer {
  readonly correlation: number;
  readonly snapshot: Snapshot | undefined;
  readonly plan: Plan | undefined;
}
export interface SaveAnswer {
  readonly correlation: number;
  readonly epoch: number;
  /** Somebody else has written a plan of this number: two workers share the place. */
  readonly error: string;
}

export const emptyShelf = (kept: Shelf['kept']): Shelf => ({ kept, snapshots: [], savedBy: '', plan: undefined });

/** A plan that another worker has written already is refused: the second writer of one number loses. */
export function isPlannedOtherwise(shelf: Shelf, event: NodeEvent): boolean {
  const { plan } = bodyOf<SaveBody>(event);
  if (plan === undefined || shelf.plan === undefined) return false;
  const newest = shelf.snapshots.at(-1)?.epoch ?? -1;
  return plan.epoch <= newest || (plan.epoch === shelf.plan.epoch && event.from !== shelf.plan.by);
}

/** Somebody else has gone further since: what comes now comes from one who was replaced. */
export function isOvertaken({ snapshots, savedBy }: Shelf, event: NodeEvent): boolean {
  const { snapshot } = bodyOf<SaveBody>(event);
  const newest = snapshots.at(-1);
  if (snapshot === undefined || newest === undefined) return false;
  return snapshot.offset <= newest.offset && savedBy !== event.from;
}

export const OVERTAKEN = 'somebody else has taken over';

/** Puts a plan or a snapshot on the shelf. */
export function save(shelf: Shelf, event: NodeEvent): Effects {
  const { snapshot, plan, partition, records } = bodyOf<SaveBody>(event);
  if (plan !== undefined) shelf.plan = { ...plan, by: event.from };
  if (snapshot === undefined) return [];
  shelf.snapshots = [...shelf.snapshots.filter(({ epoch }) => epoch !== snapshot.epoch), snapshot];
  shelf.savedBy = event.from;
  const relies = records.map((record) => `delivered ${record}`);
  return [
    note(
      { kind: 'commit', group: 'checkpoint', partition, offset: snapshot.offset, accepted: true, error: '' },
      { as: `checkpoint ${partition}`, durable: shelf.kept === 'durable', relies },
    ),
  ];
}

export function answerSave(event: NodeEvent, name: string, error = ''): Effects {
  const { correlation, snapshot, plan, records } = bodyOf<SaveBody>(event);
  const epoch = snapshot?.epoch ?? plan?.epoch ?? 0;
  const body: SaveAnswer = { correlation, epoch, error };
  const says = error === '' ? `epoch ${epoch}` : error;
  const { from: to, about } = event;
  return [{ do: 'send', message: { name, as: 'saved', to, body, records, about, says, answers: event } }];
}

export function answerRestore({ snapshots, plan }: Shelf, event: NodeEvent, name: string): Effects {
  const { correlation, epoch } = bodyOf<RestoreBody>(event);
  const snapshot = epoch === 0 ? snapshots.at(-1) : snapshots.find((one) => one.epoch === epoch);
  const body: RestoreAnswer = { correlation, snapshot, plan };
  const says = snapshot === undefined ? 'nothing' : `epoch ${snapshot.epoch}, offset ${snapshot.offset}`;
  const { from: to, about } = event;
  return [{ do: 'send', message: { name, as: 'restored', to, body, records: [], about, says, answers: event } }];
}
