/** What a command answers: the process only prints it. */
import { sentenceOf, type Problem } from '../terms/problem';

export interface Reply {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 1 | 2;
}

/** Bad input: sentences on standard error, nothing on standard output. */
export function refuse(problems: readonly Problem[]): Reply {
  return { stdout: '', stderr: problems.map((problem) => `ackward: ${sentenceOf(problem)}\n`).join(''), exitCode: 2 };
}

/** One problem as a refusal. */
export const refuseOne = (where: string, what: string, fix: string): Reply => refuse([{ where, what, fix }]);

/** An answer; `warnings` go to standard error. */
export function answer(stdout: string, warnings: readonly Problem[] = [], exitCode: 0 | 1 = 0): Reply {
  const stderr = warnings.map((problem) => `ackward: note: ${sentenceOf(problem)}\n`).join('');
  return { stdout: stdout.endsWith('\n') || stdout === '' ? stdout : `${stdout}\n`, stderr, exitCode };
}

/** One JSON document. */
export const asJson = (document: unknown): string => JSON.stringify(document, null, 2);
