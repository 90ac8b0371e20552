/** Reachability: every cell that the table calls possible is reached by a scenario that stays here. */
import { afterAll, expect, test } from 'vitest';
import { CONFIGURATIONS } from './configurations';
import { faultOf } from './faults';
import { observe } from './observe';
import { readReached } from './reached';
import { rows } from './table';

/** Cells that no scenario reaches yet, and what is missing. A scenario that reaches one takes it off this list. */
const OPEN: readonly string[] = [
  'txnTV1 lateCopy LP', // an abort that arrives late between two partitions of the next transaction, with verification on
  'txnTV1 powerLossAllIsr AR', // an abort marker that was not flushed behind records that were
  'autoAsync zombieConsumer LC', // a worker that drops what waits of partitions that its consumer lost
];

let reachedCells = 0;

test.each(CONFIGURATIONS.map((one) => [one.id, one] as const))(
  '%s: every possible cell that is not listed as open is reached',
  (id, configuration) => {
    const mine = rows(configuration.side).filter((row) => row.configuration === id);
    const reached = readReached(id);
    const cells = mine
      .flatMap((row) => row.possible.map(({ code }) => ({ row, code })))
      .filter(({ row, code }) => !OPEN.includes(`${id} ${row.fault} ${code}`));
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

afterAll(() => console.log(`${reachedCells} possible cells reached, ${OPEN.length} open`));
