import { describe, expect, test } from 'vitest';
import { add, closingLine, judgeStep, NOTHING, readPlaywrightReport, readVitestReport } from '../support/tally';

describe('the count at the end of a test run', () => {
  test('whatever did not pass has failed, in both reports', () => {
    expect(readVitestReport('{ "numPassedTests": 7, "numTotalTests": 10, "numFailedTests": 1 }')).toEqual({
      passed: 7,
      failed: 3,
    });
    const stats = '{ "stats": { "expected": 5, "unexpected": 1, "flaky": 2, "skipped": 1, "duration": 3.5 } }';
    expect(readPlaywrightReport(stats)).toEqual({ passed: 5, failed: 4 });
  });

  test('a step that failed without counting a failure counts one', () => {
    expect(judgeStep(1, { passed: 9, failed: 0 })).toEqual({ passed: 9, failed: 1 });
    expect(judgeStep(null, undefined)).toEqual({ passed: 0, failed: 1 });
    expect(judgeStep(1, { passed: 9, failed: 4 })).toEqual({ passed: 9, failed: 4 });
  });

  test('a step without tests that went well counts nothing', () => {
    expect(judgeStep(0, undefined)).toEqual(NOTHING);
  });

  test('refuses a report that is none', () => {
    expect(() => readVitestReport('{}')).toThrow();
    expect(() => readPlaywrightReport('{ "stats": {} }')).toThrow();
    expect(() => readVitestReport('half a rep')).toThrow();
  });

  test('says the sum in one line', () => {
    expect(closingLine(add({ passed: 2, failed: 0 }, { passed: 3, failed: 1 }))).toBe('5 passed, 1 failed');
  });
});
