/** The result of a run as the one document that files, tests and other programs read. */
import { bothViewsOf } from '../checker/bothViews';
import type { ClientReport } from '../checker/client/report';
import { explainRecord } from '../checker/explain';
import { laneReader } from '../checker/laneReader';
import type { Finding, Reader } from '../checker/oracle/verdict';
import type { Verdict } from '../checker/verdict';
import type { System } from '../engine/contracts';
import { canonicalFault, canonicalScenario } from '../scenario/canonical';
import { encodeLink } from '../scenario/link';
import type { Scenario } from '../scenario/scenario';
import type { Story } from '../terms/story';
import { ENGINE_VERSION } from '../terms/version';
import type { JudgedLane } from './judge';

/** Makes the sentences of a story; the second parameter is what a record is called. */
export type Tell = (story: Story, noun: string) => readonly string[];

export interface RecordResult {
  readonly record: number;
  readonly outcome: string;
  readonly effects: number;
  readonly witness: readonly number[];
  /** The shortest causal chain, in sentences; empty for a record that landed once. */
  readonly because: readonly string[];
}

export interface LaneResult extends Pick<Verdict, 'claim' | 'keepsClaim' | 'ended' | 'outcome' | 'anomalies' | 'cost'> {
  readonly id: string;
  readonly system: string;
  readonly records: readonly RecordResult[];
  /** Pinned faults, as a scenario file has them, that met nothing in this lane. */
  readonly notMet: readonly object[];
  readonly events: number;
  readonly digest: string;
  /** Whose view of the log the oracle takes: the isolation level of the lane's consumers. */
  readonly reader: Reader;
  /** Kafka's anomalies by code, as the all-seeing checker finds them. */
  readonly oracle: readonly Finding[];
  /** What can be known from outside, by Jepsen's names, and the anomalies that cannot. */
  readonly clientView: { readonly anomalies: readonly ClientReport[]; readonly hidden: readonly Finding[] };
}

export interface ResultDocument {
  readonly engine: number;
  readonly scenario: object;
  readonly link: string;
  readonly lanes: readonly LaneResult[];
}

/** The document of judged lanes. `systems` are those that the scenario may name. */
export function resultDocument(
  scenario: Scenario,
  judged: readonly JudgedLane[],
  systems: readonly System[],
  tell: Tell,
): ResultDocument {
  return {
    engine: ENGINE_VERSION,
    scenario: canonicalScenario(scenario),
    link: `#${encodeLink(scenario, systems)}`,
    lanes: judged.map((one) => laneResult(scenario, one, tell)),
  };
}

function laneResult(scenario: Scenario, { lane, trace, verdict }: JudgedLane, tell: Tell): LaneResult {
  const { claim, keepsClaim, ended, outcome, anomalies, cost } = verdict;
  const noun = scenario.records.kind;
  const records = verdict.records.map(({ record, outcome: came, effects, witness }): RecordResult => {
    const because = came === 'once' ? [] : tell(explainRecord(trace, verdict, record), noun);
    return { record, outcome: came, effects, witness, because };
  });
  const notMet = trace.notMet.map((index) => scenario.faults[index]).filter((fault) => fault !== undefined);
  const reader = laneReader(trace);
  const { oracle, client, gap } = bothViewsOf(trace, { reader });
  return {
    id: lane.id,
    system: lane.system,
    claim,
    keepsClaim,
    ended,
    outcome,
    records,
    anomalies,
    notMet: notMet.map((fault) => canonicalFault(fault)),
    cost,
    events: trace.events.length,
    digest: trace.digest,
    reader,
    oracle: oracle.anomalies,
    clientView: { anomalies: client, hidden: gap.hidden },
  };
}
