/** What a chain of messengers, and an order that is sent again, come to on a link that loses messages: the formulas of MODEL.md. */
import type { CurveChart } from '../../scenario/catalog';

/** `base` times itself, `times` times. */
const power = (base: number, times: number): number =>
  Array.from({ length: times }, () => base).reduce((product, factor) => product * factor, 1);

/** An attempt at which both the order and its answer came through. */
const answered = (loss: number): number => power(1 - loss, 2);

export const GENERALS_CURVES: readonly CurveChart[] = [
  {
    about: 'a chain of n messengers',
    curves: [
      { says: 'both act', formula: '(1-p)^n', of: (p, n) => power(1 - p, n) },
      { says: 'one acts alone', formula: 'p(1-p)^(n-1)', of: (p, n) => p * power(1 - p, n - 1) },
    ],
  },
  {
    about: 'an order that is given up after n attempts',
    curves: [
      { says: 'nothing delivered', formula: 'p^n', of: (p, n) => power(p, n) },
      {
        says: 'delivered, and nobody knows',
        formula: '(1-(1-p)^2)^n - p^n',
        of: (p, n) => power(1 - answered(p), n) - power(p, n),
      },
    ],
  },
];
