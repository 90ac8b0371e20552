/**
 * Start here: the verdict on a lane, from its trace alone.
 *
 * The checker knows the workload (how many records, how many keys) and what the lane claims. It never reads the scenario's
 * faults, nor the events that tell of faults, crashes and cuts: a loss is a loss whatever caused it.
 */
import type { Claim } from '../terms/claim';
import type { Trace } from '../trace/event';
import { costOf } from './cost';
import { gather, type RecordEvidence } from './evidence';
import { judgeRecord } from './judgeRecord';
import { findReordered } from './reordered';
import { RULES_OUT } from './rulesOut';
import type { Anomaly, Expectation, OutcomeCounts, RecordVerdict, Verdict } from './verdict';

/** Judges every record of a trace. Works in one walk over the events. */
export function check(trace: Trace, expectation: Expectation): Verdict {
  const { claim, records, keys } = expectation;
  const last = trace.events.at(-1);
  const ended = last?.kind === 'end' ? last.ended : 'limit';
  const evidence = gather(trace, records);
  const effectsOf = chooseEffects(evidence);
  const worst = worstOf(effectsOf, trace, evidence);
  const judged = evidence.map((one) => judgeRecord(one, worst(one), ended === 'quiet'));
  const landed = evidence.map((one) => ({ record: one.record, effects: effectsOf(one) }));
  const reordered = findReordered(landed, keys);
  const verdicts = judged.map((one): RecordVerdict => ({
    ...one,
    effects: one.effects.length,
    reordered: reordered.has(one.record),
  }));
  const anomalies = verdicts.flatMap((one) => anomaliesOf(one));
  return {
    claim,
    keepsClaim: keeps(claim, anomalies),
    ended,
    outcome: countOutcomes(verdicts),
    records: verdicts,
    anomalies,
    cost: costOf(trace, evidence, judged),
  };
}

type EffectsOf = (one: RecordEvidence) => readonly number[];

/** Effects outside every transaction count where a lane has no other kind. */
function chooseEffects(evidence: readonly RecordEvidence[]): EffectsOf {
  const hasInside = evidence.some(({ applies }) => applies.length > 0);
  const hasOutside = evidence.some(({ outside }) => outside.length > 0);
  return !hasInside && hasOutside ? ({ outside }) => outside : ({ applies }) => applies;
}

/**
 * A node where only such effects take place, as a service that is called, is judged for itself as well: what it did twice
 * for a record is worse than what the others did for it.
 */
function worstOf(effectsOf: EffectsOf, { events }: Trace, evidence: readonly RecordEvidence[]): EffectsOf {
  const inside = new Set(evidence.flatMap(({ applies }) => applies.map((seq) => events[seq]!.node)));
  return (one) => {
    const apart = [...one.outsideAt].filter(([node]) => inside.size > 0 && !inside.has(node));
    return apart.reduce(
      (worst, [, there]) => (there.length > Math.max(1, worst.length) ? there : worst),
      effectsOf(one),
    );
  };
}

function anomaliesOf({ record, outcome, witness, reordered }: RecordVerdict): readonly Anomaly[] {
  const kinds = [
    outcome === 'lost' || outcome === 'duplicated' ? outcome : undefined,
    reordered ? ('reordered' as const) : undefined,
  ];
  return kinds
    .filter((kind) => kind !== undefined)
    .map((kind) => ({ kind, record, rulesOut: RULES_OUT[kind], witness }));
}

function keeps(claim: Claim, anomalies: readonly Anomaly[]): boolean {
  return !anomalies.some(({ rulesOut }) => rulesOut.includes(claim));
}

function countOutcomes(verdicts: readonly RecordVerdict[]): OutcomeCounts {
  const of = (holds: (one: RecordVerdict) => boolean): number =>
    verdicts.reduce((sum, one) => sum + (holds(one) ? 1 : 0), 0);
  return {
    sent: verdicts.length,
    once: of(({ outcome }) => outcome === 'once'),
    lost: of(({ outcome }) => outcome === 'lost'),
    duplicated: of(({ outcome }) => outcome === 'duplicated'),
    failed: of(({ outcome }) => outcome === 'failed'),
    unknown: of(({ outcome }) => outcome === 'unknown'),
    swallowed: of(({ swallowed }) => swallowed),
    reordered: of(({ reordered }) => reordered),
    effects: verdicts.reduce((sum, { effects }) => sum + effects, 0),
  };
}
