import { judge } from '../../explorer/judge';
import { resultDocument, type LaneResult, type ResultDocument } from '../../explorer/resultDocument';
import { SYSTEMS } from '../../systems/registry';
import { countAnomalies, countNames } from '../../text/anomaly';
import { outcomeWords } from '../../text/outcome';
import { tellStory } from '../../text/story';
import { readScenario } from '../input';
import { CHANGE_OPTIONS, JSON_OPTION, STRICT_OPTION, readOptions } from '../options';
import { answer, asJson, refuse, type Reply } from '../reply';

/** `run INPUT`: every lane's verdict. With `--strict` exit 1 when some lane broke its claim, exit 2 for a link that was repaired. */
export async function run(args: readonly string[]): Promise<Reply> {
  const options = readOptions(args, { ...CHANGE_OPTIONS, ...JSON_OPTION, ...STRICT_OPTION });
  if (!options.ok) return refuse(options.problems);
  const scenario = await readScenario(options.value);
  if (!scenario.ok) return refuse(scenario.problems);
  const document = resultDocument(scenario.value, judge(scenario.value, SYSTEMS), SYSTEMS, tellStory);
  const broken = document.lanes.some(({ keepsClaim }) => !keepsClaim);
  const exitCode = broken && options.value.has('strict') ? 1 : 0;
  const text = options.value.has('json') ? asJson(document) : tell(document, scenario.value.title, scenario.value.seed);
  return answer(text, scenario.warnings, exitCode);
}

function tell(document: ResultDocument, title: string, seed: string): string {
  return [
    `${title}   (seed ${seed})`,
    ...document.lanes.flatMap((lane) => ['', ...tellLane(lane)]),
    '',
    ...metNothing(document).map((fault) => `met nothing in any lane: ${fault}`),
    document.link,
  ].join('\n');
}

/** Faults that no lane had a place for; what only some lanes met is in `--json`. */
function metNothing({ lanes: [first, ...others] }: ResultDocument): readonly string[] {
  const missed = others.map(({ notMet }) => new Set(notMet.map((fault) => JSON.stringify(fault))));
  return (first?.notMet ?? [])
    .map((fault) => JSON.stringify(fault))
    .filter((fault) => missed.every((faults) => faults.has(fault)));
}

function tellLane(lane: LaneResult): readonly string[] {
  const { sent, once, duplicated, lost, failed, unknown, reordered } = lane.outcome;
  const counts = [
    `${once} of ${sent} once`,
    ...count(duplicated, 'duplicated'),
    ...count(lost, 'lost'),
    ...count(failed, 'failed'),
    ...count(unknown, 'undecided'),
    ...count(reordered, 'reordered'),
  ];
  const claim = lane.claim === 'none' ? 'promises nothing' : `${lane.keepsClaim ? 'keeps' : 'BREAKS'} ${lane.claim}`;
  const notable = lane.records.filter(({ because }) => because.length > 0);
  return [
    `${lane.id}  ${claim}: ${counts.join(', ')}   [${lane.ended}, ${lane.cost.virtualMs} ms, ${lane.events} events, ${lane.digest}]`,
    ...notable.flatMap(({ record, outcome, effects, because }) => [
      `  ${record} ${outcomeWords(outcome, effects).long}`,
      ...because.map((sentence) => `      ${sentence}`),
    ]),
    ...tellViews(lane),
  ];
}

/** What a reader of the log could complain of, and how much of it anybody outside could know. */
function tellViews({ reader, oracle, clientView }: LaneResult): readonly string[] {
  if (oracle.length === 0 && clientView.anomalies.length === 0) return [];
  const { anomalies, hidden } = clientView;
  const outside = anomalies.length === 0 ? 'nothing' : countNames(anomalies.map(({ name }) => name));
  return [
    `  seen from above (${reader}): ${countAnomalies(oracle.map(({ code }) => code)) || 'nothing'}`,
    `  seen from outside: ${outside}${hidden.length === 0 ? '' : `; ${hidden.length} of ${oracle.length} stay hidden`}`,
  ];
}

const count = (number: number, word: string): readonly string[] => (number === 0 ? [] : [`${number} ${word}`]);
