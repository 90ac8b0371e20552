/** How a lane's settings become nodes: source → queue → workers → database. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { handlerRole } from '../../machines/handler/handler';
import { PLAIN_HANDLER } from '../../machines/handler/memory';
import { tableRole } from '../../machines/table/table';
import type { Settings, Workload } from '../../scenario/scenario';
import { callerOf, handlerOf, plainQueue, QUEUE, QUEUE_WORDS, workerNodes } from '../messaging';
import { databaseRights } from './rights';
import { namesUse, readValues, stepsOf, type DatabaseValues } from './values';

/** What the events of an account add to it, in turn: 10, 15, 100, 101 as balances. */
const DIFFERENCES = [10, 5, 85, 1];

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planDatabase(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const nodes: NodePlan[] = [
    { id: 'source', role: source(v, workload) },
    { id: QUEUE, role: plainQueue(v.leaseMs, { keepsOrder: isPartition(v) }) },
    ...workerNodes('worker', v.worker.workers, worker(v)),
    { id: 'sink', role: database(v, workload) },
  ];
  return { nodes, partitions: [], rights: databaseRights(v) };
}

/** An offset is a place in one partition: what is sent there and read from there keeps its order. */
const isPartition = ({ remembers }: DatabaseValues): boolean => remembers === 'offset';

const source = (v: DatabaseValues, workload: Workload): NodePlan['role'] =>
  callerRole({
    ...callerOf(v.sender, workload, v.messageId),
    ...(isPartition(v) ? { keys: 1, retriesInOrder: true } : {}),
    to: QUEUE,
    request: 'SendRequest',
    transport: 'call',
    replay: v.replay,
  });

const worker = (v: DatabaseValues): NodePlan['role'] =>
  handlerRole({
    ...PLAIN_HANDLER,
    ...handlerOf({ ...v.worker, steps: stepsOf(v) }, v.sender),
    from: QUEUE,
    words: QUEUE_WORDS,
    transport: 'call',
    most: 1,
    confirmsSettle: true,
    onError: 'abandon',
    names: namesUse(v),
  });

const database = (v: DatabaseValues, { keys }: Workload): NodePlan['role'] =>
  tableRole(
    {
      write: v.write,
      key: v.key,
      book: namesUse(v).book,
      accounts: keys,
      differences: DIFFERENCES,
      deletes: v.deletes,
      keepsTombstones: v.tombstones,
    },
    v.selectsFirst,
  );
