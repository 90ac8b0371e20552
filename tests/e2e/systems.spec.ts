/** Lanes of several systems on one page: added, taken away, and struck by one fault under each system's own name. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { SYSTEMS, encodeLink, validateScenario } from '../../src';

const STILL = './?autoplay=0&predict=off';

async function open(page: Page, address: string): Promise<string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  return complaints;
}

function scenarioOf(id: string) {
  const scenario = validateScenario(JSON.parse(readFileSync(`public/scenarios/${id}.json`, 'utf8')), SYSTEMS, 'file');
  if (!scenario.ok) throw new Error(id);
  return scenario.value;
}

const addressOf = (change: object = {}): string =>
  `${STILL}#${encodeLink({ ...scenarioOf('one-lost-answer'), ...change }, SYSTEMS)}`;
const lanes = (page: Page) => page.locator('[data-lane]');

test('a lane of another system comes from the dialog, up to six, and goes with one touch', async ({ page }) => {
  const complaints = await open(page, addressOf());
  await expect(lanes(page)).toHaveCount(5);
  await page.getByRole('button', { name: '+ Another lane, of any system' }).click();
  const dialog = page.getByRole('dialog', { name: 'Another lane' });
  await dialog.getByRole('button', { name: 'Kafka Streams' }).click();
  await dialog.getByRole('button', { name: /^Outputs and progress in one transaction(?!,)/u }).click();
  await expect(dialog).toHaveCount(0);
  await expect(lanes(page)).toHaveCount(6);
  await expect(page.getByRole('button', { name: '+ Another lane, of any system' })).toBeDisabled();
  await page.getByRole('button', { name: 'Take the lane SQS FIFO away' }).click();
  await expect(lanes(page)).toHaveCount(5);
  await expect(page.locator('[data-fault]')).toHaveCount(4);
  await page.getByRole('region', { name: 'What goes wrong' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('[data-fault]')).toHaveCount(5);
  expect(complaints).toEqual([]);
});

test('losing one answer in every lane pins it under the name that each system has for it', async ({ page }) => {
  const complaints = await open(page, addressOf({ faults: [] }));
  const answer = page.locator('[data-lane=stripe] [data-mark]', { hasText: 'CreateChargeResponse' });
  await answer.nth(2).locator('.target').dispatchEvent('click');
  const menu = page.getByRole('dialog', { name: 'What befalls this message' });
  await expect(menu).toContainText('where it is called');
  await menu.getByRole('button', { name: 'Drop it' }).click();
  await expect(page.locator('[data-fault]')).toHaveCount(5);
  await expect(page.locator('[data-fault="1"]')).toContainText('ProduceResponse');
  await expect(page.locator('[data-cell="pubsub 3"]')).toContainText('twice');
  await expect(page.locator('[data-cell="fifo 3"]')).toContainText('once');
  expect(complaints).toEqual([]);
});

test('quiet stretches are folded, and unfold and fold again with the cursor where it was', async ({ page }) => {
  await open(page, `${STILL}#${encodeLink(scenarioOf('five-minutes-and-one-second'), SYSTEMS)}`);
  const cursor = page.getByRole('slider', { name: 'Instant' });
  await expect(page.getByRole('img', { name: 'Time', exact: true })).toContainText('4.9 s');
  await page.keyboard.press('5');
  await expect(cursor).not.toHaveAttribute('aria-valuenow', '0');
  const at = await cursor.getAttribute('aria-valuenow');
  await page.getByRole('button', { name: 'unfold quiet' }).click();
  await expect(page.getByRole('img', { name: 'Time', exact: true })).toContainText('20 s');
  await expect(cursor).toHaveAttribute('aria-valuenow', at ?? '');
  await page.keyboard.press('q');
  await expect(page.getByRole('button', { name: 'unfold quiet' })).toBeVisible();
  await expect(cursor).toHaveAttribute('aria-valuenow', at ?? '');
});

test('the price of each lane stands beside the at-most-once lane, and published figures bear their sources', async ({
  page,
}) => {
  await open(page, STILL);
  await expect(page.locator('[data-price="eo messages"]')).toContainText('×');
  await expect(page.locator('[data-price="amo messages"]')).not.toContainText('×');
  await expect(page.getByText('vendor’s post · Confluent engineering, 2017')).toBeVisible();
});

test('the formulas of the two generals are drawn for the loss of their own link', async ({ page }) => {
  const scenario = scenarioOf('the-last-messenger');
  await open(page, `${STILL}#${encodeLink(scenario, SYSTEMS)}`);
  await expect(page.getByText('p = 30 %')).toBeVisible();
  await expect(page.getByText('one acts alone, p(1-p)^(n-1): 0.30 · 0.21 · 0.15')).toBeVisible();
  const lossy = { ...scenario, network: { ...scenario.network, lossPerMille: 100 } };
  await page.goto('about:blank');
  await open(page, `${STILL}#${encodeLink(lossy, SYSTEMS)}`);
  await expect(page.getByText('one acts alone, p(1-p)^(n-1): 0.10 · 0.09 · 0.08')).toBeVisible();
});

test('the comparison is worked by keyboard, and its cell opens the run that shows it', async ({ page }) => {
  const complaints = await open(page, STILL);
  await page.getByRole('button', { name: 'Compare systems' }).focus();
  await page.keyboard.press('Enter');
  const cell = page.locator('[data-compared="sqs FIFO queue brokenBy"]');
  await expect(cell).toContainText('1 lost, 1 twice of 7', { timeout: 20_000 });
  await cell.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Five minutes and one second');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(complaints).toEqual([]);
});
