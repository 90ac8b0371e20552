import { describe, expect, it } from 'vitest';
import {
  acksAllAnswer,
  caughtUpSince,
  divergence,
  effectiveMinIsr,
  elect,
  endOffsetFor,
  hasFallenBehind,
  highWatermark,
  mayRejoinIsr,
  noteEpoch,
  shrinkIsr,
  truncateEpochs,
  truncationPoint,
} from '../../../../src/machines/log/rules';
import type { EpochCache } from '../../../../src/machines/log/rules';

describe('the high watermark', () => {
  it.each([
    ['is the least log end in sync', [9, 7, 8], 5, 9, 3, 1, 7],
    ['never goes down', [3], 5, 9, 2, 1, 5],
    ['never passes the end of the log', [12], 5, 9, 2, 1, 9],
    ['of a leader alone is the end of its log', [], 5, 9, 1, 1, 9],
    ['is frozen below the minimum ISR, though all live members have it', [9, 9], 5, 9, 1, 2, 5],
  ])('%s', (_, ends, current, logEnd, isrSize, minIsr, expected) => {
    expect(highWatermark(ends, current, logEnd, isrSize, minIsr)).toBe(expected);
  });

  it('needs no more replicas than there are', () => {
    expect(effectiveMinIsr(2, 1)).toBe(1);
    expect(effectiveMinIsr(2, 3)).toBe(2);
  });
});

