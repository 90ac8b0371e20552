/** How a lane's settings become nodes: two generals, and nothing between them but messengers. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { PLAIN_CALLER } from '../../machines/caller/memory';
import { plainNaming } from '../../machines/caller/naming';
import { endpointRole } from '../../machines/endpoint/endpoint';
import { generalRole } from '../../machines/general/general';
import type { Settings, Workload } from '../../scenario/scenario';
import { readValues, type GeneralsValues } from './values';

const FIRST = 'general-a';
const SECOND = 'general-b';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planGenerals(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const nodes = v.protocol === 'chain' ? chain(v, workload) : order(v, workload);
  return { nodes, partitions: [] };
}

function chain({ chain: length }: GeneralsValues, { count, everyMs }: Workload): readonly NodePlan[] {
  const general = (proposes: boolean, other: string): NodePlan['role'] =>
    generalRole({ proposes, other, chain: length, records: count, everyMs });
  return [
    { id: FIRST, role: general(true, SECOND) },
    { id: SECOND, role: general(false, FIRST) },
  ];
}

const order = (v: GeneralsValues, workload: Workload): readonly NodePlan[] => [
  { id: FIRST, role: whoOrders(v, workload) },
  { id: SECOND, role: whoCarriesOut(v) },
];

const whoCarriesOut = ({ named }: GeneralsValues): NodePlan['role'] =>
  endpointRole({
    response: 'OrderAnswer',
    processingMs: 0,
    guard: named ? { memory: 'set', windowMs: 0, anchor: 'firstSeen', onDuplicate: 'replayResponse' } : undefined,
    comparesParameters: false,
    scopedByAccount: false,
    afterFailure: 'runsAgain',
    failsAfterEffect: 0,
    invalidOnce: 0,
    movesOnAfterMs: 0,
  });

/** Sent once it asks for no answer; ordered elsewhere it is another order, which nobody can know again. */
const whoOrders = (v: GeneralsValues, { count, everyMs, keys }: Workload): NodePlan['role'] =>
  callerRole({
    ...PLAIN_CALLER,
    records: count,
    everyMs,
    keys,
    to: SECOND,
    request: 'Order',
    naming: plainNaming(!v.named ? 'none' : v.protocol === 'elsewhere' ? 'perCall' : 'persisted'),
    transport: 'call',
    confirms: v.protocol !== 'once',
    timeoutMs: v.timeoutMs,
    retriesMax: v.protocol === 'retry' ? v.retries : 0,
    backoffMs: 0,
    inFlightMax: 8,
    onRestart: 'resend',
    jobAgainMs: v.protocol === 'elsewhere' ? v.timeoutMs : 0,
  });
