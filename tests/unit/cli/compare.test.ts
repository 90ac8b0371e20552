/** What counts as expected: fields that are named, arrays as a whole, a word for all partitions. */
import { expect, test } from 'vitest';
import { isAsExpected } from '../../../src/cli/conformance/compare';

test.each<readonly [string, unknown, unknown, boolean]>([
  ['nothing is expected', {}, { error: 'NONE' }, true],
  ['a field that is not named', { error: 'NONE' }, { error: 'NONE', pid: 3 }, true],
  ['another value', { error: 'NONE' }, { error: 'PRODUCER_FENCED' }, false],
  ['a field that is missing', { epoch: 0 }, { error: 'NONE' }, false],
  ['inside objects', { producers: { 7: { epoch: 1 } } }, { producers: { 7: { epoch: 1, batches: [] }, 8: {} } }, true],
  ['inside objects, another value', { producers: { 7: { epoch: 1 } } }, { producers: { 7: { epoch: 2 } } }, false],
  ['a longer array', { offsets: [0] }, { offsets: [0, 1] }, false],
  ['a shorter array', { offsets: [0, 1] }, { offsets: [0] }, false],
  ['another order', { offsets: [1, 0] }, { offsets: [0, 1] }, false],
  ['the same array', { offsets: [0, 1] }, { offsets: [0, 1] }, true],
  ['an empty array', { aborted: [] }, { aborted: [{ pid: 1, firstOffset: 0 }] }, false],
  ['objects in arrays', { aborted: [{ pid: 1, firstOffset: 0 }] }, { aborted: [{ pid: 1, firstOffset: 0 }] }, true],
  ['null', { firstUnstableOffset: null }, { firstUnstableOffset: null }, true],
  ['null is not 0', { firstUnstableOffset: null }, { firstUnstableOffset: 0 }, false],
  ['a word for all partitions', { error: 'NONE' }, { error: { 0: 'NONE', 1: 'NONE' } }, true],
  ['a word that one partition does not have', { error: 'NONE' }, { error: { 0: 'NONE', 1: 'PRODUCER_FENCED' } }, false],
  ['by partition', { error: { 0: 'NONE' } }, { error: { 0: 'NONE', 1: 'PRODUCER_FENCED' } }, true],
  ['by partition, another', { error: { 1: 'NONE' } }, { error: { 0: 'NONE', 1: 'PRODUCER_FENCED' } }, false],
  ['the whole request refused', { error: { 0: 'PRODUCER_FENCED' } }, { error: 'PRODUCER_FENCED' }, true],
  ['a number for a text', { offset: 1 }, { offset: '1' }, false],
])('%s', (_, expected, got, same) => {
  expect(isAsExpected(expected, got)).toBe(same);
});
