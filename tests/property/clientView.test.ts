/** The client-view checker is sound against the all-seeing one: whatever it reports must also be there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bothViewsOf } from '../../src/checker/bothViews';
import type { Reader } from '../../src/checker/oracle/verdict';
import { simulate } from '../../src/engine/simulate';
import { SYSTEMS } from '../../src/systems/registry';
import { anyScenario } from '../support/anyScenario';

const RUNS = 2500;
const SEED = 20_261_125;

test(`no client reports what the oracle does not know, in ${RUNS} scenarios (seed ${SEED})`, () => {
  const told = new Map<string, number>();
  const count = (name: string): void => void told.set(name, (told.get(name) ?? 0) + 1);
  fc.assert(
    fc.property(anyScenario, fc.constantFrom<Reader>('read_committed', 'read_uncommitted'), (scenario, reader) => {
      for (const { trace } of simulate(scenario, SYSTEMS)) {
        const { client, gap } = bothViewsOf(trace, { reader });
        client.forEach(({ name }) => count(name));
        gap.seen.forEach(({ code }) => count(`${code} seen`));
        gap.hidden.forEach(({ code }) => count(`${code} hidden`));
        expect(gap.beyond).toEqual([]);
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  console.log(
    `client view over ${RUNS} scenarios: ${[...told]
      .toSorted()
      .map(([name, n]) => `${name} ${n}`)
      .join(', ')}`,
  );
  expect(told.get('lost-write')).toBeGreaterThan(0);
  expect(told.get('duplicate')).toBeGreaterThan(0);
  expect(told.get('nonmonotonic-send')).toBeGreaterThan(0);
}, 300_000);
