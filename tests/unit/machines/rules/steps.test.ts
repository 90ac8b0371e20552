import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OFFERED_STEPS, formatSteps, groupOf, parseSteps } from '../../../../src/machines/worker/steps';
import { sentenceOf } from '../../../../src/terms/problem';

function sentences(text: string): readonly string[] {
  const result = parseSteps(text);
  return result.ok ? [] : result.problems.map(sentenceOf);
}

describe('a step string', () => {
  it.each(OFFERED_STEPS)('%s is read and written back', (text) => {
    const result = parseSteps(text);
    expect(result.ok && formatSteps(result.value)).toBe(text);
  });

  it('says which steps are one', () => {
    const result = parseSteps('X e [P V]');
    expect(result.ok && result.value).toEqual([
      { steps: ['outside'] },
      { steps: ['hiddenEffect'] },
      { steps: ['progress', 'publish'] },
    ]);
    expect(result.ok && groupOf(result.value, 'publish')).toBe(2);
    expect(result.ok && groupOf(result.value, 'remember')).toBe(-1);
  });

  it.each(['[ME]P', ' [ M  E ]  P '])('takes blanks as they come: %s', (text) => {
    const result = parseSteps(text);
    expect(result.ok && formatSteps(result.value)).toBe('[M E] P');
  });

  it.each([
    ['E Q P', 'app.steps: the letter "Q", which is no step; use E, e, M, P, T, V, X and brackets.'],
    ['E [] P', 'app.steps: an empty bracket; put steps into it, or leave it out.'],
    ['[E P', 'app.steps: a bracket that is not closed; add ].'],
    ['E P]', 'app.steps: ] without [; open the bracket before the steps that are one.'],
    ['[E [P]', 'app.steps: a bracket inside a bracket; close the first one before.'],
    ['E P E', 'app.steps: the step E twice; keep one of them.'],
    ['E', 'app.steps: no P, so progress is never saved; add P.'],
    ['M P', 'app.steps: no effect: neither E, e nor X; add E.'],
    ['E e P V', 'app.steps: both E and e, the same effect open and hidden; keep one of them.'],
    ['e P', 'app.steps: e without V, so the hidden effect is never seen; add V after e.'],
    ['X P V', 'app.steps: V without e, so there is nothing to publish; add e before V.'],
    ['V e P', 'app.steps: V before e; publish after the hidden effect.'],
    ['E T P', 'app.steps: T without V, so what is prepared is never decided; add V after T.'],
    ['T e P V', 'app.steps: T out of place; prepare after e and before V.'],
    ['e P V T', 'app.steps: T out of place; prepare after e and before V.'],
  ])('%s is refused with a sentence', (text, sentence) => {
    expect(sentences(text)).toContain(sentence);
  });

  it('of 40 characters is read', () => {
    expect(parseSteps('E P'.padEnd(40)).ok).toBe(true);
    expect(parseSteps('E P'.padEnd(41)).ok).toBe(false);
  });

  it('says which bracket is empty and nothing else', () => {
    expect(sentences('[] E P')).toHaveLength(1);
    expect(sentences('V e P')).toHaveLength(1);
  });

  it('is refused before it is read when it is far too long', () => {
    expect(sentences('E '.repeat(1_000_000))).toEqual([
      'app.steps: a step string of 2000000 characters; each step comes once: write at most 40 characters.',
    ]);
  });

  it('that is accepted is written back so that it reads the same, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('E', 'e', 'M', 'P', 'T', 'V', 'X', '[', ']', ' '), { maxLength: 14 }),
        (characters) => {
          const result = parseSteps(characters.join(''));
          if (!result.ok) return result.problems.length > 0;
          const again = parseSteps(formatSteps(result.value));
          expect(again).toEqual(result);
          return true;
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
