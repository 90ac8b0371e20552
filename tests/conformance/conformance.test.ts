/** Every case of this folder, played against the model that the lanes use: each row and cell of Kafka's tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAsExpected } from '../../src/cli/conformance/compare';
import { playCase } from '../../src/cli/conformance/play';
import { readCases } from '../../src/cli/conformance/readCases';

const FOLDER = new URL('./', import.meta.url);

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .toSorted((left, right) => (left < right ? -1 : 1))
  .map((name) => {
    const read = readCases(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
    if (!read.ok) throw new Error(`${name}: ${read.problems.map(({ where, what }) => `${where}: ${what}`).join('; ')}`);
    return { name, cases: read.value };
  });
const all = files.flatMap(({ cases }) => cases);

describe.each(files)('$name', ({ cases }) => {
  test.each(cases)('$id: $source', (one) => {
    const wrong = playCase(one).steps.filter(({ ok }) => !ok);
    expect(wrong, `replay: ackward conformance with case "${one.id}"`).toEqual([]);
  });
});

test('there are enough of them, each with an id of its own, a source, and an answer that is compared', () => {
  console.info(
    `conformance: ${all.length} cases (${files.map(({ name, cases }) => `${name} ${cases.length}`).join(', ')})`,
  );
  expect(all.length).toBeGreaterThanOrEqual(120);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { source, steps } of all) {
    expect(source).not.toBe('');
    expect(steps.some(({ expect: expected }) => expected !== undefined)).toBe(true);
  }
});

test('the same case gives the same answers twice', () => {
  for (const one of all) expect(playCase(one)).toEqual(playCase(one));
});

/** Answers that are wrong by one field: a comparison that lets them pass compares nothing. */
test('an answer that differs in any expected field fails its case', () => {
  let compared = 0;
  for (const one of all) {
    for (const { got, expected } of playCase(one).steps) {
      for (const name of Object.keys(expected)) {
        expect(isAsExpected(expected, { ...got, [name]: 'something else' }), `${one.id}: ${name}`).toBe(false);
        compared += 1;
      }
    }
  }
  console.info(`conformance: ${compared} expected fields, each of them decides`);
  expect(compared).toBeGreaterThan(500);
});