describe('an acks=all answer', () => {
  it.each([
    ['waits while the record is not below the high watermark', 4, 4, 3, undefined],
    ['is success once it is', 4, 5, 2, 'NONE'],
    [
      'is an error when the ISR shrank meanwhile, though the record is there',
      4,
      5,
      1,
      'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    ],
  ] as const)('%s', (_, last, mark, isrSize, expected) => {
    expect(acksAllAnswer(last, mark, isrSize, 2)).toBe(expected);
  });
});

describe('the in-sync replicas', () => {
  it('take a follower back that has the high watermark and this epoch', () => {
    expect(mayRejoinIsr(7, 7, 5)).toBe(true);
    expect(mayRejoinIsr(7, 7, 7)).toBe(true);
    expect(mayRejoinIsr(6, 7, 5)).toBe(false);
    expect(mayRejoinIsr(7, 7, 8)).toBe(false);
  });

  it('lose a follower that was behind for longer than the lag time', () => {
    expect(hasFallenBehind({ logEnd: 4, lastCaughtUpMs: 0 }, 9, 300, 300)).toBe(false);
    expect(hasFallenBehind({ logEnd: 4, lastCaughtUpMs: 0 }, 9, 301, 300)).toBe(true);
    expect(hasFallenBehind({ logEnd: 9, lastCaughtUpMs: 0 }, 9, 999, 300)).toBe(false);
  });

  it.each([
    ['has all', 9, 100, 400],
    ['has what the leader had when it last asked', 7, 100, 300],
    ['lacks even that', 6, 100, 100],
  ])('know since when a follower was behind that %s', (_, offset, lastCaughtUpMs, expected) => {
    expect(caughtUpSince({ lastCaughtUpMs, lastFetchMs: 300, endAtLastFetch: 7 }, offset, 9, 400)).toBe(expected);
  });

  it('never become empty', () => {
    expect(shrinkIsr(['a', 'b'], 'b')).toEqual(['a']);
    expect(shrinkIsr(['b'], 'b')).toEqual(['b']);
  });
});

describe('leader epochs', () => {
  const cache = (): EpochCache => [
    { epoch: 1, startOffset: 0 },
    { epoch: 3, startOffset: 5 },
    { epoch: 4, startOffset: 8 },
  ];

  it.each([
    ['the newest ends where the log ends', 4, { epoch: 4, endOffset: 11 }],
    ['an older one ends where the next begins', 3, { epoch: 3, endOffset: 8 }],
    ['an unknown one is answered with the one below', 2, { epoch: 1, endOffset: 5 }],
    ['one before all of them ends where they begin', 0, { epoch: 0, endOffset: 0 }],
    ['one after all of them is unknown', 5, undefined],
  ])('%s', (_, epoch, expected) => {
    expect(endOffsetFor(cache(), epoch, 11)).toEqual(expected);
  });

  it('are noted once, and what contradicts them goes', () => {
    const noted = cache();
    noteEpoch(noted, 4, 9);
    expect(noted).toEqual(cache());
    noteEpoch(noted, 6, 7);
    expect(noted).toEqual([...cache().slice(0, 2), { epoch: 6, startOffset: 7 }]);
  });

  it('that begin at the same offset, or come late, replace what stood there', () => {
    const noted = cache();
    noteEpoch(noted, 5, 8);
    expect(noted).toEqual([...cache().slice(0, 2), { epoch: 5, startOffset: 8 }]);
    noteEpoch(noted, 3, 9);
    expect(noted).toEqual([cache()[0], { epoch: 3, startOffset: 9 }]);
  });

  it('of an empty log are unknown', () => {
    expect(endOffsetFor([], -1, 0)).toBeUndefined();
    expect(endOffsetFor([], 3, 0)).toBeUndefined();
  });

  it('go with the tail of the log', () => {
    const cut = cache();
    truncateEpochs(cut, 8);
    expect(cut.map((each) => each.epoch)).toEqual([1, 3]);
  });

  it.each([
    ['a follower that ends inside the same epoch goes on', 3, 7, 'none'],
    ['a follower that ends exactly where its epoch ended goes on', 3, 8, 'none'],
    ['a follower with more of an old epoch than the leader diverges', 3, 9, { epoch: 3, endOffset: 8 }],
    ['a follower of an epoch that the leader never had diverges below', 2, 5, { epoch: 1, endOffset: 5 }],
    ['a follower from the future cannot be told', 9, 5, 'outOfRange'],
  ] as const)('%s', (_, epoch, offset, expected) => {
    expect(divergence(cache(), epoch, offset, 11)).toEqual(expected);
  });

  it('cut a follower at the point where the logs part, not at its high watermark', () => {
    const own: EpochCache = [
      { epoch: 1, startOffset: 0 },
      { epoch: 3, startOffset: 5 },
    ];
    expect(truncationPoint(own, 10, { epoch: 3, endOffset: 8 })).toBe(8);
    expect(truncationPoint(own, 7, { epoch: 3, endOffset: 8 })).toBe(7);
    expect(truncationPoint(own, 10, { epoch: 2, endOffset: 6 })).toBe(5);
    expect(truncationPoint([], 10, { epoch: 2, endOffset: 6 })).toBe(6);
  });
});

describe('an election', () => {
  const all = ['b1', 'b2', 'b3'];
  it.each([
    ['takes the first live one in sync', all, ['b2', 'b3'], false, { leader: 'b2', isr: ['b2', 'b3'], clean: true }],
    [
      'passes over a live one that is behind',
      ['b2', 'b3'],
      ['b1', 'b3'],
      false,
      { leader: 'b3', isr: ['b3'], clean: true },
    ],
    ['waits when none in sync is alive', ['b1'], ['b2', 'b3'], false, undefined],
    ['takes one that is behind if it may', ['b1'], ['b2', 'b3'], true, { leader: 'b2', isr: ['b2'], clean: false }],
    ['prefers one in sync even if it may', ['b3'], ['b2', 'b3'], true, { leader: 'b3', isr: ['b3'], clean: true }],
    ['finds nobody when all are down', all, [], true, undefined],
  ])('%s', (_, isr, live, unclean, expected) => {
    expect(elect(all, isr, live, unclean)).toEqual(expected);
  });

  it('leaves a good leader in place', () => {
    expect(elect(all, all, all, false, 'b2')?.leader).toBe('b2');
    expect(elect(all, all, ['b1', 'b3'], false, 'b2')?.leader).toBe('b1');
  });
});
