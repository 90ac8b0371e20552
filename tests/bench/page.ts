/** What a visitor waits for: how much is loaded before the page works, and when the first lane moves. */
import { chromium, type Browser } from '@playwright/test';
import { BROWSER_ARGS, browserOrGetOne } from '../support/findBrowser';
import { FIRST_LOAD_MOST_KB, firstLoad, openingSystem, totalKb } from '../support/firstLoad';
import { buildSite, serveSite } from '../support/site';
import { round, type Chapter, type Figure } from './figure';
import { medianOf } from './stopwatch';

const FIRST_LOAD_AIM_KB = 90;
const OPENINGS = 5;
const FIRST_MOTION_MOST_MS = 2_000;
const PATIENCE_MS = 30_000;
const ANY_PORT = 4_300;

export async function pageChapter(): Promise<Chapter> {
  await buildSite();
  return {
    title: 'Page',
    about:
      'The built site: the page itself with what it names (scripts, their preloads, styles), compressed with gzip; and headless Chromium on the same machine.',
    figures: [...firstLoadFigures(), await firstMotionFigure()],
  };
}

function firstLoadFigures(): Figure[] {
  const files = firstLoad();
  const parts = files.map(({ path, kb }) => ({
    name: nameWithoutHash(path),
    measured: `${round(kb, 1)} kB`,
    goal: '',
  }));
  const kb = totalKb(files);
  const goal = `at most ${FIRST_LOAD_MOST_KB} kB, aim ${FIRST_LOAD_AIM_KB} kB`;
  const all = { name: 'first load, all of it', measured: `${round(kb, 1)} kB`, goal, kept: kb <= FIRST_LOAD_MOST_KB };
  const system = openingSystem();
  const running = {
    name: 'with the system of the opening scenario, which comes next',
    measured: `${round(kb + system.kb, 1)} kB`,
    goal: '',
  };
  return [...parts, all, running];
}

const nameWithoutHash = (path: string): string => path.replace(/-[\w-]{8}(\.\w+)$/, '$1');

async function firstMotionFigure(): Promise<Figure> {
  const served = await serveSite(ANY_PORT, false);
  const browser = await chromium.launch({ executablePath: browserOrGetOne(), args: BROWSER_ARGS });
  const tookMs: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) tookMs.push(await firstMotionMs(browser, served.address));
  await browser.close();
  await served.close();
  const ms = medianOf(tookMs);
  const goal = `at most ${FIRST_MOTION_MOST_MS} ms`;
  return {
    name: `first lane moves, median of ${OPENINGS} openings`,
    measured: `${round(ms, 0)} ms`,
    goal,
    kept: ms <= FIRST_MOTION_MOST_MS,
  };
}

/** In a fresh context, so nothing is cached. The page itself says when its cursor first moved. */
async function firstMotionMs(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(address);
  const told = page.locator('html[data-first-motion-ms]');
  await told.waitFor({ state: 'attached', timeout: PATIENCE_MS });
  const ms = Number(await told.getAttribute('data-first-motion-ms'));
  await page.close();
  return ms;
}
