/** Opens everything that there is to see, wide and narrow, and looks whether it can be read. */
import { expect, test, type Page } from '@playwright/test';
import { flawsOf, unexplained } from './looks';
import { cataloguePieces, pictureOf, presetPieces, type Piece } from './pictures';

const LOOKS = [
  { look: 'wide', viewport: { width: 1440, height: 900 }, query: '' },
  { look: 'narrow', viewport: { width: 390, height: 844 }, query: '' },
  { look: 'projector', viewport: { width: 1920, height: 1080 }, query: '&theme=projector' },
] as const;
type Look = (typeof LOOKS)[number];
const CATALOGUE_AT_ONCE = 12;

/** The page without its first play, with an ear for complaints. */
async function open(page: Page, { viewport, query }: Look): Promise<string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.setViewportSize(viewport);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`./?autoplay=0&predict=off${query}`);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  return complaints;
}

/** Puts a scenario on the page, goes to its end, and says what is wrong with what can be seen. */
async function look(page: Page, { name, scenario, link }: Piece, how: Look): Promise<readonly string[]> {
  await page.evaluate((hash) => (location.hash = hash), link);
  const later = page.getByRole('button', { name: 'Run it' });
  await expect(page.getByRole('heading', { level: 1 }).or(later).first()).toContainText(scenario.title || 'Untitled');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('End');
  await page.locator('[data-lane]').first().waitFor();
  await page.screenshot({ path: pictureOf(name, how.look) });
  const flaws = await flawsOf(page);
  const silent = how.look === 'wide' ? await unexplained(page) : [];
  return [...flaws, ...silent].map((flaw) => `${name}: ${flaw}`);
}

async function lookAtAll(page: Page, pieces: readonly Piece[], how: Look): Promise<void> {
  const complaints = await open(page, how);
  const flaws: string[] = [];
  for (const piece of pieces) flaws.push(...(await look(page, piece, how)));
  expect([...complaints, ...flaws]).toEqual([]);
}

for (const how of LOOKS) {
  for (const [system, pieces] of presetPieces())
    test(`${how.look}: each preset of ${system}`, async ({ page }) => lookAtAll(page, pieces, how));

  const catalogue = cataloguePieces();
  for (let from = 0; from < catalogue.length; from += CATALOGUE_AT_ONCE)
    test(`${how.look}: scenarios ${from + 1} to ${Math.min(from + CATALOGUE_AT_ONCE, catalogue.length)}`, async ({
      page,
    }) => lookAtAll(page, catalogue.slice(from, from + CATALOGUE_AT_ONCE), how));

  test(`${how.look}: each dialog`, async ({ page }) => {
    const complaints = await open(page, how);
    const flaws: string[] = [];
    for (const [name, key] of [
      ['share', 's'],
      ['keys', '?'],
      ['describe', 'd'],
    ] as const) {
      await page.locator('body').press(key);
      await page.getByRole('dialog').waitFor();
      await page.screenshot({ path: pictureOf(`dialog ${name}`, how.look) });
      flaws.push(...(await flawsOf(page)).map((flaw) => `${name}: ${flaw}`));
      await page.keyboard.press('Escape');
    }
    for (const name of ['Open another scenario', '+ Another lane, of any system', 'Compare systems']) {
      await page.getByRole('button', { name }).or(page.getByTitle(name)).first().click();
      await page.getByRole('dialog').waitFor();
      await page.screenshot({ path: pictureOf(`dialog ${name}`, how.look) });
      flaws.push(...(await flawsOf(page)).map((flaw) => `${name}: ${flaw}`));
      await page.keyboard.press('Escape');
    }
    expect([...complaints, ...flaws]).toEqual([]);
  });
}
