/**
 * After the decision: a marker to every partition of the transaction, each on its own, until all have it. A marker for the
 * group's offsets goes to the group coordinator. Source: TransactionMarkerChannelManager.
 */
import type { Action, Effect, Effects, Guard, NodeEvent } from '../../engine/contracts';
import { isLateCopy } from '../connections';
import { GROUP, partOf } from '../addresses';
import {
  askAgainForLeader,
  askForLeader,
  firstLeader,
  learnLeader,
  type LeaderView,
  type MetadataAnswer,
} from '../leader';
import { bodyOf, type MarkerBody, type ProduceAnswer } from '../messages';
import type { KafkaError } from '../log/rules/errors';
import type { CoordinatorData, CoordinatorMemory, CoordinatorParameters } from './memory';
import * as rules from './rules';

/** A marker for the offsets of a group, as the transaction's part hands it over. */
export interface OffsetsMarker {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly commit: boolean;
  readonly group: string;
}

export function markerGuards(id: string): Record<string, Guard<CoordinatorData>> {
  const reaction = (event: NodeEvent): rules.MarkerReaction =>
    rules.afterMarker(bodyOf<ProduceAnswer>(event).error as KafkaError);
  return {
    isOldMarker: ({ volatile: v }, event) => isLateCopy(event) || partitionOf(v, id, event) === undefined,
    isLastMarker: ({ volatile: v }, event) => isDone(event, reaction) && v.unmarked.get(id)?.size === 1,
    isMarkerWritten: (_, event) => reaction(event) === 'done',
    isSomebodyNewer: (_, event) => reaction(event) === 'stop',
    isLeaderElsewhere: (_, event) => bodyOf<ProduceAnswer>(event).error === 'NOT_LEADER_OR_FOLLOWER',
    isMarkedLeader: ({ volatile: v }, event) => ledBy(v, id, event.from).length > 0,
    isNewLeader: ({ volatile: v }, event) => {
      const { partition, leaderEpoch } = bodyOf<MetadataAnswer>(event);
      return leaderEpoch > viewOf(v, id, partition).leaderEpoch;
    },
  };
}

const isDone = (event: NodeEvent, reaction: (event: NodeEvent) => rules.MarkerReaction): boolean =>
  event.type === 'offsetsMarked' || reaction(event) === 'done';

export function markerActions(p: CoordinatorParameters, id: string): Record<string, Action<CoordinatorData>> {
  return {
    beginMarking: (data) => beginMarking(p, data, id),
    noteMarker: ({ volatile: v }, event) => noteMarker(v, id, event),
    stopMarking: ({ volatile: v }) => stopMarking(v, id),
    sendMarkers: (data) => sendMarkers(p, data, id, unmarkedOf(data.volatile, id)),
    sendMarkersToPeer: (data, event) => sendMarkers(p, data, id, ledBy(data.volatile, id, event.from)),
    sendMarkersToLeader: (data, event) => {
      const { partition } = bodyOf<MetadataAnswer>(event);
      const isWaiting = data.volatile.unmarked.get(id)?.has(partition) === true;
      return isWaiting ? sendMarkers(p, data, id, [partition]) : [];
    },
    sendMarkersLater: () => [{ do: 'startTimer', name: 'markers', event: 'markersDue', delayMs: p.retryBackoffMs }],
    markOffsets: (data, event) => markOffsets(data, id, event.body as string),
    takeLeader: ({ volatile: v }, event) => {
      const answer = bodyOf<MetadataAnswer>(event);
      learnLeader(viewOf(v, id, answer.partition), answer);
      return [];
    },
    findLeader: ({ volatile: v }, event) =>
      doubted(v, id, event).flatMap((partition) => askForLeader(viewOf(v, id, partition), p.brokers)),
    askAgain: ({ volatile: v }) =>
      [...(v.views.get(id)?.values() ?? [])].flatMap((view) => askAgainForLeader(view, p.brokers)),
  };
}

/** Who leads a partition, as far as this transactional.id's part knows. */
function viewOf(v: CoordinatorMemory, id: string, partition: number): LeaderView {
  const views = v.views.get(id) ?? new Map<number, LeaderView>();
  v.views.set(id, views);
  const view = views.get(partition) ?? firstLeader(partition);
  views.set(partition, view);
  return view;
}

const unmarkedOf = (v: CoordinatorMemory, id: string): rules.TransactionPartition[] => [
  ...(v.unmarked.get(id)?.keys() ?? []),
];

