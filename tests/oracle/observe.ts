/** Runs a scenario of a row: is it the fault as defined, and what does the oracle see? */
import { oracleOf } from '../../src/checker/oracle/oracle';
import type { Finding, OracleCode } from '../../src/checker/oracle/verdict';
import type { Scenario } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/event';
import { asked, beyondIn, rows, type Row } from './table';
import type { Configuration } from './configurations';
import type { FaultKind } from './fault';
import { traceOf } from './scenarioFor';

export interface Observation {
  /** '' when the run is one of the row; else why it is not. */
  readonly missing: string;
  /** The other rows whose definitions it meets, and what they allow. */
  readonly also: readonly string[];
  readonly alsoPossible: ReadonlySet<OracleCode>;
  readonly findings: readonly Finding[];
  /** What goes beyond the table, and is listed as such. */
  readonly beyond: readonly Finding[];
  readonly impossible: readonly Finding[];
}

export function observe(scenario: Scenario, row: Row, configuration: Configuration, fault: FaultKind): Observation {
  const trace = traceOf(scenario);
  const missing = fault.missing(trace, configuration);
  if (missing !== '') return nothingOf(missing);
  const verdict = oracleOf(trace, configuration.asks);
  if (verdict.undecided !== '') return nothingOf(`undecided: ${verdict.undecided}`);
  const about = asked(row.side, row.configuration);
  const findings = verdict.anomalies
    .filter(({ code, where }) => about.includes(code) && isOfSide(row, where))
    .filter((finding) => !isOneBatchTwice(trace, finding));
  const also = fault.also?.(trace, configuration) ?? [];
  const alsoPossible = possibleInAny(row, also);
  const isPossible = ({ code }: Finding): boolean =>
    alsoPossible.has(code) || row.possible.some((one) => one.code === code);
  const listed = beyondIn(row, scenario.lanes[0]!.settings).map(({ code }) => code);
  const outside = findings.filter((finding) => !isPossible(finding));
  const beyond = outside.filter(({ code }) => listed.includes(code));
  return { missing, also, alsoPossible, findings, beyond, impossible: outside.filter((one) => !beyond.includes(one)) };
}

const nothingOf = (missing: string): Observation => ({
  missing,
  also: [],
  alsoPossible: new Set(),
  findings: [],
  beyond: [],
  impossible: [],
});

/** What these other rows of the same configuration allow. */
function possibleInAny({ side, configuration }: Row, faults: readonly string[]): ReadonlySet<OracleCode> {
  const others = rows(side).filter((row) => row.configuration === configuration && faults.includes(row.fault));
  return new Set(others.flatMap(({ possible }) => possible.map(({ code }) => code)));
}

/**
 * The table thinks of "one record per batch": there a doubled batch is A A, which is a duplicate and in order.
 * A doubled batch of two is 1 2 1 2, out of order to the letter; what is between two copies of one batch is the duplicate alone.
 */
function isOneBatchTwice({ events }: Trace, { code, witness }: Finding): boolean {
  if (code !== 'RO') return false;
  const [first, second] = witness.map((seq) => events[seq]).filter((event) => event?.kind === 'append');
  return first?.kind === 'append' && second?.kind === 'append' && first.records.join() === second.records.join();
}

/** A zombie's write is seen in the log on one side of the table, and at the sink on the other. */
const isOfSide = ({ side }: Row, where: Finding['where']): boolean =>
  where === undefined || where === (side === 'produce' ? 'log' : 'sink');
