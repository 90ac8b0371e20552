/** The role of a shared store of names, such as a cache server. Each question is one atomic step of it. */
import { asAnyRole, type AnyRole, type NodeData } from '../../engine/contracts';
import { answerName } from './asking';
import { newBook, type BookParameters, type NameBook } from './book';
import { namesMachine } from './names.machine';

export interface NamesParameters extends BookParameters {
  /** Whether the names are on its disk, or in its memory alone. */
  readonly outlivesCrash: boolean;
}

type NamesData = NodeData<NameBook, undefined, undefined>;

/** The store's role. Without a disk it comes back from a crash with an empty book. */
export function namesRole(p: NamesParameters): AnyRole {
  return asAnyRole<NamesData>({
    chart: namesMachine,
    guards: {},
    actions: { answerName: ({ durable }, event, now) => answerName(durable, event, now) },
    birth: () => ({ durable: newBook(p), unflushed: undefined, volatile: undefined }),
    rebirth: (old) => (p.outlivesCrash ? old : { ...old, durable: newBook(p) }),
  });
}
