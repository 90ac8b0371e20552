import { expect, test } from 'vitest';
import { beliefOf, readCatalogue, searchCatalogue } from '../../../src/session/catalogue';

const ENTRIES = readCatalogue(
  JSON.stringify([
    { id: 'double-charge', title: 'The charge', headline: 'An answer is lost.' },
    {
      id: 'power-cut',
      title: 'Not on disk',
      headline: '“Acked = on disk.”',
      truth: 'In page caches.',
      misconception: 6,
    },
    { id: 'no-title' },
    'nonsense',
  ]),
);

test('what is no entry is left out, and texts that are missing are empty', () => {
  expect(ENTRIES.map(({ id, truth }) => [id, truth])).toEqual([
    ['double-charge', ''],
    ['power-cut', 'In page caches.'],
  ]);
  expect(readCatalogue('{')).toEqual([]);
  expect(readCatalogue(undefined)).toEqual([]);
});

test.each([
  ['', ['double-charge', 'power-cut']],
  ['DISK', ['power-cut']],
  ['caches  page', ['power-cut']],
  ['answer charge', ['double-charge']],
  ['disk charge', []],
])('"%s" finds %j: every word counts, in any of the texts', (words, ids) => {
  expect(searchCatalogue(ENTRIES, words).map(({ id }) => id)).toEqual(ids);
});

test('only a scenario with a truth answers a belief', () => {
  expect(beliefOf(ENTRIES, 'Not on disk')?.id).toBe('power-cut');
  expect(beliefOf(ENTRIES, 'The charge')).toBeUndefined();
});
