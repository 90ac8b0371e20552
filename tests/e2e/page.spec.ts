/** The page as a visitor uses it: what is on it, what a touch does, what a link brings back. */
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { SYSTEMS, decodeLink, encodeLink, judge, validateScenario } from '../../src';
import { runDigest } from '../../src/session/runDigest';

const STILL = './?autoplay=0&predict=off';

async function open(page: Page, address = STILL): Promise<string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  return complaints;
}

const cell = (page: Page, payment: number, lane: string) =>
  page.getByRole('button', { name: new RegExp(`^payment ${payment}, ${lane}`, 'u') });
const lane = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const ledger = (page: Page) => page.locator('[data-cell]').allInnerTexts();
function linkTo(id: string): string {
  const scenario = validateScenario(JSON.parse(readFileSync(`public/scenarios/${id}.json`, 'utf8')), SYSTEMS, 'file');
  if (!scenario.ok) throw new Error(id);
  return encodeLink(scenario.value, SYSTEMS);
}

const EO = 'Exactly once, at this sink';

test('three lanes show one charge lost, one made twice, and all right', async ({ page }) => {
  expect(await open(page)).toEqual([]);
  for (const name of ['At most once', 'At least once', EO]) await expect(lane(page, name)).toBeVisible();
  await expect(cell(page, 5, 'At most once')).toContainText('lost');
  await expect(cell(page, 3, 'At least once')).toContainText('twice');
  await expect(lane(page, EO)).toContainText('all 8 once');
});

test('it plays by itself, and stops at the first thing that goes wrong with its sentence', async ({ page }) => {
  await open(page, './?predict=off');
  await expect(page.locator('html')).toHaveAttribute('data-first-motion-ms', /\d+/u);
  await expect(page.getByRole('heading', { name: 'Payment 3 was charged twice' })).toBeVisible({ timeout: 25_000 });
});

test('a cell tells why, in sentences', async ({ page }) => {
  await open(page);
  await cell(page, 5, 'At most once').click();
  await expect(page.getByRole('heading', { name: /Payment 5 was lost/u })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Consumer crashed\./u })).toBeVisible();
});

test('switching idempotence on runs at once, says what changed, and can be undone', async ({ page }) => {
  await open(page);
  await page.getByRole('group', { name: 'Lane' }).getByRole('button', { name: 'At least once' }).click();
  await page.getByRole('switch', { name: 'enable.idempotence' }).click();
  await expect(cell(page, 3, 'At least once')).toContainText('once');
  await expect(cell(page, 3, 'At least once')).not.toContainText('twice');
  await expect(page.getByText(/payment 3/iu).first()).toBeVisible();
  await page.getByRole('region', { name: 'What goes wrong' }).getByRole('button', { name: 'Undo' }).click();
  await expect(cell(page, 3, 'At least once')).toContainText('twice');
});

test('a touched message can be dropped, and the fault stands in the list', async ({ page }) => {
  await open(page);
  const request = lane(page, 'At most once').locator('g.arrow', {
    has: page.locator('title', { hasText: 'ProduceRequest of payment 2 ' }),
  });
  await request.locator('.target').click({ force: true });
  await page.getByRole('button', { name: 'Drop it' }).click();
  await expect(cell(page, 2, 'At most once')).toContainText('lost');
  await expect(page.getByRole('region', { name: 'What goes wrong' })).toContainText(
    'ProduceRequest of payment 2 is dropped',
  );
});

test('a node can be crashed at the cursor', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: /^broker-1 in At least once/u }).click();
  await page.getByRole('button', { name: 'Crash', exact: true }).click();
  await expect(page.getByRole('region', { name: 'What goes wrong' })).toContainText('broker-1 crashes at');
});

