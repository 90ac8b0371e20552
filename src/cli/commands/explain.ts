import { explainRecord } from '../../checker/explain';
import { tellStory } from '../../text/story';
import { readScenario } from '../input';
import { judgeLane } from '../lane';
import { CHANGE_OPTIONS, JSON_OPTION, readOptions, readWhole } from '../options';
import { answer, asJson, refuse, type Reply } from '../reply';

/** `explain INPUT --lane L --record N`: why that record ended as it did. */
export async function explain(args: readonly string[]): Promise<Reply> {
  const options = readOptions(args, {
    ...CHANGE_OPTIONS,
    ...JSON_OPTION,
    lane: { type: 'string' },
    record: { type: 'string' },
  });
  if (!options.ok) return refuse(options.problems);
  const scenario = await readScenario(options.value);
  if (!scenario.ok) return refuse(scenario.problems);
  const record = readWhole('record', options.value.text('record'), [1, scenario.value.records.count]);
  if (!record.ok) return refuse(record.problems);
  const judged = judgeLane(scenario.value, options.value.text('lane'));
  if (!judged.ok) return refuse(judged.problems);
  const story = explainRecord(judged.value.trace, judged.value.verdict, record.value);
  const because = tellStory(story, scenario.value.records.kind);
  const document = { record: record.value, outcome: story.outcome, because, chain: story.steps.map(({ seq }) => seq) };
  const told = because.map((sentence, place) => `${place + 1}. ${sentence}${at(story.steps[place]?.at)}`);
  const text = [`${scenario.value.records.kind} ${record.value}: ${story.outcome}`, ...told].join('\n');
  return answer(options.value.has('json') ? asJson(document) : text, scenario.warnings);
}

const at = (ms: number | undefined): string => (ms === undefined ? '' : `  (${ms} ms)`);
