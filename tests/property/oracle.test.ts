/** A second, naive oracle agrees with the real one on random traces. */
import { expect, test } from 'vitest';
import { oracleOf } from '../../src/checker/oracle/oracle';
import type { OracleOptions } from '../../src/checker/oracle/verdict';
import { naiveOracle } from '../reference/naiveOracle';
import { randomTrace } from '../support/randomTrace';

const TRACES = 100_000;
const FIRST_SEED = 1;

function optionsOf(seed: number): OracleOptions {
  const reader = seed % 2 === 0 ? 'read_committed' : 'read_uncommitted';
  return seed % 5 === 0 ? { reader, effects: seed % 3 === 0 ? 'outside' : 'inside' } : { reader };
}

test(`the oracle and a naive second one agree on ${TRACES} random traces, seeds from ${FIRST_SEED}`, () => {
  const counts = new Map<string, number>();
  for (let seed = FIRST_SEED; seed < FIRST_SEED + TRACES; seed += 1) {
    const trace = randomTrace(seed);
    const options = optionsOf(seed);
    const { anomalies, notes } = oracleOf(trace, options);
    const found = [...anomalies, ...notes].map(({ code, record }) => `${code} ${record}`);
    for (const { code } of [...anomalies, ...notes]) counts.set(code, (counts.get(code) ?? 0) + 1);
    const sorted = found.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const naive = naiveOracle(trace, options.reader, options.effects);
    if (sorted.join() !== naive.join()) expect(sorted, `seed ${seed}`).toEqual(naive);
  }
  console.log(`random traces: ${[...counts].map(([code, n]) => `${code} ${n}`).join(', ')}`);
  for (const code of ['LP', 'DP', 'DA', 'RO', 'AR', 'ZW', 'HT', 'LC', 'DC', 'U', 'F'])
    expect(counts.get(code), code).toBeGreaterThan(TRACES / 1000);
}, 300_000);
