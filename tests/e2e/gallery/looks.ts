/** What must hold of whatever is on the page: nothing sticks out, nothing is cut, no word lies on another. */
import type { Page } from '@playwright/test';

/** What is wrong with the page as it stands, each with the words that it is about. */
export async function flawsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const SLACK_PX = 1.5;
    const found: string[] = [];
    const say = (what: string, element: Element): void => {
      const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/gu, ' ');
      found.push(`${what}: ${text.slice(0, 70)}`);
    };
    const isShown = (element: Element): boolean =>
      element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
    const all = (selector: string): Element[] => [...document.querySelectorAll(selector)].filter(isShown);

    for (const element of [document.documentElement, ...all('main > *, dialog, dialog .content, .lanes, .transport')])
      if (element.scrollWidth > element.clientWidth + SLACK_PX)
        found.push(
          `wider than its place by ${element.scrollWidth - element.clientWidth}: ${element.tagName} ${element.className}`,
        );

    const CLIPPED =
      '[data-lane] header > *, .gutter .name, [data-cell], [data-arrived], .tab, [data-clock], .row .field';
    for (const element of all(CLIPPED)) {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      if (clientWidth > 0 && scrollWidth > clientWidth + SLACK_PX) say('cut at its side', element);
      if (clientHeight > 0 && scrollHeight > clientHeight + SLACK_PX + 1) say('cut at its foot', element);
    }

    const meet = (a: DOMRect, b: DOMRect): number => {
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      return width <= SLACK_PX || height <= SLACK_PX
        ? 0
        : (width * height) / Math.min(a.width * a.height, b.width * b.height);
    };
    const apart = (elements: Element[], most: number): void => {
      elements.forEach((one, index) =>
        elements.slice(index + 1).forEach((other) => {
          if (meet(one.getBoundingClientRect(), other.getBoundingClientRect()) > most) {
            say('lies on another', one);
            say('… this one', other);
          }
        }),
      );
    };
    const OVERLAP_AT_MOST = 0.2;
    for (const lane of all('[data-lane]')) {
      const edge = lane.getBoundingClientRect();
      const inHeader = [...lane.querySelectorAll('header > *')].filter(isShown);
      apart(inHeader, 0);
      const words = [...lane.querySelectorAll('svg text')].filter(
        (text) => isShown(text) && getComputedStyle(text).opacity !== '0',
      );
      apart(words, OVERLAP_AT_MOST);
      apart([...lane.querySelectorAll('.gutter .node')].filter(isShown), 0.3);
      for (const element of [...inHeader, ...words])
        if (element.getBoundingClientRect().right > edge.right + SLACK_PX) say('beyond the right edge', element);
    }
    return found;
  });
}

/** Each outcome that is not as it should be has its sentences. Looks at one record of each kind in each lane. */
export async function unexplained(page: Page): Promise<readonly string[]> {
  const cells = await page.locator('[data-cell]:not([data-outcome=once])').evaluateAll((found) =>
    found.map((cell) => {
      const { cell: name, outcome } = (cell as HTMLElement).dataset;
      return { name: name ?? '', outcome: outcome ?? '' };
    }),
  );
  const kinds = new Map(cells.map((cell) => [`${cell.name.split(' ')[0]} ${cell.outcome}`, cell]));
  const silent: string[] = [];
  for (const { name, outcome } of kinds.values()) {
    const cell = page.locator(`[data-cell="${name}"]`);
    if ((await cell.getAttribute('aria-pressed')) !== 'true') await cell.click();
    const told = page.locator(`[data-why="${name}"]`);
    const sentences = await told.getByRole('listitem').allInnerTexts();
    if (sentences.length === 0 || sentences.some((one) => one.trim() === '' || /undefined|\{\w+\}/u.test(one)))
      silent.push(`${name} is ${outcome} and nothing says why: ${sentences.join(' / ')}`);
  }
  return silent;
}
