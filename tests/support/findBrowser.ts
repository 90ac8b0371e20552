/** Finds a Chromium for the end-to-end tests, or gets one. Used by the test runner, the bench and Playwright's configuration. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const STARTUP_LIMIT_MS = 30_000;
const DOWNLOAD_LIMIT_MS = 180_000;
const PACKAGE_LIMIT_MS = 420_000;

/** What keeps a browser quiet: no sandbox (containers), nothing that phones home. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser that is here and starts: from CHROMIUM_PATH, the path, or Playwright's own folder. Undefined when there is none. */
export function installedBrowser(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  const candidates = [...(named === undefined ? [] : [named]), ...onPath(), playwrightsOwn()];
  return candidates.find(starts);
}

/** The same; but when there is none, gets one. Refuses by throwing a sentence that says what to do. */
export function browserOrGetOne(say: (line: string) => void = console.error): string {
  for (const get of [() => undefined, () => getFromPlaywright(say), () => getFromDebian(say)]) {
    get();
    const found = installedBrowser();
    if (found !== undefined) return found;
  }
  throw new Error(
    'No Chromium was found and none could be installed: install one (for example `apt-get install chromium`), ' +
      'or name one in the environment variable CHROMIUM_PATH, and run this again.',
  );
}

function onPath(): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).filter((path) => existsSync(path));
}

const playwrightsOwn = (): string => chromium.executablePath();

/** Some installed browsers lack a system library, and some are mere hints to install one: only running it tells. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  const { status, stdout } = spawnSync(path, ['--version'], { timeout: STARTUP_LIMIT_MS, encoding: 'utf8' });
  return status === 0 && /chrom/i.test(stdout);
}

function getFromPlaywright(say: (line: string) => void): void {
  say('No Chromium here: asking Playwright for its own.');
  run('npx', ['playwright', 'install', 'chromium'], DOWNLOAD_LIMIT_MS);
}

function getFromDebian(say: (line: string) => void): void {
  say('Still no Chromium that starts: asking the Debian package manager.');
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args: string[]): void => {
    const [command = '', ...rest] = [...asRoot, 'apt-get', ...args];
    run(command, rest, PACKAGE_LIMIT_MS);
  };
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
}

/** Its output goes to standard error, so that standard output stays ours. A failure shows in that there is still no browser. */
function run(command: string, args: readonly string[], limitMs: number): void {
  spawnSync(command, args, {
    timeout: limitMs,
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
