/** Words that say that something is unfinished, switched off, or bound to one machine. */
import type { SourceFile } from './source';

interface Rule {
  readonly words: RegExp;
  readonly why: string;
  /** Where it holds: the beginning of a path. Everywhere when empty. */
  readonly below: readonly string[];
}

// Each word has one letter in brackets, so that this file does not break its own rules.
const RULES: readonly Rule[] = [
  { words: /(?<![\w.~-])\/(?:w[o]rk|f[a]rm|r[o]ot|h[o]me)\//, why: 'a path of one machine', below: [] },
  { words: /\br[e]gistry\.[a-z]+\.[a-z]/, why: 'the host of a package registry', below: [] },
  {
    words: /\bT[O]DO\b|\bFI[X]ME\b|\bX[X]X\b|\bHA[C]K\b|n[o]t (?:yet )?implemented|\bpl[a]ceholder\b/,
    why: 'unfinished work',
    below: ['src/'],
  },
  {
    words: /@ts-(?:ign[o]re|noch[e]ck|expect-err[o]r)|eslint-dis[a]ble|svelte-ign[o]re/,
    why: 'a check switched off',
    below: [],
  },
  {
    words: /\b(?:syst[e]ms|kafk[a]|tr[u]st|st[y]le|contr[a]ct|conform[a]nce|des[i]gn|pe[e]rs|ecosyst[e]m)\.md\b/,
    why: 'a source that nobody can open',
    below: [],
  },
  { words: /\bas a[n]y\b/, why: 'a type switched off', below: ['src/', 'tests/'] },
  {
    words: /\b(?:it|test|describe)\.(?:o[n]ly|sk[i]p|t[o]do|fix[m]e|fa[i]ls)\b|\.o[n]ly\(/,
    why: 'a test alone or switched off',
    below: ['tests/', 'src/'],
  },
];

/** One sentence for each rule that a file breaks. */
export function forbiddenWords({ path, text }: SourceFile): string[] {
  return RULES.filter(({ below }) => below.length === 0 || below.some((folder) => path.startsWith(folder))).flatMap(
    ({ words, why }) => {
      const found = words.exec(text);
      return found === null ? [] : [`${path} holds ${why}: ${found[0]}`];
    },
  );
}
