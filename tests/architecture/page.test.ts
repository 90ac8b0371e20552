import { describe, expect, test } from 'vitest';
import { globalsUsed } from './bans';
import { readRootFile, sourceFiles } from './source';

const INTENDED_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'font-src': ["'self'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'object-src': ["'none'"],
};

const LENT_BY_MAIN = [
  'document',
  'location',
  'Worker',
  'window',
  'history',
  'localStorage',
  'sessionStorage',
  'navigator',
  'fetch',
];

/** Ways to make elements or code out of text. */
const TEXT_INTO_PAGE =
  /\{@html\b|\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|\beval\s*\(|new Function\b|srcdoc/;

const policyIn = (html: string): Record<string, string[]> => {
  const content = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1] ?? '';
  const directives = content.split(';').map((directive) => directive.trim().split(/\s+/));
  return Object.fromEntries(directives.map(([name = '', ...sources]) => [name, sources]));
};

describe('the page', () => {
  const html = readRootFile('index.html');

  test('its policy is the intended one, to the word', () => {
    expect(policyIn(html)).toEqual(INTENDED_POLICY);
  });

  test('its policy comes before anything that it must rule', () => {
    const policyAt = html.indexOf('Content-Security-Policy');
    const ruled = ['<script', '<link', '<style', '<img'].map((tag) => html.indexOf(tag)).filter((at) => at >= 0);
    expect(policyAt).toBeGreaterThan(0);
    expect(Math.min(...ruled)).toBeGreaterThan(policyAt);
  });

  test('tells no other site where the visitor came from, and asks nothing of one', () => {
    expect(html).toContain('<meta name="referrer" content="no-referrer" />');
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test('has no inline script, no inline style and no handler in an attribute', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  });
});

describe('the source of the page', () => {
  test('never makes elements or code out of text', () => {
    expect(
      sourceFiles()
        .filter(({ text }) => TEXT_INTO_PAGE.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('finds planted text that becomes elements', () => {
    const planted = ['{@html words}', 'node.innerHTML = words', 'eval(words)', 'new Function(words)'];
    expect(planted.filter((text) => !TEXT_INTO_PAGE.test(text))).toEqual([]);
  });

  test('touches the browser in main.ts alone', () => {
    const others = sourceFiles().filter(({ path }) => path !== 'src/main.ts');
    expect(others.flatMap((file) => globalsUsed(file, LENT_BY_MAIN))).toEqual([]);
  });

  test('finds a planted touch, in a component too', () => {
    expect(
      globalsUsed({ path: 'src/views/A.svelte', text: '<script>const n = document.body;</script>' }, LENT_BY_MAIN),
    ).toHaveLength(1);
    expect(
      globalsUsed({ path: 'src/session/a.ts', text: 'const f = (window: Range) => window.from;' }, LENT_BY_MAIN),
    ).toEqual([]);
  });
});
