/** Soundness as a suite: in no run of a configuration with a fault does an anomaly show that the table calls impossible. */
import { afterAll, expect, test } from 'vitest';
import type { Configuration } from './configurations';
import { lineOf, soundRuns } from './soundness';
import { rows } from './table';

export interface Soundness {
  readonly side: 'produce' | 'consume';
  readonly configurations: readonly Configuration[];
  /** Runs of each configuration with each fault. */
  readonly runsEach: number;
  /** What all of them together must come to. */
  readonly runsLeast: number;
}

/** Declares the tests of one side of the oracle; each prints its counts. */
export function testSoundness({ side, configurations, runsEach, runsLeast }: Soundness): void {
  let total = 0;

  test.each(configurations.map((one) => [one.id, one] as const))(
    '%s: nothing impossible is seen',
    (id, configuration) => {
      const sound = soundRuns(configuration, runsEach);
      const mine = rows(side).filter((row) => row.configuration === id);
      const cells = mine.reduce((sum, { possible }) => sum + possible.length, 0);
      console.log(lineOf(id, sound, cells));
      total += sound.runs;
      expect(sound.impossible).toEqual([]);
      expect(sound.runs).toBeGreaterThan((mine.length * runsEach) / 2);
    },
    120_000,
  );

  test('the runs are as many as were promised', () => {
    expect(total).toBeGreaterThanOrEqual(runsLeast);
  });

  afterAll(() => console.log(`${side} side: ${total} runs`));
}
