/** What holds for the page whatever it shows: its policy, its silence towards other sites, its words without scripts. */
import { expect, test, type Page } from '@playwright/test';
import { FIRST_LOAD_MOST_KB, firstLoad, namedFiles, totalKb } from '../support/firstLoad';

interface Heard {
  readonly complaints: string[];
  readonly requests: string[];
}

function listen(page: Page): Heard {
  const heard: Heard = { complaints: [], requests: [] };
  page.on('pageerror', (error) => heard.complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.complaints.push(message.text());
  });
  page.on('request', (request) => heard.requests.push(request.url()));
  return heard;
}

/** Everything is there, also the files that come after the first picture. */
const shown = (page: Page) => page.locator('html[data-ready]').waitFor({ state: 'attached' });

test('the page opens without a complaint and asks nothing of any other site', async ({ page, baseURL }) => {
  const heard = listen(page);
  await page.goto('./');
  await shown(page);
  expect(heard.complaints).toEqual([]);
  expect(heard.requests.length).toBeGreaterThan(0);
  expect(heard.requests.filter((url) => !url.startsWith(baseURL ?? '?') && !url.startsWith('blob:'))).toEqual([]);
});

test('the policy stops a planted inline script, and says so', async ({ page }) => {
  const heard = listen(page);
  await page.goto('./');
  await shown(page);
  const ran = await page.evaluate(async () => {
    const blocked = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective));
    });
    const script = document.createElement('script');
    script.textContent = 'document.documentElement.dataset.planted = "ran"';
    document.head.append(script);
    return { directive: await blocked, planted: document.documentElement.dataset['planted'] };
  });
  expect(ran).toEqual({ directive: 'script-src-elem' });
  expect(heard.complaints.join('\n')).toMatch(/Content Security Policy/);
});

test('the page starts from a folder of any host', async ({ page, baseURL }) => {
  await page.route('**/some/folder/**', async (route) => {
    const rest = new URL(route.request().url()).pathname.replace('/some/folder/', '');
    await route.fulfill({ response: await page.request.get(new URL(rest, baseURL).href) });
  });
  const heard = listen(page);
  await page.goto('./some/folder/');
  await shown(page);
  expect(heard.complaints).toEqual([]);
  expect(heard.requests.length).toBeGreaterThan(2);
  expect(heard.requests.filter((url) => !url.includes('/some/folder/') && !url.startsWith('blob:'))).toEqual([]);
});

test('what must be loaded before the page works stays within its limit', async ({ page }) => {
  const files = firstLoad();
  const html = await (await page.request.get('./')).text();
  expect(namedFiles(html).length).toBeGreaterThanOrEqual(2);
  expect(files.map(({ path }) => path)).toEqual(['index.html', ...namedFiles(html)]);
  expect(totalKb(files)).toBeLessThanOrEqual(FIRST_LOAD_MOST_KB);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what it is and what to do', async ({ page }) => {
    await page.goto('./');
    await expect(page.getByRole('heading', { name: 'Ackward' })).toBeVisible();
    await expect(page.getByRole('paragraph').last()).toBeVisible();
    expect(await page.getByRole('main').innerText()).toContain('needs JavaScript');
  });
});
