import type { Fault, LaneSpec, Scenario, Settings } from '../../src/scenario/scenario';

/** One lane of the kafka system. */
export function lane(preset: string, settings: Settings = {}, id = preset): LaneSpec {
  return { id, system: 'kafka', preset, settings };
}

/** Eight payments without rates; `change` replaces whole parts. */
export function kafkaScenario(
  lanes: readonly LaneSpec[],
  faults: readonly Fault[] = [],
  change: Partial<Scenario> = {},
): Scenario {
  return {
    version: 1,
    title: 'test',
    seed: 'blue-otter-42',
    records: { count: 8, everyMs: 100, keys: 1, kind: 'payment' },
    network: { latencyMs: [5, 15], lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0, delayMs: [50, 400] },
    crashes: { perMille: 0, forMs: [200, 400] },
    faults,
    lanes,
    limits: { virtualMs: 200_000, events: 200_000 },
    ...change,
  };
}

export const drop = (message: string, record: number): Fault => ({ do: 'drop', message, record, attempt: 1 });
export const crashAtStep = (
  node: string,
  when: 'before' | 'after',
  step: string,
  record: number,
  forMs = 300,
): Fault => ({
  do: 'crash',
  node,
  pin: { when, step, record, attempt: 1 },
  forMs,
});
