import { describe, expect, test } from 'vitest';
import { saidTwice, unknownFiles } from './models';
import { filesBelow } from './source';

const models = filesBelow('src/systems', ['MODEL.md']);
const files = new Set([...filesBelow('src', ['.ts']), ...filesBelow('tests', ['.ts'])].map(({ path }) => path));
const planted = (text: string) => ({ path: 'src/systems/sqs/MODEL.md', text });

describe('each system says once how it is modelled', () => {
  test('no table has two headers, no heading and no bold lead stands twice', () => {
    expect(models.length).toBeGreaterThan(0);
    expect(models.flatMap(saidTwice)).toEqual([]);
  });

  test('every TypeScript file that is named is there', () => {
    expect(models.flatMap((model) => unknownFiles(model, files))).toEqual([]);
  });

  test.each([
    ['| Rule |\n| ---- |\n| one |\n| Rule |\n| :--: |\n| one |'],
    ['## Times\n\nshort\n\n## Times'],
    ['- **A dead letter is lost.**\n- **A dead letter is lost,** or not'],
  ])('reports a planted %j', (text) => {
    expect(saidTwice(planted(text))).toHaveLength(1);
  });

  test('two tables have a header each', () => {
    expect(saidTwice(planted('| A |\n| - |\n\n| B |\n| - |'))).toEqual([]);
  });

  test('reports a planted file that is nowhere, and finds one beside a file that was named', () => {
    const text = '`machines/queue/leasing.ts`, `clocks.ts`, `values.ts` and `leases.ts`';
    expect(unknownFiles(planted(text), files)).toEqual([
      'src/systems/sqs/MODEL.md:1 names leases.ts, which is nowhere',
    ]);
  });
});
