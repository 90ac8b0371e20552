import { simulate } from '../../src/engine/simulate';
import type { Scenario } from '../../src/scenario/scenario';
import type { EventOf, FactKind, Trace, TraceEvent } from '../../src/trace/event';
import { toySystem } from '../fixtures/toy';

/** A scenario of the toy system; `change` replaces whole parts of it. */
export function toyScenario(change: Partial<Scenario> = {}): Scenario {
  return {
    version: 1,
    title: 'toy',
    seed: 'toy-seed',
    records: { count: 4, everyMs: 100, keys: 1, kind: 'ping' },
    network: { latencyMs: [5, 15], lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0, delayMs: [50, 400] },
    crashes: { perMille: 0, forMs: [200, 400] },
    faults: [],
    lanes: [{ id: 'toy', system: 'toy', preset: 'plain', settings: {} }],
    limits: { virtualMs: 60_000, events: 10_000 },
    ...change,
  };
}

/** The trace of the toy system under this scenario. */
export function toyTrace(change: Partial<Scenario> = {}): Trace {
  const [run] = simulate(toyScenario(change), [toySystem]);
  if (run === undefined) throw new Error('the toy scenario has one lane');
  return run.trace;
}

/** All events of one kind. */
export function eventsOf<K extends FactKind>(trace: Trace, kind: K): readonly EventOf<K>[] {
  return trace.events.filter((event): event is EventOf<K> => event.kind === kind);
}

/** The event, or a failure that prints the trace's kinds. */
export function the<K extends FactKind>(
  trace: Trace,
  kind: K,
  holds: (event: EventOf<K>) => boolean = () => true,
): EventOf<K> {
  const found = eventsOf(trace, kind).find(holds);
  if (found === undefined)
    throw new Error(`no ${kind} like that in ${trace.events.map((event: TraceEvent) => event.kind).join(' ')}`);
  return found;
}
