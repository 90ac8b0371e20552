/** The role of who translates positions of groups: MirrorMaker's checkpoint task, Pulsar's replicated subscriptions. */
import { asAnyRole, type Action, type AnyRole, type Effects, type NodeData } from '../../engine/contracts';
import { holdingConnections, isLastOf } from '../connections';
import { bodyOf, type Correlated } from '../messages';
import type { CheckpointBody, GroupAnswer, GroupBody } from './memory';
import { pose, type OpenQuestion } from './question';
import { spacedSyncs, translate } from './syncs';
import { translatorMachine } from './translator.machine';

export interface TranslatorParameters {
  readonly words: { readonly ask: string; readonly write: string; readonly sync: string };
  readonly source: string;
  readonly target: string;
  readonly group: string;
  /** The log in the other cluster. */
  readonly partition: number;
  /** It looks at the next multiple of so many ms after something has changed; 0: at once. */
  readonly everyMs: number;
  /** A translated position becomes the group's own at the next multiple of so many ms; 0: at once; -1: never. */
  readonly syncEveryMs: number;
  /** Old pairs are thinned out to exponential distances, or all that were kept count. */
  readonly spacing: 'exponential' | 'all';
  readonly backoffMs: number;
}

interface TranslatorMemory {
  connected: Set<string>;
  correlation: number;
  open: OpenQuestion | undefined;
  version: number;
}

/** The last checkpoint is read back from the other cluster when it starts: it lies in a topic there. */
interface Written {
  upstream: number;
  downstream: number;
}
type TranslatorData = NodeData<Written, undefined, TranslatorMemory>;

const fresh = (): TranslatorMemory => ({ connected: new Set(), correlation: 0, open: undefined, version: 0 });

/** A translator's role. */
export function translatorRole(p: TranslatorParameters): AnyRole {
  const peers = [p.source, p.target];
  return asAnyRole<TranslatorData>({
    chart: translatorMachine,
    guards: {
      isLastPeer: ({ volatile: v }, event) => isLastOf(peers, v, event.from),
      isStale: ({ volatile: v }, event) => v.open?.correlation !== bodyOf<Correlated>(event).correlation,
      waitsForItsTurn: () => p.everyMs > 0,
      isFurther: ({ durable }, event) => isFurther(durable, checkpointOf(p, bodyOf<GroupAnswer>(event))),
    },
    actions: { ...holdingConnections(peers, p.backoffMs), askAgain, ...turns(p) },
    birth: () => ({ durable: { upstream: -1, downstream: -1 }, unflushed: undefined, volatile: fresh() }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: fresh() }),
  });
}

function checkpointOf({ spacing }: TranslatorParameters, { offset, syncs }: GroupAnswer): Written {
  const newestFirst = spacing === 'exponential' ? spacedSyncs(syncs) : syncs.toReversed();
  return { upstream: offset, downstream: offset < 0 ? -1 : translate(newestFirst, offset) };
}

/** Checkpoints go forward, unless the group itself went back. */
const isFurther = (last: Written, next: Written): boolean =>
  next.downstream >= 0 && (next.downstream > last.downstream || next.upstream < last.upstream);

type Actions = Record<string, Action<TranslatorData>>;
const none: Effects = [];

const askAgain: Action<TranslatorData> = ({ volatile: v }, event) =>
  v.open?.peer === event.from ? v.open.again() : none;

const untilMultiple = (everyMs: number, now: number): number => (everyMs === 0 ? 0 : everyMs - (now % everyMs));

function turns(p: TranslatorParameters): Actions {
  const { group, partition, words } = p;
  const ask = (v: TranslatorMemory, since: number, says: string): Effects => {
    const body: Omit<GroupBody, 'correlation'> = { group, since };
    return pose(v, { name: words.ask, as: 'readGroup', to: p.source, body, records: [], about: group, says });
  };
  const tell = (v: TranslatorMemory, { downstream: offset }: Written, name: string, asGroup: boolean): Effects => {
    const body: Omit<CheckpointBody, 'correlation'> = { group, partition, offset, asGroup };
    return pose(v, { name, as: 'checkpoint', to: p.target, body, records: [], about: group, says: `offset ${offset}` });
  };
  return {
    watch: ({ volatile: v }) => ask(v, v.version, 'when it moves'),
    startTurn: (_, __, now) => [
      { do: 'startTimer', name: 'turn', event: 'turnDue', delayMs: untilMultiple(p.everyMs, now) },
    ],
    read: ({ volatile: v }) => ask(v, -1, 'where is it?'),
    take: (data, event) => {
      const answer = bodyOf<GroupAnswer>(event);
      const next = checkpointOf(p, answer);
      data.volatile.version = answer.version;
      if (isFurther(data.durable, next)) data.durable = next;
      return none;
    },
    write: ({ durable, volatile: v }) => tell(v, durable, words.write, false),
    expectSync: ({ durable }, _, now) =>
      p.syncEveryMs < 0 || durable.downstream < 0
        ? none
        : [{ do: 'startTimer', name: 'sync', event: 'syncDue', delayMs: untilMultiple(p.syncEveryMs, now) }],
    syncGroup: ({ durable, volatile: v }) => {
      const { open } = v;
      const effects = tell(v, durable, words.sync, true);
      // Nobody waits to hear of it: the question that was open stays so.
      v.open = open;
      return effects;
    },
  };
}
