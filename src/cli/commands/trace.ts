import type { Trace } from '../../trace/event';
import { exportJson } from '../../trace/exports/json';
import { exportMermaid } from '../../trace/exports/mermaid';
import { exportShiviz } from '../../trace/exports/shiviz';
import { exportText } from '../../trace/exports/text';
import { readScenario } from '../input';
import { judgeLane } from '../lane';
import { CHANGE_OPTIONS, JSON_OPTION, readOptions } from '../options';
import { answer, asJson, refuse, refuseOne, type Reply } from '../reply';

const FORMATS: ReadonlyMap<string, (trace: Trace) => string> = new Map([
  ['text', exportText],
  ['json', (trace: Trace) => asJson(exportJson(trace))],
  ['mermaid', exportMermaid],
  ['shiviz', exportShiviz],
]);

/** `trace INPUT --lane L`: every event of one lane. */
export async function trace(args: readonly string[]): Promise<Reply> {
  const options = readOptions(args, {
    ...CHANGE_OPTIONS,
    ...JSON_OPTION,
    lane: { type: 'string' },
    format: { type: 'string' },
  });
  if (!options.ok) return refuse(options.problems);
  const format = options.value.text('format') ?? (options.value.has('json') ? 'json' : 'text');
  const write = FORMATS.get(format);
  if (write === undefined)
    return refuseOne(
      '--format',
      `"${format.slice(0, 40)}" is no format`,
      `give one of ${[...FORMATS.keys()].join(', ')}`,
    );
  const scenario = await readScenario(options.value);
  if (!scenario.ok) return refuse(scenario.problems);
  const judged = judgeLane(scenario.value, options.value.text('lane'));
  return judged.ok ? answer(write(judged.value.trace), scenario.warnings) : refuse(judged.problems);
}
