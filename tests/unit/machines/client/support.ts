import {
  freshMemory,
  type ClientMemory,
  type ClientParameters,
  type PendingBatch,
} from '../../../../src/machines/client/memory';
import { identify } from '../../../../src/machines/client/numbering';

export const parameters = (own: Partial<ClientParameters> = {}): ClientParameters => ({
  id: 'producer',
  app: 'app',
  brokers: 1,
  partitions: 2,
  acks: 'all',
  retries: 10,
  idempotent: true,
  transactionalId: '',
  transactionTimeoutMs: 2_000,
  transactionVersion: 2,
  inFlightMax: 5,
  batchRecordsMax: 1,
  lingerMs: 0,
  deliveryTimeoutMs: 5_000,
  requestTimeoutMs: 500,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1_000,
  reconnectBackoffMs: 50,
  ...own,
});

/** A client that is connected and has producer id 7 in epoch 0. */
export function client(p: ClientParameters, epoch = 0): ClientMemory {
  const v = freshMemory(p);
  v.connected.add('broker-1').add('coordinator');
  if (p.idempotent) identify(v, 7, epoch);
  return v;
}

/** What the partition's batches are numbered with, not done ones in order. */
export const numbers = (v: ClientMemory, partition: number): readonly string[] =>
  v.partitions[partition]!.pending.map(({ records, epoch, sequence }) => `r${records[0]} e${epoch} s${sequence}`);

export const queued = (v: ClientMemory, partition: number): readonly number[] =>
  v.partitions[partition]!.queue.map(({ records }) => records[0]!);

/** The batch that holds this record and is not done. */
export function batchOf(v: ClientMemory, record: number): PendingBatch {
  const found = [...v.batches.values()].find(({ records }) => records.includes(record));
  if (found === undefined) throw new Error(`no batch holds record ${record}`);
  return found;
}
