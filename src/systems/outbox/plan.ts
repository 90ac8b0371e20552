/** How a lane's settings become nodes: shop with its database → relays → queue → workers → database with an inbox. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { handlerRole } from '../../machines/handler/handler';
import { PLAIN_HANDLER } from '../../machines/handler/memory';
import { relayRole } from '../../machines/outbox/relay';
import { shopRole } from '../../machines/outbox/shop';
import { PLAIN_TABLE } from '../../machines/table/memory';
import { tableRole } from '../../machines/table/table';
import type { Settings, Workload } from '../../scenario/scenario';
import { handlerOf, plainQueue, QUEUE, QUEUE_WORDS, workerNodes } from '../messaging';
import { outboxRights } from './rights';
import { inboxUse, readValues, type OutboxValues } from './values';

const SHOP = 'shop';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planOutbox(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const relays = v.publishes === 'outbox' ? workerNodes('relay', v.relays, relay(v, workload)) : [];
  const nodes: NodePlan[] = [
    { id: SHOP, role: shop(v, workload) },
    ...relays,
    { id: QUEUE, role: plainQueue(v.leaseMs, { refusedRecord: v.refusedRecord }) },
    ...workerNodes('worker', v.worker.workers, worker(v)),
    { id: 'sink', role: tableRole({ ...PLAIN_TABLE, write: 'append', book: inboxUse(v).book }) },
  ];
  return { nodes, partitions: [], rights: outboxRights(v) };
}

const shop = (v: OutboxValues, { count, everyMs, keys }: Workload): NodePlan['role'] =>
  shopRole({
    records: count,
    everyMs,
    keys,
    queue: QUEUE,
    publishes: v.publishes,
    commitMs: v.commitMs,
    slowRecord: v.slowOrder,
    slowMs: v.slowMs,
    rolledBack: v.rolledBack,
    cursor: v.cursor,
    pollMs: v.pollMs,
    timeoutMs: v.timeoutMs,
  });

const relay = (v: OutboxValues, { keys }: Workload): NodePlan['role'] =>
  relayRole({
    shop: SHOP,
    queue: QUEUE,
    keys,
    marks: v.marks,
    inFlightMax: v.inFlight,
    timeoutMs: v.timeoutMs,
    backoffMs: v.backoffMs,
    onRefused: v.onRefused,
  });

const worker = (v: OutboxValues): NodePlan['role'] =>
  handlerRole({
    ...PLAIN_HANDLER,
    ...handlerOf(v.worker, v),
    from: QUEUE,
    words: QUEUE_WORDS,
    transport: 'call',
    most: 1,
    confirmsSettle: true,
    onError: 'abandon',
    names: inboxUse(v),
  });
