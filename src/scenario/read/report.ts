/** What was found wrong while one input was read. In a file every entry is an error, in a link it is a warning. */
import type { Problem } from '../../terms/problem';

export type Mode = 'file' | 'link';

export interface Report {
  readonly mode: Mode;
  /** Grows while the input is read, and is not shared beyond it. */
  readonly problems: Problem[];
}

/** Nobody reads more; a hostile file shall not fill the memory with complaints. */
const MOST_PROBLEMS = 100;

export function newReport(mode: Mode): Report {
  return { mode, problems: [] };
}

/** Lists a problem; the first hundred are kept. */
export function note(report: Report, where: string, what: string, fix: string): undefined {
  if (report.problems.length < MOST_PROBLEMS) report.problems.push({ where, what, fix });
  return undefined;
}
