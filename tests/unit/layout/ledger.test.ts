/** The words of a lane's answer: what became of its records, and what that is to its promise. */
import { expect, test } from 'vitest';
import { sayAnswer, sayPromise, type LedgerColumn } from '../../../src/layout/ledger';

const COLUMN: LedgerColumn = {
  lane: 'lane',
  claim: 'at-least-once',
  keepsClaim: true,
  arrived: 0,
  lost: 0,
  duplicated: 0,
  failed: 0,
  reordered: 0,
  unknown: 0,
  sent: 8,
};

test('a record that came twice is no breach of at least once, and the words say what was promised', () => {
  const twice = { ...COLUMN, duplicated: 1 };
  expect(sayAnswer(twice, 'payment')).toBe('1 charged twice');
  expect(sayPromise(twice)).toBe('none lost, as promised');
  expect(sayPromise({ ...twice, claim: 'exactly-once', keepsClaim: false })).toBe('broken promise');
  expect(sayPromise({ ...COLUMN, claim: 'exactly-once' })).toBe('as promised');
  expect(sayPromise({ ...COLUMN, claim: 'at-most-once' })).toBe('none twice, as promised');
  expect(sayPromise({ ...COLUMN, claim: 'none' })).toBe('promised nothing');
});
