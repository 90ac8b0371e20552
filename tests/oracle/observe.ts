/** Runs a scenario of a row: is it the fault as defined, and what does the oracle see? */
import { oracleOf } from '../../src/checker/oracle/oracle';
import type { Finding, OracleCode } from '../../src/checker/oracle/verdict';
import type { Scenario } from '../../src/scenario/scenario';
import { asked, type Row } from './table';
import type { Configuration } from './configurations';
import type { FaultKind } from './fault';
import { traceOf } from './scenarioFor';

export interface Observation {
  /** '' when the run is one of the row; else why it is not. */
  readonly deviation: string;
  readonly findings: readonly Finding[];
  readonly impossible: readonly Finding[];
}

export function observe(scenario: Scenario, row: Row, configuration: Configuration, fault: FaultKind): Observation {
  const trace = traceOf(scenario);
  const deviation = fault.deviation(trace, configuration);
  if (deviation !== '') return { deviation, findings: [], impossible: [] };
  const verdict = oracleOf(trace, configuration.asks);
  if (verdict.undecided !== '') return { deviation: `undecided: ${verdict.undecided}`, findings: [], impossible: [] };
  const about = asked(row.side, row.configuration);
  const findings = verdict.anomalies.filter(({ code, where }) => about.includes(code) && isOfSide(row, where));
  const possible = new Set<OracleCode>(row.possible.map(({ code }) => code));
  return { deviation: '', findings, impossible: findings.filter(({ code }) => !possible.has(code)) };
}

/** A zombie's write is seen in the log on one side of the table, and at the sink on the other. */
const isOfSide = ({ side }: Row, where: Finding['where']): boolean =>
  where === undefined || where === (side === 'produce' ? 'log' : 'sink');
