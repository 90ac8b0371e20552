/** A shop that calls an HTTP service once for each order: its settings, and the parameters that they become. */
import { PLAIN_CALLER, type CallerParameters } from '../machines/caller/memory';
import { callerRole } from '../machines/caller/caller';
import type { NamePolicy } from '../machines/caller/naming';
import type { NodePlan } from '../engine/contracts';
import type { SettingDescription } from '../scenario/catalog';
import type { Workload } from '../scenario/scenario';
import { choice, FROM_ZERO, number, toggle } from './describe';
import type { SettingsReader } from './reading';
import { APPLICATION, ODD_RECORDS, readOddRecords, type OddRecords } from './shared';

/** What the shop itself decides, whatever service it calls. */
export const SHOP_SETTINGS: readonly SettingDescription[] = [
  number(APPLICATION, 'app.backoff.ms', FROM_ZERO, 500, 'How long the shop waits before it tries again.'),
  choice(
    APPLICATION,
    'app.onRestart',
    ['resend', 'resume'],
    'resend',
    'What a restarted shop does with what it cannot remember was done.',
  ),
  number(
    APPLICATION,
    'app.job.again.ms',
    FROM_ZERO,
    0,
    'So long after a failed call a job makes a second one; 0: never.',
  ),
  number(
    APPLICATION,
    'app.racer',
    [0, 10_000],
    0,
    'A second process of the shop calls about this record at the same time; 0: none.',
  ),
  toggle(
    APPLICATION,
    'app.freshKeyAfterFailure',
    false,
    'A developer without patience takes a new key once a call has failed.',
  ),
  ...ODD_RECORDS,
];

export interface ShopValues {
  readonly backoffMs: number;
  readonly onRestart: 'resend' | 'resume';
  readonly jobAgainMs: number;
  readonly racer: number;
  readonly freshKey: boolean;
  readonly odd: OddRecords;
}

export const readShop = (take: SettingsReader): ShopValues => ({
  backoffMs: take.number('app.backoff.ms'),
  onRestart: take.oneOf('app.onRestart', ['resend', 'resume']),
  jobAgainMs: take.number('app.job.again.ms'),
  racer: take.number('app.racer'),
  freshKey: take.boolean('app.freshKeyAfterFailure'),
  odd: readOddRecords(take),
});

/** What differs between services. */
export interface Service {
  readonly node: string;
  readonly request: string;
  readonly policy: NamePolicy;
  readonly retriesMax: number;
  readonly timeoutMs: number;
  /** Every second record is another customer's of the service, with an account of its own. */
  readonly hasNeighbour?: boolean;
}

export const NEIGHBOUR = 'neighbour';

/** The shop's process, a second one when two of them race, and another account's when the service has two customers. */
export function shopNodes(v: ShopValues, workload: Workload, service: Service): readonly NodePlan[] {
  const p = parametersOf(v, workload, service);
  const all = (id: string, at: number): NodePlan => {
    const share = service.hasNeighbour === true ? { share: { at, of: 2 } } : {};
    return { id, role: callerRole({ ...p, ...share, only: 0, records: workload.count }) };
  };
  const racer = { id: 'shop-2', role: callerRole({ ...p, only: v.racer, records: v.racer }) };
  return [
    all('shop', 0),
    ...(v.racer > 0 ? [racer] : []),
    ...(service.hasNeighbour === true ? [all(NEIGHBOUR, 1)] : []),
  ];
}

/** One process that calls a service about each order. */
export function parametersOf(
  v: ShopValues,
  { everyMs, keys }: Workload,
  { node, request, policy, retriesMax, timeoutMs }: Service,
): Omit<CallerParameters, 'only' | 'records'> {
  return {
    ...PLAIN_CALLER,
    everyMs,
    keys,
    to: node,
    request,
    naming: { ...v.odd, policy },
    freshNameAfterFailure: v.freshKey,
    transport: 'call',
    timeoutMs,
    retriesMax,
    backoffMs: v.backoffMs,
    inFlightMax: 8,
    onRestart: v.onRestart,
    clickedTwice: v.odd.clickedTwice,
    jobAgainMs: v.jobAgainMs,
  };
}

/** Whether two calls about one order carry one name: not when the same record is handed over twice under keys of their own. */
export const namesOrders = (policy: NamePolicy): boolean => policy === 'persisted' || policy === 'derived';
