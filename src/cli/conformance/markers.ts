/** After a decision: a marker to every partition of the transaction, until each is acknowledged, and then Complete. */
import {
  afterMarker,
  complete,
  isPreparing,
  markerWritten,
  type TransactionMetadata,
  type TransactionPartition,
} from '../../machines/coordinator/rules';
import type { KafkaError, Marker } from '../../machines/log/rules';
import { appendMarkerTo } from './appends';
import { endGroupTransaction } from './groupOffsets';
import { replicate } from './replication';
import { carryOut } from './transactions';
import { leaderOf, type World } from './world';

/** Goes on with every decided transaction whose markers are not held. */
export function sendMarkers(world: World): void {
  if (world.coordinatorHost < 0) return;
  for (const [id, { state }] of [...world.transactions])
    if (isPreparing(state) && !world.heldMarkers.has(id)) sendMarkersOf(world, id);
}

/** Lets the markers of one transaction out, held or not. */
export function releaseMarkers(world: World, id: string): void {
  const metadata = world.transactions.get(id);
  if (metadata === undefined || !isPreparing(metadata.state)) return;
  world.heldMarkers.delete(id);
  sendMarkersOf(world, id);
}

function sendMarkersOf(world: World, id: string): void {
  const metadata = world.transactions.get(id);
  if (metadata?.pending !== undefined || metadata === undefined) return;
  for (const partition of metadata.partitions) {
    const reaction = afterMarker(mark(world, id, metadata, partition));
    const now = world.transactions.get(id) ?? metadata;
    if (reaction === 'done') world.transactions.set(id, markerWritten(now, partition));
  }
  const rest = world.transactions.get(id) ?? metadata;
  if (rest.partitions.length === 0) carryOut(world, id, complete(rest, world.now));
}

/** The answer of a partition to its marker: acknowledged, refused, or to be asked for again. */
function mark(world: World, id: string, metadata: TransactionMetadata, partition: TransactionPartition): KafkaError {
  const marker = markerOf(world, metadata);
  if (typeof partition !== 'number') return endGroupTransaction(world, partition, marker);
  const hosted = world.partitions[partition];
  const leader = hosted === undefined ? undefined : leaderOf(world, hosted);
  if (hosted === undefined || leader === undefined) return 'NOT_LEADER_OR_FOLLOWER';
  const sent = world.markers.get(id) ?? new Map<number, number>();
  world.markers.set(id, sent);
  if (!sent.has(partition)) {
    const { error, offset } = appendMarkerTo(world, leader, marker, 'coordinator');
    if (error !== 'NONE') return error;
    sent.set(partition, offset);
  }
  replicate(world, hosted);
  const acknowledged = world.watermarkIsSet || leader.data.durable.highWatermark > (sent.get(partition) ?? 0);
  return acknowledged ? 'NONE' : 'REQUEST_TIMED_OUT';
}

const markerOf = (world: World, metadata: TransactionMetadata): Marker => ({
  producerId: metadata.producerId,
  epoch: metadata.epoch,
  coordinatorEpoch: world.coordinatorEpoch,
  control: metadata.state === 'PrepareCommit' ? 'commit' : 'abort',
  transactionVersion: metadata.transactionVersion,
});

/** Another broker takes the coordinator over: it knows what is in the log, and no more. */
export function failOverTransactions(world: World): void {
  world.coordinatorEpoch += 1;
  world.markers.clear();
  for (const [id, metadata] of [...world.transactions]) world.transactions.set(id, { ...metadata, pending: undefined });
}
