/** A system that was added to the registry, and to nothing else, is on the page: built as the site is, from the same sources. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import { SYSTEMS, encodeLink, validateScenario } from '../../src';
import { toySystem } from '../fixtures/toy';
import { addToy } from '../support/oneMoreSystem';

let outDir = '';
let server: PreviewServer | undefined;
let address = '';

test.beforeAll(async () => {
  test.setTimeout(180_000);
  outDir = mkdtempSync(join(tmpdir(), 'ackward-'));
  await build({ logLevel: 'warn', plugins: [addToy], build: { outDir, emptyOutDir: true } });
  server = await preview({ logLevel: 'warn', build: { outDir }, preview: { port: 0 } });
  address = server.resolvedUrls?.local[0] ?? '';
});
test.afterAll(async () => {
  await server?.close();
  rmSync(outDir, { recursive: true });
});

function link(): string {
  const systems = [toySystem, ...SYSTEMS];
  const lanes = [
    { id: 'toy', system: 'toy', preset: 'plain' },
    { id: 'kafka', system: 'kafka', preset: 'at-least-once' },
  ];
  const read = validateScenario({ version: 1, seed: 'toy', records: { count: 4 }, lanes }, systems, 'file');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return encodeLink(read.value, systems);
}

test('its lane is drawn, counted, and struck by the fault that it lists as its own', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}?autoplay=0&predict=off#${link()}`);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await expect(page.locator('[data-lane]')).toHaveCount(2);
  await expect(page.locator('[data-lane=toy]')).toContainText('server');
  await expect(page.locator('[data-cell="toy 2"]')).toContainText('once');
  await page
    .locator('[data-lane=toy]')
    .getByRole('button', { name: /^client/u })
    .first()
    .click();
  await page.getByRole('button', { name: 'ping on server' }).click();
  await expect(page.locator('[data-fault="0"]')).toContainText('client loses ping on server');
  await expect(page.locator('[data-cell="toy 2"]')).not.toContainText('once');
  expect(complaints).toEqual([]);
});
