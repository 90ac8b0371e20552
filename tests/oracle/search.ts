/**
 * `npm run oracle`: looks for a scenario for every possible cell that none reaches yet, shrinks it and writes it down.
 * With names of configurations as arguments: for those only. `--anew`: also for cells that one reaches already.
 */
import type { OracleCode } from '../../src/checker/oracle/verdict';
import { canonicalScenario } from '../../src/scenario/canonical';
import type { Scenario } from '../../src/scenario/scenario';
import { validateScenario } from '../../src/scenario/validate';
import { SYSTEMS } from '../../src/systems/registry';
import { configurationOf, CONFIGURATIONS, type Configuration } from './configurations';
import { FAULTS } from './faults';
import { observe } from './observe';
import { readReached, writeReached, type Reached } from './reached';
import { scenarioFor } from './scenarioFor';
import { shrinkScenario } from './shrinkScenario';
import { BEYOND, rowOf, rows, type Beyond, type Row } from './table';

const SEEDS_MAX = 3_000;

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const anew = process.argv.includes('--anew');

for (const configuration of CONFIGURATIONS) {
  if (wanted.length > 0 && !wanted.includes(configuration.id)) continue;
  const mine = rows(configuration.side).filter((row) => row.configuration === configuration.id);
  writeReached(
    configuration.id,
    mine.flatMap((row) => reachRow(row, configuration)),
  );
}

if (wanted.length === 0 || wanted.includes('beyond')) writeReached('beyond', BEYOND.flatMap(reachBeyond));

/** A scenario for what goes beyond the table, looked for as if the table allowed it. */
function reachBeyond({ configuration, fault, code, reason }: Beyond): readonly Reached[] {
  const row: Row = { ...rowOf(configuration, fault), possible: [{ code, reason }] };
  const known = readReached('beyond').find((one) => one.fault === fault && one.code === code);
  return reachCell(row, configurationOf(configuration), code, known);
}

function reachRow(row: Row, configuration: Configuration): readonly Reached[] {
  return row.possible.flatMap(({ code }): readonly Reached[] => {
    const known = readReached(configuration.id).find((one) => one.fault === row.fault && one.code === code);
    return reachCell(row, configuration, code, known);
  });
}

function reachCell(
  row: Row,
  configuration: Configuration,
  code: OracleCode,
  known: Reached | undefined,
): readonly Reached[] {
  if (known !== undefined && !anew && reaches(known.scenario, row, configuration, code)) return [known];
  const scenario = find(row, configuration, code);
  console.log(`${row.configuration} ${row.fault} ${code}: ${scenario === undefined ? 'NOT REACHED' : scenario.seed}`);
  return scenario === undefined ? [] : [{ fault: row.fault, code, scenario }];
}

function find(row: Row, configuration: Configuration, code: OracleCode): Scenario | undefined {
  const fault = FAULTS.find(({ id }) => id === row.fault);
  if (fault === undefined) return undefined;
  for (let run = 0; run < SEEDS_MAX; run += 1) {
    const scenario = scenarioFor(configuration, fault, `${row.configuration}/${row.fault}/${run}`);
    if (!reaches(scenario, row, configuration, code) || !isValid(scenario)) continue;
    return shrinkScenario(
      titled(scenario, row, code),
      configuration.settings,
      (one) => isValid(one) && reaches(one, row, configuration, code),
    );
  }
  return undefined;
}

/** Kafka's own rules hold in a smaller scenario too. */
function isValid(one: Scenario): boolean {
  return validateScenario(canonicalScenario(one), SYSTEMS, 'file').ok;
}

function titled(scenario: Scenario, { configuration, fault, possible }: Row, code: OracleCode): Scenario {
  const reason = possible.find((one) => one.code === code)?.reason ?? '';
  return { ...scenario, title: `${configuration} · ${fault} · ${code} (${reason})` };
}

function reaches(scenario: Scenario, row: Row, configuration: Configuration, code: OracleCode): boolean {
  const fault = FAULTS.find(({ id }) => id === row.fault);
  if (fault === undefined) return false;
  const { findings, alsoPossible, impossible } = observe(scenario, row, configuration, fault);
  const isReached = findings.some((finding) => finding.code === code) && !alsoPossible.has(code);
  return impossible.length === 0 && isReached;
}