test('keys step, jump and seek; the cursor is a slider', async ({ page }) => {
  await open(page);
  await page.locator('body').press('Home');
  const slider = page.getByRole('slider').first();
  const start = await slider.getAttribute('aria-valuenow');
  await page.locator('body').press('ArrowRight');
  await page.locator('body').press('ArrowRight');
  expect(await slider.getAttribute('aria-valuenow')).not.toBe(start);
  await page.locator('body').press('End');
  const end = Number(await slider.getAttribute('aria-valuenow'));
  await page.locator('body').press('Home');
  await page.locator('body').press('v');
  const wrong = Number(await slider.getAttribute('aria-valuenow'));
  expect(wrong).toBeGreaterThan(Number(start));
  expect(wrong).toBeLessThan(end);
  await page.locator('body').press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a shared link shows the same ledger in another browser, and says that it is the same run', async ({
  page,
  browser,
}) => {
  await open(page);
  await page.getByRole('group', { name: 'Lane' }).getByRole('button', { name: 'At least once' }).click();
  await page.getByRole('switch', { name: 'enable.idempotence' }).click();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByRole('textbox').first().inputValue();
  const there = await ledger(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  const complaints = await open(other, link.replace('#', '?autoplay=0&predict=off#').replace(/\?([^#?]*)\?/u, '?$1&'));
  expect(complaints).toEqual([]);
  expect(await ledger(other)).toEqual(there);
  await expect(other.getByText(/same run/iu).first()).toBeVisible();
  await context.close();
});

test('a link that was altered is said to be so, and no engine is blamed for it', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByRole('textbox').first().inputValue();
  await page.goto('about:blank');
  await open(page, `?autoplay=0&predict=off${link.slice(link.indexOf('#')).replace('blue-otter-42', 'blue-otter-43')}`);
  await expect(page.getByText(/checksum does not fit/u).first()).toBeVisible();
  await expect(page.locator('[data-same-run]')).toHaveCount(0);
});

const HOSTILE = [
  '#v=1&z=AAAA',
  '#v=99&c=xxxx',
  '#v=1&s=%00%01',
  `#v=1&f=${'x'.repeat(30_000)}`,
  '#v=1&p=amo.nope.nope&c=0000',
  '#v=1&n=%3Cscript%3Ealert(1)%3C/script%3E',
  '#__proto__=1&constructor=2',
  '#%E0%A4%A',
  '#v=1&r=999999999999.kind-x',
  '#\ud800',
];

test('hostile links never give a blank page, a script, or a request', async ({ page, baseURL }) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => request.url().startsWith(baseURL ?? '?') || elsewhere.push(request.url()));
  page.on('dialog', (dialog) => elsewhere.push(dialog.message()));
  for (const link of HOSTILE) {
    await page.goto('about:blank');
    expect(await open(page, `${STILL}${link}`), link.slice(0, 40)).toEqual([]);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect((await ledger(page)).length, link.slice(0, 40)).toBeGreaterThan(0);
  }
  expect(elsewhere).toEqual([]);
});

test('the digest of the browser is that of Node', async ({ page }) => {
  for (const address of [STILL, `${STILL}#${linkTo('aborted-and-read')}`, `${STILL}#${linkTo('zombie-leader')}`]) {
    await page.goto('about:blank');
    await open(page, address);
    await page.getByRole('button', { name: 'Share' }).click();
    const link = await page.getByRole('dialog').getByRole('textbox').first().inputValue();
    const decoded = await decodeLink(link, SYSTEMS);
    if (!decoded.ok) throw new Error(link);
    expect(decoded.view.digest).toBe(runDigest(judge(decoded.scenario, SYSTEMS).map(({ trace }) => trace)));
  }
});

for (const [name, viewport, scheme] of [
  ['wide and light', { width: 1440, height: 900 }, 'light'],
  ['wide and dark', { width: 1440, height: 900 }, 'dark'],
  ['narrow', { width: 390, height: 844 }, 'light'],
] as const) {
  test(`axe finds nothing, and nothing overflows: ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await open(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
  });
}

test('the catalogue is searched, and a scenario that answers a belief shows it, with what is true below', async ({
  page,
}) => {
  expect(await open(page)).toEqual([]);
  await page.getByTitle('Open another scenario').click();
  await page.getByRole('searchbox').fill('on disk');
  await page.getByRole('button', { name: /^“Acked = on disk\.”/u }).click();
  const belief = page.getByRole('region', { name: 'Often taught, and wrong' });
  await expect(belief).toContainText('“Acked = on disk.”');
  await expect(belief.getByText(/page caches/u)).toBeHidden();
  await belief.getByText('What is true').click();
  await expect(belief.getByText(/page caches/u)).toBeVisible();
  await page.goto('about:blank');
  await open(page, `${STILL}#${linkTo('next-is-ten')}`);
  await expect(belief).toContainText('“Committing offset 10 means 10 is done.”');
});
