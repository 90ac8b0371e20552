/** Guards as sentences: each is of a guard that some chart asks, and one without a sentence is read off its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GUARD_SENTENCES, guardSentence } from '../../../src/text/guards';

const asked = new Set(
  readdirSync('src/machines', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...readFileSync(`src/machines/${path}`, 'utf8').matchAll(/guard: '(\w+)'/gu)])
    .map(([, guard = '']) => guard),
);

test('every sentence is of a guard that some chart asks', () => {
  expect(asked.size).toBeGreaterThan(20);
  expect(Object.keys(GUARD_SENTENCES).filter((guard) => !asked.has(guard))).toEqual([]);
});

test('a guard without a sentence of its own is read off its name', () => {
  expect(guardSentence('isSomebodyNewer')).toBe('is somebody newer');
});
