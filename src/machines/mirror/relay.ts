/** The role of who copies a log from one cluster to another: MirrorMaker's source task, Pulsar's replicator. Sources: src/systems/mirrormaker/MODEL.md and src/systems/pulsar-geo/MODEL.md. */
import { asAnyRole, note, type Action, type AnyRole, type Effects, type Guard } from '../../engine/contracts';
import { holdingConnections, isLastOf } from '../connections';
import { bodyOf, type Correlated } from '../messages';
import { groupOf } from '../worker/steps';
import * as ask from './asking';
import type { CopyAnswer, ProgressAnswer, ReadAnswer } from './memory';
import * as work from './relaying';
import { relayMachine } from './relay.machine';
import { freshRelay, type RelayData, type RelayParameters } from './relayMemory';

/** A relay's role. Who it is, and all that it knows, ends with its process; its progress lies with a cluster. */
export function mirrorRelayRole(p: RelayParameters): AnyRole {
  return asAnyRole<RelayData>({
    chart: relayMachine,
    guards: guardsOf(p),
    actions: { ...connectionActions(p), ...flowActions(p) },
    birth: () => ({ durable: { lives: 1 }, unflushed: undefined, volatile: freshRelay(1) }),
    rebirth: ({ durable }) => {
      durable.lives += 1;
      return { durable, unflushed: undefined, volatile: freshRelay(durable.lives) };
    },
  });
}

const peersOf = ({ source, target, progressAt, syncs }: RelayParameters): readonly string[] => [
  ...new Set([source, target, progressAt, ...(syncs === undefined ? [] : [syncs.to])]),
];

/** Whether what it copies stays hidden until its progress is saved with it. */
const isTransactional = ({ groups }: RelayParameters): boolean => groupOf(groups, 'publish') >= 0;

function guardsOf(p: RelayParameters): Readonly<Record<string, Guard<RelayData>>> {
  const isLast: Guard<RelayData> = ({ volatile: v }, event) => isLastOf(peersOf(p), v, event.from);
  return {
    isLastPeer: isLast,
    isLastPeerOfTransactional: (data, event, now) => isTransactional(p) && isLast(data, event, now),
    isStale: ({ volatile: v }, event) => v.open?.correlation !== bodyOf<Correlated>(event).correlation,
    isStaleFetch: ({ volatile: v }, event) => v.fetching !== bodyOf<Correlated>(event).correlation,
    isBusy: ({ volatile: v }) => v.open !== undefined,
    hasOperation: ({ volatile: v }) => v.todo.length > 0,
    isBatchDone: ({ volatile: v }) => v.batch.closing,
    isBatchOver: ({ volatile: v }) => work.isOver(p, v),
    hasCopied: ({ volatile: v }) => p.skipsCopies && (v.buffer[0]?.copiedFrom ?? '') !== '',
    hasRecord: ({ volatile: v }) => v.buffer.length > 0,
    isOutOfRange: (_, event) => bodyOf<ReadAnswer>(event).error !== '',
  };
}

type Actions = Record<string, Action<RelayData>>;
const none: Effects = [];

function connectionActions(p: RelayParameters): Actions {
  return {
    ...holdingConnections(peersOf(p), p.backoffMs),
    askAgain: ({ volatile: v }, event) => ask.askAgain(p, v, event.from),
    expectStop: (_, __, now) =>
      p.stopsAtMs > now ? [{ do: 'startTimer', name: 'stop', event: 'stopDue', delayMs: p.stopsAtMs - now }] : none,
    fence: ({ volatile: v }) => ask.fence(p, v),
    readProgress: ({ volatile: v }) => ask.readProgress(p, v),
    noteSynced: ({ volatile: v }, event) => {
      v.unheard.delete(bodyOf<Correlated>(event).correlation);
      return none;
    },
  };
}

function flowActions(p: RelayParameters): Actions {
  return {
    raiseNext: () => [{ do: 'raise', event: 'next' }],
    goOn: ({ volatile: v }, event) => work.goOn(p, v, bodyOf<ProgressAnswer>(event).next),
    operate: ({ volatile: v }) => work.operate(p, v),
    beginBatch: ({ volatile: v }) => work.beginBatch(v),
    closeBatch: ({ volatile: v }) => work.closeBatch(p, v),
    endBatch: ({ volatile: v }) => {
      v.batch.over = true;
      return none;
    },
    passOver: ({ volatile: v }) => work.passOver(p, v),
    takeRecord: ({ volatile: v }, _, now) => work.takeRecord(p, v, now),
    fetch: ({ volatile: v }) => (v.fetching >= 0 ? none : ask.fetch(p, v)),
    fetchLater: ({ volatile: v }) => {
      v.fetching = -1;
      const whenAllowed = { question: 'fetch', of: p.source };
      return [{ do: 'startTimer', name: 'fetch', event: 'fetchDue', delayMs: p.backoffMs, whenAllowed }];
    },
    copyLater: () => {
      const whenAllowed = { question: 'copy', of: p.target };
      return [{ do: 'startTimer', name: 'copy', event: 'copyDue', delayMs: p.backoffMs, whenAllowed }];
    },
    copyAgain: ({ volatile: v }) => v.open?.again() ?? none,
    passOverSaving: ({ volatile: v }) => {
      v.open = undefined;
      return none;
    },
    noteShutOut: (_, event) => {
      const { error } = bodyOf<{ readonly error: string }>(event);
      return [note({ kind: 'exception', error, records: event.records, leadsTo: 'end' })];
    },
    takeFetched: ({ volatile: v }, event) => work.takeFetched(p, v, bodyOf<ReadAnswer>(event)),
    moveIntoRange: ({ volatile: v }, event) => work.moveIntoRange(p, v, bodyOf<ReadAnswer>(event)),
    finishOperation: ({ volatile: v }, event, now) => work.finishOperation(p, v, bodyOf<CopyAnswer>(event), now),
  };
}
