import { playCase, type PlayedCase, type PlayedStep } from '../conformance/play';
import { readCases } from '../conformance/readCases';
import { readDocument } from '../input';
import { JSON_OPTION, readOptions } from '../options';
import { answer, asJson, refuse, refuseOne, type Reply } from '../reply';

/** `conformance FILE`: plays requests against the model and compares its answers with those that the file expects. */
export async function conformance(args: readonly string[]): Promise<Reply> {
  const options = readOptions(args, JSON_OPTION);
  if (!options.ok) return refuse(options.problems);
  const [word, ...more] = options.value.words;
  if (word === undefined || more.length > 0)
    return refuseOne(
      'FILE',
      `${options.value.words.length} files are given`,
      'give one file of cases, or - for standard input',
    );
  const document = readDocument(word, 'give a conformance case as JSON, or an array of them');
  if (!document.ok) return refuse(document.problems);
  const cases = readCases(document.value);
  if (!cases.ok) return refuse(cases.problems);
  const played = cases.value.map(playCase);
  const passed = played.filter((one) => one.passed).length;
  const failed = played.length - passed;
  const text = [...played.filter((one) => !one.passed).flatMap(failure), `${passed} passed, ${failed} failed`].join(
    '\n',
  );
  const stdout = options.value.has('json') ? asJson({ cases: played, passed, failed }) : text;
  return answer(stdout, [], failed > 0 ? 1 : 0);
}

function failure({ id, steps }: PlayedCase): readonly string[] {
  const wrong = steps.filter(({ ok }) => !ok);
  return [`${id}: failed`, ...wrong.map(told)];
}

const told = ({ index, do: what, got, expected }: PlayedStep): string =>
  `  step ${index} (${what}): expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
