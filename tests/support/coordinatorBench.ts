/** A coordinator with scripted clients and leaders around it. */
import type { LanePlan, NodeEvent } from '../../src/engine/contracts';
import { GROUP, transactionPart } from '../../src/machines/addresses';
import { coordinatorRole } from '../../src/machines/coordinator/coordinator';
import type { CoordinatorParameters } from '../../src/machines/coordinator/memory';
import type { Fault } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/event';
import { play, scripted, type Line, type Replies } from './scripted';

export const ID = 'payments';
export const PART = transactionPart(ID);

const PARAMETERS: CoordinatorParameters = {
  sessionTimeoutMs: 100,
  rebalanceTimeoutMs: 300,
  partitions: 2,
  brokers: 1,
  transactionalIds: [ID],
  transactionVersion: 2,
  verificationEnabled: true,
  sweepMs: 100,
  appendMs: 2,
  loadMs: 10,
  requestTimeoutMs: 200,
  retryBackoffMs: 20,
};

export interface Bench {
  readonly client: readonly Line[];
  /** Further clients by node id. */
  readonly others?: Readonly<Record<string, readonly Line[]>>;
  /** What leaders answer to a marker; NONE unless said. */
  readonly markers?: (event: NodeEvent, nth: number) => object | undefined;
  readonly controller?: Replies;
  readonly parameters?: Partial<CoordinatorParameters>;
  readonly faults?: readonly Fault[];
  readonly targets?: NonNullable<LanePlan['targets']>;
}

export const written = (): object => ({ error: 'NONE', baseOffset: 0 });

/** Runs the bench. The clients are `client` and `others`; broker-1 and broker-2 take markers. */
export function runBench({
  client,
  others = {},
  markers,
  controller,
  parameters,
  faults = [],
  targets = {},
}: Bench): Trace {
  const leader = scripted({
    peers: ['coordinator'],
    lines: [],
    replies: { WriteTxnMarkersRequest: markers ?? written },
  });
  const speaker = (lines: readonly Line[]) => scripted({ peers: ['coordinator'], lines });
  return play(
    {
      coordinator: coordinatorRole({ ...PARAMETERS, ...parameters }),
      'broker-1': leader,
      'broker-2': leader,
      ...(controller === undefined ? {} : { controller: scripted({ peers: [], lines: [], replies: controller }) }),
      client: speaker(client),
      ...Object.fromEntries(Object.entries(others).map(([id, lines]) => [id, speaker(lines)])),
    },
    { targets },
    faults,
  );
}

const toId = { to: 'coordinator', part: PART };
const toGroup = { to: 'coordinator', part: GROUP };

export const init = (atMs: number, producerId = -1, epoch = -1, timeoutMs = 1_000): Line => ({
  ...toId,
  atMs,
  name: 'InitProducerIdRequest',
  body: { transactionalId: ID, timeoutMs, producerId, epoch },
});

export const add = (atMs: number, partitions: readonly number[], epoch = 0, verifyOnly = false): Line => ({
  ...toId,
  atMs,
  name: 'AddPartitionsToTxnRequest',
  body: { transactionalId: ID, producerId: 1_000, epoch, partitions, verifyOnly },
  records: partitions.map((partition) => partition + 1),
});

export const addOffsets = (atMs: number, epoch = 0): Line => ({
  ...toId,
  atMs,
  name: 'AddOffsetsToTxnRequest',
  body: { transactionalId: ID, producerId: 1_000, epoch, group: ID },
});

export const end = (atMs: number, commit: boolean, epoch = 0, records: readonly number[] = [1]): Line => ({
  ...toId,
  atMs,
  name: 'EndTxnRequest',
  body: { transactionalId: ID, producerId: 1_000, epoch, commit },
  records,
});

export const txnCommit = (atMs: number, offset: number, epoch = 0, who: object = {}): Line => ({
  ...toGroup,
  atMs,
  name: 'TxnOffsetCommitRequest',
  body: {
    group: ID,
    transactionalId: ID,
    producerId: 1_000,
    epoch,
    offsets: [{ partition: 0, offset }],
    member: '',
    generation: -1,
    instanceId: '',
    ...who,
  },
  records: [1],
});

export const commitOffset = (atMs: number, offset: number, who: object = {}): Line => ({
  ...toGroup,
  atMs,
  name: 'OffsetCommitRequest',
  body: { group: ID, offsets: [{ partition: 0, offset }], member: '', generation: -1, instanceId: '', ...who },
});

export const fetchOffset = (atMs: number, requireStable = true): Line => ({
  ...toGroup,
  atMs,
  name: 'OffsetFetchRequest',
  body: { group: ID, partitions: [0], requireStable },
});

export const member = (name: string, atMs: number, id: string, generation = -1, more: object = {}): Line => ({
  ...toGroup,
  atMs,
  name,
  body: { group: ID, member: id, generation, instanceId: '', protocol: 'eager', owned: [], ...more },
});
