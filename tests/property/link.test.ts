/** Laws of links, and what strangers may feed the decoder and the validation: always a typed answer, never an exception. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalScenario } from '../../src/scenario/canonical';
import { decodeLink, encodeLink, encodeShortest } from '../../src/scenario/link';
import { validateScenario } from '../../src/scenario/validate';
import { SYSTEMS } from '../../src/systems/registry';
import { anyScenario } from '../support/anyScenario';

/** As a visitor's scenario is: faults that the lanes do not know are refused, so some are taken out. */
const valid = anyScenario
  .map((scenario) => validateScenario(canonicalScenario(scenario), SYSTEMS, 'file'))
  .filter((result) => result.ok);

test('a canonical scenario is valid and stays what it is', () => {
  fc.assert(
    fc.property(valid, ({ value }) => {
      expect(validateScenario(JSON.parse(JSON.stringify(canonicalScenario(value))), SYSTEMS, 'file')).toMatchObject({
        ok: true,
        value,
      });
    }),
    { numRuns: 300 },
  );
});

test('a link gives its scenario back, in either form, with safe characters alone, ending in a letter or digit', async () => {
  await fc.assert(
    fc.asyncProperty(valid, async ({ value }) => {
      for (const link of [encodeLink(value, SYSTEMS), await encodeShortest(value, SYSTEMS)]) {
        expect(link).toMatch(/^[A-Za-z0-9._~=&-]*[A-Za-z0-9]$/u);
        const decoded = await decodeLink(link, SYSTEMS);
        expect(decoded).toMatchObject({ ok: true, warnings: [] });
        if (decoded.ok) expect(canonicalScenario(decoded.scenario)).toEqual(canonicalScenario(value));
      }
    }),
    { numRuns: 200 },
  );
});

test('a link that was cut short says so, wherever it was cut', async () => {
  await fc.assert(
    fc.asyncProperty(valid, fc.nat(), async ({ value }, cut) => {
      const link = encodeLink(value, SYSTEMS);
      const decoded = await decodeLink(link.slice(0, Math.max(1, cut % link.length)), SYSTEMS);
      expect(decoded.ok ? decoded.warnings.length : decoded.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
});

test('links survive what mails and chats do to them', async () => {
  const link = encodeLink(fc.sample(valid, { numRuns: 1, seed: 7 })[0]!.value, SYSTEMS);
  for (const mangled of [
    `https://example.org/a/#${link}`,
    `https://example.org/%23${link}`,
    link.replaceAll('&', '&amp;'),
    `${link}.`,
    `#${link})`,
    encodeURIComponent(link),
  ]) {
    expect(await decodeLink(mangled, SYSTEMS), mangled).toMatchObject({ ok: true, warnings: [] });
  }
});

const isTyped = (result: { ok: boolean; problems?: readonly object[]; warnings?: readonly object[] }): boolean =>
  result.ok ? Array.isArray(result.warnings) : (result.problems?.length ?? 0) > 0;

test('fuzz: 6,000 texts that are no links, or no longer', async () => {
  const broken = fc
    .tuple(valid, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([{ value }, place, junk]) => {
      const link = encodeLink(value, SYSTEMS);
      const at = place % link.length;
      return link.slice(0, at) + junk + link.slice(at + 1);
    });
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    broken,
    fc.string({ maxLength: 80 }).map((rest) => `v=1&z=${rest}`),
    fc.string({ maxLength: 60 }).map((rest) => `v=1&f=${rest}`),
  );
  await fc.assert(
    fc.asyncProperty(text, async (one) => {
      expect(isTyped(await decodeLink(one, SYSTEMS)), one).toBe(true);
    }),
    { numRuns: 6000 },
  );
});

test('fuzz: 6,000 values that are no scenarios', () => {
  const odd = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    fc.constantFrom(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -1,
      1e300,
      0.5,
      '\ud800',
      '\u202e',
      '__proto__',
      null,
      undefined,
      [],
      {},
    ),
  );
  const nearly = fc
    .tuple(
      anyScenario,
      fc.constantFrom(
        'version',
        'title',
        'seed',
        'records',
        'network',
        'crashes',
        'faults',
        'lanes',
        'limits',
        '__proto__',
        'constructor',
        'extra',
      ),
      odd,
    )
    .map(([scenario, key, value]) => {
      const raw = canonicalScenario(scenario) as Record<string, unknown>;
      return Object.fromEntries([...Object.entries(raw).filter(([name]) => name !== key), [key, value]]);
    });
  fc.assert(
    fc.property(fc.oneof(odd, nearly), fc.constantFrom('file', 'link'), (raw, mode) => {
      expect(isTyped(validateScenario(raw, SYSTEMS, mode))).toBe(true);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }),
    { numRuns: 6000 },
  );
});

test('bombs are refused: deep nesting, a million faults, a link that inflates without end', async () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 200_000; depth += 1) deep = [deep];
  expect(validateScenario(deep, SYSTEMS, 'file').ok).toBe(false);
  const many = validateScenario(
    {
      version: 1,
      seed: 's',
      lanes: [{ id: 'a', system: 'kafka', preset: 'at-least-once' }],
      faults: Array.from({ length: 1_000_000 }, () => ({ do: 'drop' })),
    },
    SYSTEMS,
    'file',
  );
  expect(many.ok).toBe(false);
  const zeros = new Blob([`{"title":"${'0'.repeat(20_000_000)}"}`])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  const packed = Buffer.from(await new Response(zeros).arrayBuffer()).toString('base64url');
  const bomb = await decodeLink(`v=1&z=${packed.slice(0, 15_000)}`, SYSTEMS);
  expect(bomb.ok ? bomb.warnings.length : bomb.problems.length).toBeGreaterThan(0);
  expect((await decodeLink('v=1&'.repeat(20_000), SYSTEMS)).ok).toBe(false);
});
