import { expect, test } from 'vitest';
import { beliefOf, countBySystem, readCatalogue, searchCatalogue } from '../../../src/session/catalogue';
import { SYSTEMS } from '../../../src/systems/registry';
import { readIndex } from '../../support/catalogueRun';

const ENTRIES = readCatalogue(
  JSON.stringify([
    { id: 'double-charge', title: 'The charge', systems: ['kafka', 7], headline: 'An answer is dropped.' },
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

test('a system is a filter of its own, beside the words', () => {
  expect(searchCatalogue(ENTRIES, '', 'kafka').map(({ id }) => id)).toEqual(['double-charge']);
  expect(searchCatalogue(ENTRIES, 'disk', 'kafka')).toEqual([]);
  expect(searchCatalogue(ENTRIES, 'kafka').map(({ id }) => id)).toEqual(['double-charge']);
});

test('each system that a scenario of the catalogue has can be chosen, and leaves as many as it says', () => {
  const all = readCatalogue(JSON.stringify(readIndex()));
  const counts = countBySystem(all, SYSTEMS);
  expect(counts.map(({ id }) => id).sort()).toEqual([...new Set(all.flatMap(({ systems }) => systems))].sort());
  for (const { id, count } of counts) expect(searchCatalogue(all, '', id), id).toHaveLength(count);
});
