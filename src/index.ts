/**
 * Ackward as a library: what a unit test imports.
 *
 * ```ts
 * import { run } from 'ackward';
 *
 * const result = run({
 *   version: 1,
 *   seed: 'blue-otter-42',
 *   faults: [{ do: 'drop', message: 'ProduceResponse', record: 3 }],
 *   lanes: [{ id: 'alo', system: 'kafka', preset: 'at-least-once' }],
 * });
 * if (!result.ok) throw new Error(result.problems.map(sentenceOf).join('\n'));
 * expect(result.value.lanes[0].outcome.duplicated).toBe(1);
 * ```
 */
import { judge } from './explorer/judge';
import { resultDocument, type ResultDocument } from './explorer/resultDocument';
import { validateScenario } from './scenario/validate';
import { SYSTEMS } from './systems/registry';
import type { Result } from './terms/problem';
import { tellStory } from './text/story';

/**
 * Runs a scenario as a file has it and judges every lane. Refuses a scenario that is not valid, with the
 * place, the reason and the way out of each problem; never throws on input.
 */
export function run(raw: unknown): Result<ResultDocument> {
  const scenario = validateScenario(raw, SYSTEMS, 'file');
  if (!scenario.ok) return scenario;
  const judged = judge(scenario.value, SYSTEMS);
  return { ok: true, value: resultDocument(scenario.value, judged, SYSTEMS, tellStory), warnings: scenario.warnings };
}

export { check } from './checker/check';
export { explainRecord } from './checker/explain';
export { probe, type LagStep, type Probes } from './checker/probes';
export type { Anomaly, Expectation, OutcomeCounts, RecordVerdict, Verdict } from './checker/verdict';
export { simulate, type LaneRun } from './engine/simulate';
export { judge, type JudgedLane } from './explorer/judge';
export type { LaneResult, RecordResult, ResultDocument } from './explorer/resultDocument';
export { canonicalScenario } from './scenario/canonical';
export { decodeLink, encodeLink, encodeShortest } from './scenario/link';
export type { Scenario } from './scenario/scenario';
export { validateScenario } from './scenario/validate';
export { SYSTEMS } from './systems/registry';
export { sentenceOf, type Problem, type Result } from './terms/problem';
export { tellStory } from './text/story';
export type { Trace, TraceEvent } from './trace/event';
