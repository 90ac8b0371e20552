/** What a cluster keeps beside its logs: positions of groups and of who copies, pairs of positions, translated positions. */
import { note, type Action, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { answerRestore, answerSave, emptyShelf, save, type Shelf } from '../checkpoint/shelf';
import { bodyOf } from '../messages';
import { answer } from '../answering';
import type {
  CheckpointBody,
  ClusterData,
  ClusterKept,
  ClusterParameters,
  GroupAnswer,
  GroupBody,
  ProgressAnswer,
  ProgressBody,
  SyncBody,
} from './memory';
import { inPlaceOfEarlier } from '../waiting';

type Actions = Record<string, Action<ClusterData>>;

function shelfOf({ shelves }: ClusterKept, group: string): Shelf {
  const shelf = shelves.get(group) ?? emptyShelf('durable');
  shelves.set(group, shelf);
  return shelf;
}

/** Actions about all that a cluster keeps beside its logs. */
export function keeping(p: ClusterParameters): Actions {
  return { ...groups(p), ...copying(p), ...translating(p) };
}

/** Positions of groups of readers: the next one to read. */
function groups(p: ClusterParameters): Actions {
  return {
    saveGroup: ({ durable }, event) => {
      durable.version += 1;
      return save(shelfOf(durable, event.about), event);
    },
    answerGroup: (_, event) => answerSave(event, p.words.saved),
    welcomeGroup: ({ durable }, event) => {
      durable.active.add(event.about);
      return p.translatesAtStart ? takeCheckpoint(durable, event.about) : [];
    },
    answerRestore: ({ durable }, event) => answerRestore(shelfOf(durable, event.about), event, p.words.restored),
  };
}

/** A group that has no position of its own here asks for the translated one, and begins there. */
function takeCheckpoint(kept: ClusterKept, group: string): Effects {
  const shelf = shelfOf(kept, group);
  const offset = kept.checkpoints.get(group);
  if (offset === undefined || shelf.snapshots.length > 0) return [];
  shelf.snapshots.push({ epoch: 0, offset, prepared: [] });
  return [];
}

/** Where who copies goes on. */
export function saveFor(
  kept: ClusterKept,
  { id, next, partition }: Pick<ProgressBody, 'id' | 'next' | 'partition'>,
  records: readonly number[],
): Effect {
  kept.progress.set(id, next);
  const relies = records.map((record) => `relayed ${record}`);
  return note(
    { kind: 'commit', group: id, partition, offset: next, accepted: true, error: '' },
    { as: `progress ${id}`, durable: true, relies },
  );
}

function copying(p: ClusterParameters): Actions {
  return {
    saveProgress: ({ durable }, event) => [saveFor(durable, bodyOf<ProgressBody>(event), event.records)],
    answerProgress: ({ durable }, event) => {
      const { correlation, id } = bodyOf<ProgressBody>(event);
      const next = durable.progress.get(id) ?? -1;
      const body: ProgressAnswer = { correlation, next };
      const as = event.type === 'saveProgress' ? 'answered' : 'restored';
      const says = next < 0 ? 'nothing' : `offset ${next}`;
      return [answer(event, p.words.progress, as, body, says, { relies: [`progress ${id}`] })];
    },
    keepSync: ({ durable }, event) => {
      durable.syncs = [...durable.syncs, bodyOf<SyncBody>(event).sync].slice(-p.syncsKept);
      durable.version += 1;
      return [];
    },
    answerSync: (_, event) => [answer(event, p.words.synced, 'synced', { correlation: correlationOf(event) }, 'kept')],
  };
}

const correlationOf = (event: NodeEvent): number => bodyOf<{ readonly correlation: number }>(event).correlation;

/** What is asked and told about positions of groups that read elsewhere. */
function translating(p: ClusterParameters): Actions {
  const news = (kept: ClusterKept, event: NodeEvent): Effect => {
    const { correlation, group } = bodyOf<GroupBody>(event);
    const offset = shelfOf(kept, group).snapshots.at(-1)?.offset ?? -1;
    const body: GroupAnswer = { correlation, version: kept.version, offset, syncs: kept.syncs };
    return answer(event, p.words.group, 'groupState', body, offset < 0 ? 'nothing committed' : `committed ${offset}`);
  };
  return {
    answerNews: ({ durable }, event) => [news(durable, event)],
    waitForNews: ({ volatile: v }, event) => {
      v.watchers = inPlaceOfEarlier(v.watchers, event);
      return [];
    },
    serveWatchers: ({ durable, volatile: v }) => {
      const { watchers } = v;
      v.watchers = [];
      return watchers.map((event) => news(durable, event));
    },
    keepCheckpoint: ({ durable }, event) => keepCheckpoint(durable, bodyOf<CheckpointBody>(event)),
    answerCheckpoint: (_, event) => [
      answer(event, p.words.checkpointed, 'written', { correlation: correlationOf(event) }, 'kept'),
    ],
  };
}

/**
 * A translated position; it becomes the group's own only while nobody of the group reads here. One that is not further than
 * the group's own is not put there at all. Source: MirrorCheckpointTask.syncGroupOffset.
 */
function keepCheckpoint(kept: ClusterKept, { group, partition, offset, asGroup }: CheckpointBody): Effects {
  kept.checkpoints.set(group, offset);
  const shelf = shelfOf(kept, group);
  const isBehind = (shelf.snapshots.at(-1)?.offset ?? -1) >= offset;
  if (!asGroup || isBehind) return [];
  const accepted = !kept.active.has(group);
  if (accepted) shelf.snapshots.push({ epoch: 0, offset, prepared: [] });
  const error = accepted ? '' : 'UNKNOWN_MEMBER_ID';
  const as = accepted ? { as: `checkpoint ${partition}` } : {};
  return [note({ kind: 'commit', group: 'checkpoint', partition, offset, accepted, error }, { ...as, durable: true })];
}
