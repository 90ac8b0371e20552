/** Counts tests from the reports that Vitest and Playwright write. */
import * as v from 'valibot';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const vitestReport = v.object({ numPassedTests: count, numTotalTests: count });
const playwrightReport = v.object({
  stats: v.object({ expected: count, unexpected: count, flaky: count, skipped: count }),
});

/** Whatever did not pass has failed: a test that did not run proves nothing. Throws when it is no report. */
export function readVitestReport(json: string): Tally {
  const report = v.parse(vitestReport, JSON.parse(json));
  return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests };
}

/** The same for Playwright; a test that passed only when it was tried again has failed. */
export function readPlaywrightReport(json: string): Tally {
  const { stats } = v.parse(playwrightReport, JSON.parse(json));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
}

/** A step that failed has at least one failure, also when its report counts none (a file that could not be loaded). */
export function judgeStep(exitCode: number | null, report: Tally | undefined): Tally {
  const counted = report ?? NOTHING;
  return exitCode === 0 ? counted : { passed: counted.passed, failed: Math.max(1, counted.failed) };
}

export const add = (one: Tally, other: Tally): Tally => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
});

/** The line that ends a test run. */
export const closingLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;
