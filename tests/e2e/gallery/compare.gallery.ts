/** The comparison of systems: each of its cells opens the run that shows it. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { SYSTEMS } from '../../../src';
import { comparisonRows } from '../../../src/session/comparison';

interface Entry {
  readonly id: string;
  readonly title: string;
}
const index = JSON.parse(readFileSync('public/scenarios/index.json', 'utf8')) as readonly Entry[];
const titleOf = (id: string): string =>
  index.find((entry) => entry.id === id)?.title ?? `${id} is not in the catalogue`;

test('every cell opens its run, with a lane of its system', async ({ page }) => {
  test.setTimeout(300_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('./?autoplay=0&predict=off');
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  const rows = comparisonRows(SYSTEMS);
  expect(rows.length).toBeGreaterThan(15);
  for (const { key, system, cells } of rows) {
    const title = SYSTEMS.find(({ id }) => id === system)?.title ?? '';
    for (const { column, shownBy } of cells) {
      await page.getByRole('button', { name: 'Compare systems' }).click();
      const cell = page.locator(`[data-compared="${key} ${column}"]`);
      await expect(cell).toContainText(/\S/u);
      await cell.dispatchEvent('click');
      await expect(page.getByRole('dialog'), `${key} ${column}`).toHaveCount(0);
      await expect(page.getByRole('heading', { level: 1 }), `${key} ${column}`).toContainText(titleOf(shownBy));
      await expect(
        page.locator(`[data-lane][data-system="${system}"]`).first(),
        `${title} in ${shownBy}`,
      ).toBeVisible();
      await expect(page.locator('[data-problems]')).toHaveCount(0);
    }
  }
  expect(complaints).toEqual([]);
});
