/** Soundness of the consume side: in no run of a column with a fault does an anomaly show that the table calls impossible. */
import { afterAll, expect, test } from 'vitest';
import { CONSUMER_CONFIGURATIONS } from './consumeConfigurations';
import { lineOf, soundRuns } from './soundness';
import { rows } from './table';

const RUNS_EACH = 95;
const RUNS_LEAST = 8_000;
let total = 0;

test.each(CONSUMER_CONFIGURATIONS.map((one) => [one.id, one] as const))(
  '%s: nothing impossible is seen',
  (id, configuration) => {
    const sound = soundRuns(configuration, RUNS_EACH);
    const mine = rows('consume').filter((row) => row.configuration === id);
    console.log(
      lineOf(
        id,
        sound,
        mine.reduce((sum, { possible }) => sum + possible.length, 0),
      ),
    );
    total += sound.runs;
    expect(sound.impossible).toEqual([]);
    expect(sound.runs).toBeGreaterThan((mine.length * RUNS_EACH) / 2);
  },
  120_000,
);

test('the runs are as many as were promised', () => {
  expect(total).toBeGreaterThanOrEqual(RUNS_LEAST);
});

afterAll(() => console.log(`consume side: ${total} runs`));
