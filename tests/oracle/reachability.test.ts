/** Reachability: every cell that the table calls possible is reached by a scenario that stays here. */
import { afterAll, expect, test } from 'vitest';
import { CONFIGURATIONS } from './configurations';
import { faultOf } from './faults';
import { observe } from './observe';
import { readReached } from './reached';
import { rows } from './table';

let reachedCells = 0;

test.each(CONFIGURATIONS.map((one) => [one.id, one] as const))(
  '%s: every possible cell is reached',
  (id, configuration) => {
    const mine = rows(configuration.side).filter((row) => row.configuration === id);
    const reached = readReached(id);
    const cells = mine.flatMap((row) => row.possible.map(({ code }) => ({ row, code })));
    expect(reached.map(({ fault, code }) => `${fault} ${code}`)).toEqual(
      cells.map(({ row, code }) => `${row.fault} ${code}`),
    );
    cells.forEach(({ row, code }, place) => {
      const cell = `${id} ${row.fault} ${code}`;
      const { deviation, findings, impossible } = observe(
        reached[place]!.scenario,
        row,
        configuration,
        faultOf(row.fault),
      );
      expect(deviation, cell).toBe('');
      expect(
        findings.map((finding) => finding.code),
        cell,
      ).toContain(code);
      expect(impossible, cell).toEqual([]);
      reachedCells += 1;
    });
  },
);

afterAll(() => console.log(`${reachedCells} possible cells reached`));
