/** Many random runs of every row of one side: what was seen, and that nothing impossible was. */
import { encodeLink } from '../../src/scenario/link';
import type { Scenario } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import type { Configuration } from './configurations';
import { faultOf } from './faults';
import { observe, type Observation } from './observe';
import { scenarioFor } from './scenarioFor';
import { rows, type Row } from './table';

/** A draw in which the fault does not come about is drawn again, so many times for each run that is wanted. */
const DRAWS_FOR_A_RUN = 6;

/** Another text gives other runs: `ORACLE_SEED=… npx vitest run tests/oracle`. */
const SEED = process.env['ORACLE_SEED'] ?? 'sound';

export interface Sound {
  readonly runs: number;
  readonly drawnAgain: number;
  /** Runs that meet the definitions of other rows as well. */
  readonly ofSeveral: number;
  /** Runs in which something was seen that is listed as beyond the table. */
  readonly beyond: number;
  /** `fault code` of every possible cell that was seen. */
  readonly seen: ReadonlySet<string>;
  /** What the table calls impossible, each with its seed and a link that shows it. */
  readonly impossible: readonly string[];
}

/** `runsEach` runs of every fault that can happen to the configuration. */
export function soundRuns(configuration: Configuration, runsEach: number): Sound {
  const mine = rows(configuration.side).filter((row) => row.configuration === configuration.id);
  const parts = mine.map((row) => runsOfRow(row, configuration, runsEach));
  return {
    runs: parts.reduce((sum, { runs }) => sum + runs, 0),
    drawnAgain: parts.reduce((sum, { drawnAgain }) => sum + drawnAgain, 0),
    ofSeveral: parts.reduce((sum, { ofSeveral }) => sum + ofSeveral, 0),
    beyond: parts.reduce((sum, one) => sum + one.beyond, 0),
    seen: new Set(parts.flatMap(({ seen }) => [...seen])),
    impossible: parts.flatMap(({ impossible }) => impossible),
  };
}

function runsOfRow(row: Row, configuration: Configuration, wanted: number): Sound {
  const fault = faultOf(row.fault);
  const seen = new Set<string>();
  const impossible: string[] = [];
  let runs = 0;
  let ofSeveral = 0;
  let beyond = 0;
  let draws = 0;
  for (; runs < wanted && draws < wanted * DRAWS_FOR_A_RUN; draws += 1) {
    const scenario = scenarioFor(configuration, fault, `${SEED}/${row.configuration}/${row.fault}/${draws}`);
    const observed = observe(scenario, row, configuration, fault);
    if (observed.missing !== '') continue;
    runs += 1;
    if (observed.also.length > 0) ofSeveral += 1;
    if (observed.beyond.length > 0) beyond += 1;
    cellsSeen(row, observed).forEach((code) => seen.add(`${row.fault} ${code}`));
    observed.impossible.forEach(({ code }) => impossible.push(replayOf(row, code, scenario)));
  }
  return { runs, drawnAgain: draws - runs, ofSeveral, beyond, seen, impossible };
}

/** What the row itself allows, and no other row whose definition the run meets. */
const cellsSeen = ({ possible }: Row, { findings, alsoPossible }: Observation): readonly string[] =>
  findings
    .map(({ code }) => code)
    .filter((code) => !alsoPossible.has(code) && possible.some((one) => one.code === code));

function replayOf({ configuration, fault }: Row, code: string, scenario: Scenario): string {
  return `${configuration} ${fault} ${code}: seed ${scenario.seed}, #${encodeLink(scenario, SYSTEMS)}`;
}

/** The line that a test prints of it. */
export function lineOf(
  id: string,
  { runs, drawnAgain, ofSeveral, beyond, seen, impossible }: Sound,
  possible: number,
): string {
  const cells = `${seen.size} of ${possible} possible cells seen, ${beyond} runs beyond the table, ${impossible.length} impossible`;
  return `${id}: ${runs} runs (${ofSeveral} of several rows, ${drawnAgain} drawn again), ${cells}`;
}
