/** One scenario of a row for each seed: a random workload, latency, batching, and one occurrence of the row's fault. */
import { simulate } from '../../src/engine/simulate';
import type { Fault, Scenario, Settings, Workload } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import type { Trace } from '../../src/trace/event';
import type { Configuration } from './configurations';
import type { FaultKind, Shape } from './fault';
import { luckOf, type Luck } from './luck';
import { readsCommitted } from './signs';

/** The scenario of this seed: equal seeds give equal scenarios. */
export function scenarioFor(configuration: Configuration, fault: FaultKind, seed: string): Scenario {
  const luck = luckOf(seed);
  const shape = fault.shape?.(luck, configuration) ?? {};
  const calm = calmScenario(configuration, luck, shape);
  const target = {
    configuration,
    settings: calm.lanes[0]!.settings,
    records: calm.records,
    network: calm.network,
    calm: () => traceOf(calm),
    trial: (faults: readonly Fault[]) => traceOf({ ...calm, faults }),
  };
  return { ...calm, title: `${configuration.id} · ${fault.id}`, faults: fault.strike(luck, target) };
}

/** The trace of a scenario's first lane. */
export const traceOf = (scenario: Scenario): Trace => simulate(scenario, SYSTEMS)[0]!.trace;

function calmScenario(configuration: Configuration, luck: Luck, shape: Shape): Scenario {
  const { id, system, preset, settings } = configuration;
  const latency = luck.within('latency', 1, 8);
  return {
    version: 1,
    title: id,
    seed: luck.seed,
    records: { ...workloadOf(luck), ...shape.records },
    network: {
      latencyMs: [latency, latency + luck.within('jitter', 0, 8)],
      lossPerMille: 0,
      duplicatePerMille: 0,
      delayPerMille: 0,
      delayMs: [50, 400],
      ...shape.network,
    },
    crashes: { perMille: 0, forMs: [200, 400] },
    faults: [],
    lanes: [{ id, system, preset, settings: { ...settings, ...drawn(luck, configuration), ...shape.settings } }],
    limits: { virtualMs: 200_000, events: 20_000 },
  };
}

const workloadOf = (luck: Luck): Workload => ({
  count: luck.within('records', 3, 7),
  everyMs: luck.oneOf('pace', [1, 3, 8, 20, 60]),
  keys: 1,
  kind: 'payment',
});

/** What no row fixes: how records are gathered into batches and transactions, and an application that changes its mind. */
const drawn = (luck: Luck, configuration: Configuration): Settings => ({
  'batch.size': luck.oneOf('batch', [1_000, 2_000, 16_384]),
  'linger.ms': luck.oneOf('linger', [0, 0, 5]),
  'partition.assignment.strategy': luck.oneOf('rebalances', ['range', 'cooperative-sticky']),
  ...(configuration.system === 'kafka' ? { 'app.transaction.records': luck.within('in one transaction', 1, 3) } : {}),
  ...(readsCommitted(configuration) && luck.chance('changes its mind', 30)
    ? { 'app.abortsAt': luck.within('about', 1, 4) }
    : {}),
});
