import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, browserOrGetOne } from '../support/findBrowser';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ASK_FOR_PORT =
  "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })";

// This file is read by the runner and again by each of its workers, which inherit the runner's environment.
process.env['ACKWARD_E2E_PORT'] ??= execFileSync(process.execPath, ['-e', ASK_FOR_PORT], { encoding: 'utf8' }).trim();
process.env['CHROMIUM_PATH'] ??= browserOrGetOne();

const port = process.env['ACKWARD_E2E_PORT'];
const address = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../.reports/e2e',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter:
    process.env['ACKWARD_REPORT'] === undefined
      ? [['list']]
      : [['list'], ['json', { outputFile: process.env['ACKWARD_REPORT'] }]],
  use: {
    baseURL: address,
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'], args: BROWSER_ARGS },
  },
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    cwd: ROOT,
    url: address,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});
