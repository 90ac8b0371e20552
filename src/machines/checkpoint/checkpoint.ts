/** The role of the place where progress is kept outside the sink: a directory, an object store, or the heap of a manager. */
import { asAnyRole, note, type AnyRole, type NodeData } from '../../engine/contracts';
import { bodyOf } from '../messages';
import { checkpointMachine } from './checkpoint.machine';
import { answerRestore, answerSave, emptyShelf, isPlannedOtherwise, save, type SaveBody, type Shelf } from './shelf';

export interface CheckpointParameters {
  readonly words: { readonly saved: string; readonly restored: string };
  readonly kept: Shelf['kept'];
}

type CheckpointData = NodeData<Map<string, Shelf>, undefined, undefined>;

const TAKEN = 'another query has written this batch';

/** A checkpoint's role. Sources: the MODEL.md of Flink, Spark, SingleStore and Debezium. Each application keeps its own. */
export function checkpointRole({ words, kept }: CheckpointParameters): AnyRole {
  const shelfOf = ({ durable }: CheckpointData, about: string): Shelf => {
    const shelf = durable.get(about) ?? emptyShelf(kept);
    durable.set(about, shelf);
    return shelf;
  };
  return asAnyRole<CheckpointData>({
    chart: checkpointMachine,
    guards: { isPlannedOtherwise: (data, event) => isPlannedOtherwise(shelfOf(data, event.about), event) },
    actions: {
      save: (data, event) => save(shelfOf(data, event.about), event),
      answerSave: (_, event) => answerSave(event, words.saved),
      refusePlan: (_, event) => {
        const { records } = bodyOf<SaveBody>(event);
        return [
          note({ kind: 'refuse', reason: 'conflict', error: TAKEN, records, why: 'two queries share a checkpoint' }),
        ];
      },
      answerRefused: (_, event) => answerSave(event, words.saved, TAKEN),
      answerRestore: (data, event) => answerRestore(shelfOf(data, event.about), event, words.restored),
      forget: ({ durable }) => {
        durable.clear();
        return [];
      },
    },
    birth: () => ({ durable: new Map<string, Shelf>(), unflushed: undefined, volatile: undefined }),
    rebirth: ({ durable }) => ({
      durable: kept === 'durable' ? durable : new Map<string, Shelf>(),
      unflushed: undefined,
      volatile: undefined,
    }),
  });
}
