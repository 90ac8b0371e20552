import { canonicalScenario } from '../../scenario/canonical';
import { encodeShortest } from '../../scenario/link';
import { SYSTEMS } from '../../systems/registry';
import { readScenario } from '../input';
import { CHANGE_OPTIONS, JSON_OPTION, readOptions } from '../options';
import { answer, asJson, refuse, type Reply } from '../reply';

/** `link INPUT`: the link of a scenario; of a link, the scenario. With `--json` always both. */
export async function link(args: readonly string[]): Promise<Reply> {
  const options = readOptions(args, { ...CHANGE_OPTIONS, ...JSON_OPTION });
  if (!options.ok) return refuse(options.problems);
  const scenario = await readScenario(options.value);
  if (!scenario.ok) return refuse(scenario.problems);
  const text = `#${await encodeShortest(scenario.value, SYSTEMS)}`;
  const document = canonicalScenario(scenario.value);
  if (options.value.has('json')) return answer(asJson({ link: text, scenario: document }), scenario.warnings);
  const cameAsLink = /(?:^|[#?&]|%23)v=/u.test(options.value.words[0] ?? '');
  return answer(cameAsLink ? asJson(document) : text, scenario.warnings);
}
