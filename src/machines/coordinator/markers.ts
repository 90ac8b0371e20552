/** After the decision: a marker to every partition of the transaction, until each has it. Source: TransactionMarkerChannelManager. */
import type { Effect, Effects, NodeEvent } from '../../engine/contracts';
import { partOf } from '../addresses';
import { askForLeader, learnLeader, type MetadataAnswer } from '../leader';
import { carryOut } from './carryOut';
import { bodyOf, type MarkerBody, type ProduceAnswer } from '../messages';
import type { KafkaError } from '../log/rules/errors';
import type { CoordinatorData, CoordinatorParameters } from './memory';
import * as rules from './rules';

/** Sends the markers of one decided transaction, or completes it when there is nothing to mark. */
export function sendMarkers(p: CoordinatorParameters, data: CoordinatorData, id: string, now = 0): Effects {
  const metadata = data.durable.transactions.get(id);
  if (metadata === undefined || !rules.isPreparing(metadata.state)) return [];
  if (metadata.partitions.length === 0)
    return carryOut(p, data, id, rules.complete(metadata, Math.max(now, metadata.updatedMs)), undefined);
  return metadata.partitions.map(() => marker(data, id, metadata));
}

function marker(
  { volatile: v }: CoordinatorData,
  id: string,
  { producerId, epoch, state }: rules.TransactionMetadata,
): Effect {
  v.correlation += 1;
  v.markers.set(v.correlation, id);
  const commit = state === 'PrepareCommit';
  const body: MarkerBody = {
    correlation: v.correlation,
    producerId,
    epoch,
    coordinatorEpoch: v.coordinatorEpoch,
    commit,
  };
  const says = `${commit ? 'COMMIT' : 'ABORT'} · epoch ${epoch}`;
  return {
    do: 'send',
    message: {
      name: 'WriteTxnMarkersRequest',
      to: v.view.leader,
      part: partOf(v.view.partition),
      body,
      records: v.records.get(id) ?? [],
      about: `marker epoch ${epoch}`,
      says,
    },
    relies: [`transaction ${id}`],
  };
}

/** Sends again what was not acknowledged: after a start, after a new connection, when there is a new leader. */
export function sendAllMarkers(p: CoordinatorParameters, data: CoordinatorData): Effects {
  data.volatile.markers.clear();
  return [...data.durable.transactions.keys()].flatMap((id) =>
    data.volatile.held.has(id) ? [] : sendMarkers(p, data, id),
  );
}

/** A leader has answered a marker. */
export function noteMarker(p: CoordinatorParameters, data: CoordinatorData, event: NodeEvent, now: number): Effects {
  const { volatile: v, durable } = data;
  const { correlation, error } = bodyOf<ProduceAnswer>(event);
  const id = v.markers.get(correlation) ?? '';
  const metadata = durable.transactions.get(id);
  v.markers.delete(correlation);
  if (metadata === undefined || !rules.isPreparing(metadata.state) || v.held.has(id)) return [];
  const reaction = rules.afterMarker(error as KafkaError);
  if (reaction === 'retry') return retry(p, data, error);
  if (reaction !== 'done') return [];
  const rest = rules.markerWritten(metadata, 0);
  return rest.partitions.length > 0 ? [] : carryOut(p, data, id, rules.complete(rest, now), undefined);
}

function retry(p: CoordinatorParameters, { volatile: v }: CoordinatorData, error: string): Effects {
  const later: Effect = { do: 'startTimer', name: 'markers', event: 'markersDue', delayMs: p.retryBackoffMs };
  return error === 'NOT_LEADER_OR_FOLLOWER' ? askForLeader(v.view, p.brokers) : [later];
}

/** The partition has another leader: markers go there from now on. */
export function followLeader(p: CoordinatorParameters, data: CoordinatorData, event: NodeEvent): Effects {
  return learnLeader(data.volatile.view, bodyOf<MetadataAnswer>(event)) ? sendAllMarkers(p, data) : [];
}