/** The partitions that still need their marker and are led by this broker. */
const ledBy = (v: CoordinatorMemory, id: string, peer: string): number[] =>
  unmarkedOf(v, id).filter(
    (partition): partition is number => typeof partition === 'number' && viewOf(v, id, partition).leader === peer,
  );

/** Whose leader is to be doubted: of the marker that was refused or not answered, or all that a lost peer led. */
function doubted(v: CoordinatorMemory, id: string, event: NodeEvent): readonly number[] {
  if (event.type === 'disconnected') return ledBy(v, id, event.from);
  const partition = event.type === 'markerTimedOut' ? event.body : partitionOf(v, id, event);
  return typeof partition === 'number' ? [partition] : [];
}

/** Which partition an answer is about; `undefined`: of none that waits for just this answer. */
function partitionOf(v: CoordinatorMemory, id: string, event: NodeEvent): rules.TransactionPartition | undefined {
  if (event.type === 'nothingToMark') return undefined;
  if (event.type === 'offsetsMarked') return rules.offsetsPartitionOf(event.body as string);
  const { correlation } = bodyOf<ProduceAnswer>(event);
  for (const [partition, awaited] of v.unmarked.get(id) ?? []) if (awaited === correlation) return partition;
  return undefined;
}

function beginMarking(p: CoordinatorParameters, data: CoordinatorData, id: string): Effects {
  const partitions = data.durable.transactions.get(id)?.partitions ?? [];
  data.volatile.unmarked.set(id, new Map(partitions.map((partition) => [partition, -1])));
  return partitions.length === 0 ? [{ do: 'raise', event: 'nothingToMark' }] : sendMarkers(p, data, id, partitions);
}

const timerOf = (partition: rules.TransactionPartition): string => `marker ${partition}`;

function noteMarker(v: CoordinatorMemory, id: string, event: NodeEvent): Effects {
  const partition = partitionOf(v, id, event);
  if (partition === undefined) return [];
  v.unmarked.get(id)?.delete(partition);
  return [{ do: 'stopTimer', name: timerOf(partition) }];
}

/** Somebody newer is responsible: this coordinator forgets the job. */
function stopMarking(v: CoordinatorMemory, id: string): Effects {
  const timers = unmarkedOf(v, id).map((partition): Effect => ({ do: 'stopTimer', name: timerOf(partition) }));
  v.unmarked.delete(id);
  return timers;
}

function sendMarkers(
  p: CoordinatorParameters,
  data: CoordinatorData,
  id: string,
  partitions: readonly rules.TransactionPartition[],
): Effects {
  const metadata = data.durable.transactions.get(id);
  if (metadata === undefined) return [];
  return partitions.flatMap((partition) =>
    typeof partition === 'number'
      ? sendMarker(p, data, id, metadata, partition)
      : [
          {
            do: 'startTimer',
            name: timerOf(partition),
            event: 'offsetsMarkerDue',
            delayMs: p.appendMs,
            body: partition,
          },
        ],
  );
}

/** One WriteTxnMarkers request to the partition's leader. */
function sendMarker(
  p: CoordinatorParameters,
  { volatile: v, durable }: CoordinatorData,
  id: string,
  { producerId, epoch, state }: rules.TransactionMetadata,
  partition: number,
): Effect[] {
  v.correlation += 1;
  const { correlation, coordinatorEpoch } = v;
  v.unmarked.get(id)?.set(partition, correlation);
  const commit = state === 'PrepareCommit';
  const body: MarkerBody = { correlation, producerId, epoch, coordinatorEpoch, commit };
  const message = {
    name: 'WriteTxnMarkersRequest',
    to: viewOf(v, id, partition).leader,
    part: partOf(partition),
    body,
    records: durable.records.get(id) ?? [],
    about: `marker epoch ${epoch}`,
    says: `${commit ? 'COMMIT' : 'ABORT'} · epoch ${epoch}`,
  };
  const delayMs = p.requestTimeoutMs;
  return [
    { do: 'send', message, relies: [`transaction ${id}`] },
    { do: 'startTimer', name: timerOf(partition), event: 'markerTimedOut', delayMs, body: partition },
  ];
}

/** The marker for a group's offsets is a record of the offsets partition, which this node leads too. */
function markOffsets({ durable }: CoordinatorData, id: string, partition: string): Effects {
  const metadata = durable.transactions.get(id);
  if (metadata === undefined) return [];
  const { producerId, epoch, state } = metadata;
  const group = rules.groupOfPartition(partition);
  const body: OffsetsMarker = { transactionalId: id, producerId, epoch, commit: state === 'PrepareCommit', group };
  return [{ do: 'raise', event: 'writeOffsetsMarker', part: GROUP, body }];
}
