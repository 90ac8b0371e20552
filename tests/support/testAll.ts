/** `npm test`: every check, one after the other; the last line counts the tests of all of them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { add, closingLine, judgeStep, NOTHING, readPlaywrightReport, readVitestReport, type Tally } from './tally';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly limitMs: number;
  /** Where it counts its tests, and how to read that. */
  readonly report?: { readonly path: string; readonly read: (json: string) => Tally };
  /** A step that this one cannot do without. */
  readonly after?: string;
}

const REPORTS = '.reports';
const VITEST_REPORT = join(REPORTS, 'vitest.json');
const PLAYWRIGHT_REPORT = join(REPORTS, 'playwright.json');
const MINUTE_MS = 60_000;

const STEPS: readonly Step[] = [
  { name: 'types', command: ['npm', 'run', '--silent', 'types'], limitMs: 6 * MINUTE_MS },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'], limitMs: 6 * MINUTE_MS },
  {
    name: 'tests',
    command: ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`],
    limitMs: 15 * MINUTE_MS,
    report: { path: VITEST_REPORT, read: readVitestReport },
  },
  { name: 'build', command: ['npm', 'run', '--silent', 'build'], limitMs: 4 * MINUTE_MS },
  {
    name: 'end to end',
    command: ['npm', 'run', '--silent', 'e2e'],
    limitMs: 15 * MINUTE_MS,
    report: { path: PLAYWRIGHT_REPORT, read: readPlaywrightReport },
    after: 'build',
  },
];

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const broken = new Set<string>();
const lines: string[] = [];
let total = NOTHING;
for (const step of STEPS) {
  const tally = step.after !== undefined && broken.has(step.after) ? notRun(step) : run(step);
  if (tally.failed > 0) broken.add(step.name);
  total = add(total, tally);
}
console.log(`\n${lines.join('\n')}\n${closingLine(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;

function run(step: Step): Tally {
  console.log(`\n== ${step.name}`);
  const startedMs = Date.now();
  const [command = '', ...args] = step.command;
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    timeout: step.limitMs,
    env: { ...process.env, ACKWARD_REPORT: join(process.cwd(), PLAYWRIGHT_REPORT) },
  });
  const tally = judgeStep(status, readReport(step));
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  const counted = step.report === undefined ? '' : `, ${closingLine(tally)}`;
  lines.push(`${step.name}: ${tally.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s${counted}`);
  return tally;
}

function notRun(step: Step): Tally {
  lines.push(`${step.name}: FAILED, not run because this failed: ${step.after ?? ''}`);
  return { passed: 0, failed: 1 };
}

/** A report that is missing or cannot be read counts as one failure. */
function readReport(step: Step): Tally | undefined {
  if (step.report === undefined) return undefined;
  if (!existsSync(step.report.path)) return { passed: 0, failed: 1 };
  try {
    return step.report.read(readFileSync(step.report.path, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
}
