/** Reachability: every cell that the table calls possible is reached by a scenario that stays here. */
import { afterAll, expect, test } from 'vitest';
import { configurationOf, CONFIGURATIONS } from './configurations';
import { faultOf } from './faults';
import { observe } from './observe';
import { readReached } from './reached';
import { BEYOND, rowOf, rows } from './table';

let reachedCells = 0;

test.each(CONFIGURATIONS.map((one) => [one.id, one] as const))(
  '%s: every possible cell is reached, by its own row alone',
  (id, configuration) => {
    const mine = rows(configuration.side).filter((row) => row.configuration === id);
    const reached = readReached(id);
    const cells = mine.flatMap((row) => row.possible.map(({ code }) => ({ row, code })));
    expect(reached.map(({ fault, code }) => `${fault} ${code}`)).toEqual(
      cells.map(({ row, code }) => `${row.fault} ${code}`),
    );
    cells.forEach(({ row, code }, place) => {
      const cell = `${id} ${row.fault} ${code}`;
      const { missing, alsoPossible, findings, impossible } = observe(
        reached[place]!.scenario,
        row,
        configuration,
        faultOf(row.fault),
      );
      expect(missing, cell).toBe('');
      expect([...alsoPossible], cell).not.toContain(code);
      expect(
        findings.map((finding) => finding.code),
        cell,
      ).toContain(code);
      expect(impossible, cell).toEqual([]);
      reachedCells += 1;
    });
  },
);

test('what goes beyond the table is reached as well', () => {
  const reached = readReached('beyond');
  expect(reached.map(({ fault, code }) => `${fault} ${code}`)).toEqual(
    BEYOND.map(({ fault, code }) => `${fault} ${code}`),
  );
  BEYOND.forEach(({ configuration, fault, code }, place) => {
    const row = rowOf(configuration, fault);
    const { scenario } = reached[place]!;
    const { missing, beyond, impossible } = observe(scenario, row, configurationOf(configuration), faultOf(fault));
    expect(missing).toBe('');
    expect(beyond.map((finding) => finding.code)).toContain(code);
    expect(impossible).toEqual([]);
  });
});

afterAll(() => console.log(`${reachedCells} possible cells reached, ${BEYOND.length} beyond the table`));
