/** The inside of a node: opened by keyboard, it follows the cursor, names the edge that was taken and the guard that refused. */
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { SYSTEMS, encodeLink, validateScenario } from '../../src';

const STILL = './?autoplay=0&predict=off';
const EO = 'Exactly once, at this sink';

async function open(page: Page, address = STILL): Promise<void> {
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}
function linkTo(id: string): string {
  const scenario = validateScenario(JSON.parse(readFileSync(`public/scenarios/${id}.json`, 'utf8')), SYSTEMS, 'file');
  if (!scenario.ok) throw new Error(id);
  return `${STILL}#${encodeLink(scenario.value, SYSTEMS)}`;
}
const inspector = (page: Page) => page.locator('[data-inspector]');

/** Opens a node's inside with the keyboard alone. */
async function lookInside(page: Page, button: RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).first().focus();
  await page.keyboard.press('Enter');
  await expect(inspector(page)).toBeVisible();
}

/** A step is drawn with the next frame; what is read before it is the step before. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Steps from one event of the node to the next until its inside says this. */
async function stepUntil(page: Page, words: string): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press('Shift+ArrowRight');
    await drawn(page);
    if ((await inspector(page).innerText()).includes(words)) return;
  }
  throw new Error(`never said: ${words}`);
}

test('by keyboard: the edge just taken, and the guard that refused a duplicate', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Home');
  await lookInside(page, new RegExp(`^broker-1 in ${EO}`, 'u'));
  await expect(inspector(page).getByRole('heading', { level: 2 })).toBeFocused();
  await stepUntil(page, 'isDuplicate');
  await expect(inspector(page).getByRole('img', { name: 'Statechart: broker-1 is leader' })).toBeVisible();
  await expect(inspector(page).locator('[data-taken]').last()).toHaveClass(/refusing/u);
  await expect(inspector(page)).toContainText('Known, refused: producer id 1000');
  await expect(inspector(page)).toContainText('the batch is among those that the broker remembers');
  await expect(inspector(page).getByText('met again, refused')).toBeAttached();
});

test('Escape closes it, gives the focus back, and the key I goes through the nodes', async ({ page }) => {
  await open(page);
  await lookInside(page, /^sink in At least once/u);
  await page.keyboard.press('Escape');
  await expect(inspector(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^sink in At least once/u })).toBeFocused();
  await page.keyboard.press('i');
  await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText('producer');
  await page.keyboard.press('i');
  await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText('broker-1');
});

test('a log shows its last stable offset, who waits behind it, and what was aborted', async ({ page }) => {
  await open(page, linkTo('aborted-and-read'));
  await page.keyboard.press('Home');
  await page
    .getByRole('button', { name: /^broker-1 in/u })
    .last()
    .focus();
  await page.keyboard.press('Enter');
  await stepUntil(page, 'waits behind 1000’s open transaction');
  await expect(inspector(page)).toContainText(/last stable offset \d+/u);
  await stepUntil(page, 'abort');
  await expect(inspector(page).locator('s', { hasText: 'payment 3' })).toBeVisible();
});

test('the lanes: the boundary of the guarantee, a wait behind a transaction, a shield with its word', async ({
  page,
}) => {
  await open(page);
  await page.keyboard.press('End');
  const lane = page.getByRole('region', { name: EO, exact: true });
  await expect(lane.getByText('Kafka’s guarantee ends here')).toBeVisible();
  await expect(lane.getByText(/^waits/u).first()).toBeVisible();
  await expect(lane.getByText('3 known, ignored')).toBeVisible();
});

for (const [name, viewport, scheme] of [
  ['wide and light', { width: 1440, height: 900 }, 'light'],
  ['wide and dark', { width: 1440, height: 900 }, 'dark'],
  ['narrow', { width: 390, height: 844 }, 'light'],
] as const) {
  test(`axe finds nothing in it, and nothing overflows: ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await open(page, linkTo('aborted-and-read'));
    for (const node of [/^broker-1 in/u, /^producer in/u, /^coordinator in/u, /^consumer in/u]) {
      await lookInside(page, node);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page })
        .include('[data-inspector]')
        .include('[data-lane]')
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
    }
  });
}
