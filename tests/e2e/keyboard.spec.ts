/** All that the page can do is done by keyboard alone; and what can be dragged can be dragged by mouse and finger. */
import { expect, test, type Page } from '@playwright/test';
import { SYSTEMS, encodeLink, validateScenario } from '../../src';

const STILL = './?autoplay=0&predict=off';

async function open(page: Page, address = STILL): Promise<void> {
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

function linkTo(raw: unknown): string {
  const scenario = validateScenario(raw, SYSTEMS, 'file');
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.problems));
  return `${STILL}#${encodeLink(scenario.value, SYSTEMS)}`;
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const { node, cell, item } = (document.activeElement as HTMLElement).dataset;
    return node ?? cell ?? item ?? document.activeElement?.textContent?.trim() ?? '';
  });

/** How often Tab must be pressed, from the top of the page, until the focus is on something of this kind. */
async function tabsTo(page: Page, data: string, most = 60): Promise<number> {
  for (let pressed = 1; pressed <= most; pressed += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((name) => name in (document.activeElement as HTMLElement).dataset, data)) return pressed;
  }
  throw new Error(`no ${data} within ${most} strokes`);
}

test('the first node is two strokes away by the skip button, and a dozen without it', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('To the picture');
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('producer');
  await open(page);
  expect(await tabsTo(page, 'node')).toBeLessThanOrEqual(12);
});

test('arrows go from node to node and from cell to cell, and Enter looks inside', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('broker-1');
  await page.keyboard.press('End');
  expect(await focused(page)).toBe('sink');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Inside sink/u })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('[data-cell="amo 1"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('alo 2');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  expect(await focused(page)).toBe('amo 3');
});

test('steps stop at each thing of an instant, the refused repeat among them, and say what it is', async ({ page }) => {
  await open(page);
  const now = page.locator('[data-now=eo]');
  await page.locator('body').press('5');
  const seen: string[] = [];
  for (let back = 0; back < 120 && !seen.includes('broker-1 knows payment 3 already and stores nothing'); back += 1) {
    await page.locator('body').press('ArrowLeft');
    if ((await now.count()) > 0) seen.push(await now.innerText());
  }
  expect(seen).toContain('broker-1 knows payment 3 already and stores nothing');
  await expect(page.locator('[data-lane=eo] .deed.ignored.now')).toHaveCount(1);
});

/** The worker dies before the effect of record 4, and once more after it: the order of its steps decides what comes of it. */
const TWO_CRASHES = {
  version: 1,
  seed: 'blue-otter-42',
  faults: [
    { do: 'crash', node: 'consumer', before: 'effect', record: 4, forMs: 300 },
    { do: 'crash', node: 'consumer', after: 'effect', record: 4, forMs: 300 },
  ],
  lanes: [{ id: 'it', system: 'kafka', preset: 'at-least-once', settings: { 'app.steps': 'P E' } }],
};
const cell4 = (page: Page) => page.locator('[data-cell="it 4"]');

async function drag(page: Page, item: string, onto: string, byPx: number): Promise<void> {
  const from = await page.locator(`[data-item="${item}"]`).boundingBox();
  const to = await page.locator(`[data-item="${onto}"]`).boundingBox();
  if (from === null || to === null) throw new Error(`${item} or ${onto} is not there`);
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2 + byPx, to.y + to.height / 2, { steps: 6 });
  await page.mouse.up();
}

test('dragging beads and a bracket turns loss into repeat into neither, on the same fate', async ({ page }) => {
  await open(page, linkTo(TWO_CRASHES));
  await expect(cell4(page)).toContainText('lost');
  await drag(page, 'E', 'P', -8);
  await expect(page.getByRole('toolbar', { name: 'Steps: effect, then save progress' })).toBeVisible();
  await expect(cell4(page)).toContainText('twice');
  await drag(page, '[0', 'E', -8);
  await expect(page.getByRole('toolbar', { name: /in one step/u })).toBeVisible();
  await expect(cell4(page)).toContainText('once');
});

test('the same by keyboard: the focus stays on what is moved', async ({ page }) => {
  await open(page, linkTo(TWO_CRASHES));
  await page.locator('[data-item="P"]').focus();
  await page.keyboard.press('Shift+ArrowRight');
  expect(await focused(page)).toBe('P');
  await expect(cell4(page)).toContainText('twice');
  await page.locator('[data-item="[0"]').focus();
  await page.keyboard.press('Shift+ArrowLeft');
  expect(await focused(page)).toBe('[0');
  await expect(cell4(page)).toContainText('once');
});

test.describe('by finger', () => {
  test.use({ hasTouch: true });

  test('a bracket follows the finger', async ({ page }) => {
    await open(page, linkTo({ ...TWO_CRASHES, lanes: [{ id: 'it', system: 'kafka', preset: 'at-least-once' }] }));
    await expect(cell4(page)).toContainText('twice');
    const edge = await page.locator('[data-item="[0"]').boundingBox();
    const bead = await page.locator('[data-item="E"]').boundingBox();
    if (edge === null || bead === null) throw new Error('no beads');
    const touch = await page.context().newCDPSession(page);
    const at = (x: number, y: number) => ({ touchPoints: [{ x, y }] });
    const y = edge.y + edge.height / 2;
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(edge.x + edge.width / 2, y) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(bead.x + 30, y) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(bead.x + 2, y) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(cell4(page)).toContainText('once');
  });
});

test('what a system does not take is refused with its reason, and nothing changes', async ({ page }) => {
  const lanes = [{ id: 'it', system: 'pubsub', preset: 'default' }];
  await open(page, linkTo({ version: 1, seed: 'blue-otter-42', lanes }));
  await page.locator('[data-item="[0"]').focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.locator('[data-setting="app.steps"] [role=alert]')).toContainText('[E P]');
  await expect(page.getByRole('toolbar', { name: 'Steps: effect, then save progress' })).toBeVisible();
});

test('the catalogue is narrowed to a system and opened by keyboard alone', async ({ page }) => {
  await open(page);
  await page.getByTitle('Open another scenario').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.locator('.entry').first().waitFor();
  const all = await dialog.locator('.entry').count();
  await dialog.getByLabel('System').focus();
  await page.keyboard.type('Apache Flink');
  await expect(dialog.locator('.entry').first()).toContainText('Flink');
  expect(await dialog.locator('.entry').count()).toBeLessThan(all);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('[data-lane]').first()).toBeVisible();
});

test('narrow: the lane with its messages and the finding are in the first screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  const lane = await page.locator('[data-lane]').boundingBox();
  const finding = await page.getByRole('heading', { name: 'Payment 3 was charged twice' }).boundingBox();
  const time = await page.locator('.transport').boundingBox();
  if (lane === null || finding === null || time === null) throw new Error('something is missing');
  expect(lane.y + lane.height).toBeLessThan(time.y);
  expect(finding.y + finding.height).toBeLessThan(time.y);
});
