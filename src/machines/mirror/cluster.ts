/** The role of a cluster of one region, as far as copying between regions asks anything of it. Sources: src/systems/mirrormaker/MODEL.md and src/systems/pulsar-geo/MODEL.md. */
import { asAnyRole, type Action, type AnyRole, type Effect, type NodeEvent } from '../../engine/contracts';
import type { CallAnswer, CallBody } from '../caller/memory';
import { isKnown, newGuard } from '../guard/attachment';
import { bodyOf } from '../messages';
import { clusterMachine } from './cluster.machine';
import { answer } from '../answering';
import { emptyLog, isReadable, read } from './entries';
import { keeping } from './keeping';
import { freshWaits, type ClusterData, type ClusterKept, type ClusterParameters, type ReadBody } from './memory';
import * as writing from './writing';
import { inPlaceOfEarlier } from '../waiting';

/** A cluster's role. Everything that it has answered is durable: replication within a region is no matter of this one. */
export function clusterRole(p: ClusterParameters): AnyRole {
  return asAnyRole<ClusterData>({
    chart: clusterMachine,
    guards: {
      isKnown: ({ durable: { guard } }, event, now) =>
        guard !== undefined && isKnown(guard, bodyOf<CallBody>(event).name, now),
      isAbortedFirst: (_, event) => bodyOf<CallBody>(event).record === p.abortedRecord,
      isKnownCopy: ({ durable }, event, now) => writing.isKnownCopy(durable, event, now),
      isReadable: ({ durable }, event) => isReadable(durable, bodyOf<ReadBody>(event)),
      hasNews: ({ durable }, event) => durable.version > bodyOf<{ readonly since: number }>(event).since,
    },
    actions: { ...appending(p), ...reading(p), ...keeping(p) },
    birth: () => ({ durable: nothingKept(p), unflushed: undefined, volatile: freshWaits() }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: freshWaits() }),
  });
}

const nothingKept = ({ logs, guard }: ClusterParameters): ClusterKept => ({
  logs: new Map(logs.map((partition) => [partition, emptyLog()])),
  guard: guard === undefined ? undefined : newGuard(guard),
  fates: new Map(),
  shelves: new Map(),
  active: new Set(),
  progress: new Map(),
  syncs: [],
  checkpoints: new Map(),
  version: 0,
  sequence: 0,
});

type Actions = Record<string, Action<ClusterData>>;

function appending(p: ClusterParameters): Actions {
  return {
    absorb: (_, event) => writing.absorb(event),
    append: ({ durable }, event, now) => writing.appendCall(p, durable, event, now),
    appendAborted: ({ durable }, event) => writing.appendAborted(p, durable, event),
    answerAppend: (_, event) => {
      const { correlation, record } = bodyOf<CallBody>(event);
      const body: CallAnswer = { correlation, error: '', retriable: false };
      return [answer(event, p.words.appended, 'answer', body, 'stored', { relies: [`stored ${record}`] })];
    },
    absorbCopy: (_, event) => writing.absorbCopy(event),
    answerKnown: (_, event) => [answer(event, p.words.copied, 'answered', copyAnswer(event, -1), 'known')],
    appendCopy: ({ durable }, event, now) => writing.appendCopy(p, durable, event, now),
    answerCopy: ({ durable }, event) => {
      const { partition } = bodyOf<{ readonly partition: number }>(event);
      const offset = (durable.logs.get(partition)?.end ?? 0) - 1;
      return [answer(event, p.words.copied, 'answered', copyAnswer(event, offset), `offset ${offset}`)];
    },
    commitCopy: ({ durable }, event) => writing.commitCopy(durable, event),
    answerEnd: (_, event) => [answer(event, p.words.ended, 'answered', copyAnswer(event, -1), 'committed')],
    abortLeftOpen: ({ durable }, event) => writing.abortLeftOpen(durable, event),
    answerFence: (_, event) => [answer(event, p.words.fenced, 'fenced', copyAnswer(event, -1), event.about)],
    expire: ({ durable }, event) => writing.expire(durable, event),
    recreate: ({ durable }) => writing.recreate(p, durable),
  };
}

const copyAnswer = (event: NodeEvent, offset: number): object => ({
  correlation: bodyOf<{ readonly correlation: number }>(event).correlation,
  offset,
});

function reading(p: ClusterParameters): Actions {
  const answerOne = ({ durable }: ClusterData, event: NodeEvent): Effect => {
    const { partition, offset } = bodyOf<ReadBody>(event);
    const body = read(durable, bodyOf<ReadBody>(event));
    const records = body.entries.map(({ record }) => record);
    const range = `offsets ${offset} to ${body.next - 1}`;
    const says =
      body.error === '' ? (offset < 0 ? `the end is ${body.next}` : range) : `${body.error}, the first is ${body.next}`;
    const relies = body.entries.map((entry) => `appended ${partition}/${entry.offset}`);
    return answer(event, p.words.fetched, 'fetched', body, says, { records, relies });
  };
  return {
    answerFetch: (data, event) => [answerOne(data, event)],
    waitToRead: ({ volatile: v }, event) => {
      v.readers = inPlaceOfEarlier(v.readers, event);
      return [];
    },
    serveReaders: (data) => {
      const ready = data.volatile.readers.filter((event) => isReadable(data.durable, bodyOf<ReadBody>(event)));
      data.volatile.readers = data.volatile.readers.filter((event) => !ready.includes(event));
      return ready.map((event) => answerOne(data, event));
    },
  };
}
