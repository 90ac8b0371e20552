/** How a lane's settings become nodes: sender → queue → workers with a book of names → sink. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { handlerRole } from '../../machines/handler/handler';
import { PLAIN_HANDLER } from '../../machines/handler/memory';
import { NAMES } from '../../machines/addresses';
import { namesRole } from '../../machines/names/names';
import { PLAIN_TABLE } from '../../machines/table/memory';
import { tableRole } from '../../machines/table/table';
import type { Settings, Workload } from '../../scenario/scenario';
import { callerOf, handlerOf, plainQueue, QUEUE, QUEUE_WORDS, workerNodes } from '../messaging';
import { ttlRights } from './rights';
import { namePolicy, namesUse, readValues, type TtlValues } from './values';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planTtl(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const use = namesUse(v, workload);
  const shared: readonly NodePlan[] =
    use.keptBy === 'store'
      ? [{ id: NAMES, role: namesRole({ ...use.book, outlivesCrash: v.store === 'sharedStore' }) }]
      : [];
  const nodes: NodePlan[] = [
    { id: 'sender', role: sender(v, workload) },
    { id: QUEUE, role: plainQueue(v.leaseMs) },
    ...workerNodes('worker', v.worker.workers, worker(v, workload)),
    ...shared,
    { id: 'sink', role: tableRole({ ...PLAIN_TABLE, write: v.write, book: use.book }) },
  ];
  return { nodes, partitions: [], rights: ttlRights(v) };
}

const sender = (v: TtlValues, workload: Workload): NodePlan['role'] =>
  callerRole({
    ...callerOf(v.sender, workload, namePolicy(v)),
    to: QUEUE,
    request: 'SendRequest',
    transport: 'call',
    twinAfterMs: v.twinAfterMs,
  });

const worker = (v: TtlValues, workload: Workload): NodePlan['role'] =>
  handlerRole({
    ...PLAIN_HANDLER,
    ...handlerOf(v.worker, v.sender),
    from: QUEUE,
    words: QUEUE_WORDS,
    transport: 'call',
    most: 1,
    confirmsSettle: true,
    onError: 'abandon',
    names: namesUse(v, workload),
  });
