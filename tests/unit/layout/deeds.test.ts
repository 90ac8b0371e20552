import { expect, test } from 'vitest';
import { check } from '../../../src/checker/check';
import { deedsOf } from '../../../src/layout/deeds';
import type { Fact } from '../../../src/trace/event';
import { submit, trace } from '../../support/traceBuilder';

const apply = (record: number, outside = false): Fact => ({ kind: 'apply', record, outside });

test('an effect is made again only where it was made before: a call outside and the sink’s own effect are two things', () => {
  const run = trace(
    [0, 'producer', submit(1)],
    [1, 'service', apply(1, true)],
    [2, 'sink', apply(1)],
    [3, 'service', apply(1, true)],
  );
  const deeds = deedsOf(run, check(run, { claim: 'none', records: 1, keys: 1 }));
  expect(deeds.map(({ what, node, times }) => [what, node, times])).toEqual([
    ['landed', 'service', 1],
    ['landed', 'sink', 1],
    ['again', 'service', 2],
  ]);
});
