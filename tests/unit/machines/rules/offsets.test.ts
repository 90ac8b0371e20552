import { describe, expect, it } from 'vitest';
import {
  commitOffset,
  endPending,
  fetchOffset,
  holdOffset,
  noOffsets,
  validateOffsetCommit,
} from '../../../../src/machines/coordinator/rules';
import type { CommitRequest, GroupView } from '../../../../src/machines/coordinator/rules';

function group(change: Partial<GroupView> = {}): GroupView {
  const members = new Map([
    ['m1', { instanceId: null }],
    ['m2', { instanceId: 'static' }],
  ]);
  return { state: 'Stable', protocol: 'classic', generation: 3, members, ...change };
}

const named = { member: 'm1', generation: 3, instanceId: null, transactional: false };
const bare = { member: '', generation: -1, instanceId: null, transactional: false };
const inTransaction = { transactional: true };

describe('who may commit', () => {
  const rows: readonly (readonly [string, GroupView | undefined, CommitRequest, string])[] = [
    ['the member of the generation', group(), named, 'NONE'],
    ['the member of the very first generation', group({ generation: 0 }), { ...named, generation: 0 }, 'NONE'],
    ['an active group, a generation but no member', group(), { ...bare, generation: 3 }, 'UNKNOWN_MEMBER_ID'],
    [
      'an active group, generation 0 but no member, in a transaction',
      group(),
      { ...bare, ...inTransaction, generation: 0 },
      'UNKNOWN_MEMBER_ID',
    ],
    [
      'an active group, a member without generation, in a transaction',
      group(),
      { ...named, ...inTransaction, generation: -1 },
      'ILLEGAL_GENERATION',
    ],
    [
      'an active group, a static id alone, in a transaction',
      group(),
      { ...bare, ...inTransaction, instanceId: 'static' },
      'FENCED_INSTANCE_ID',
    ],
    [
      'an empty group, generation 0',
      group({ state: 'Empty', members: new Map() }),
      { ...named, generation: 0 },
      'UNKNOWN_MEMBER_ID',
    ],
    ['an unheard-of group, generation 0', undefined, { ...named, generation: 0 }, 'GROUP_ID_NOT_FOUND'],
    [
      'consumer protocol: empty, epoch 0',
      group({ protocol: 'consumer', state: 'Empty', members: new Map() }),
      { ...named, generation: 0 },
      'UNKNOWN_MEMBER_ID',
    ],
    ['a dead group', group({ state: 'Dead' }), named, 'COORDINATOR_NOT_AVAILABLE'],
    ['an unknown member', group(), { ...named, member: 'm9' }, 'UNKNOWN_MEMBER_ID'],
    [
      'an unknown member of a wrong generation',
      group(),
      { ...named, member: 'm9', generation: 2 },
      'UNKNOWN_MEMBER_ID',
    ],
    ['an older generation', group(), { ...named, generation: 2 }, 'ILLEGAL_GENERATION'],
    ['a newer generation', group(), { ...named, generation: 4 }, 'ILLEGAL_GENERATION'],
    [
      'an older generation in a transaction',
      group(),
      { ...named, ...inTransaction, generation: 2 },
      'ILLEGAL_GENERATION',
    ],
    ['the holder of a static id', group(), { ...named, member: 'm2', instanceId: 'static' }, 'NONE'],
    ['a static id that another has taken over', group(), { ...named, instanceId: 'static' }, 'FENCED_INSTANCE_ID'],
    ['a static id that nobody has', group(), { ...named, instanceId: 'gone' }, 'UNKNOWN_MEMBER_ID'],
    ['CompletingRebalance', group({ state: 'CompletingRebalance' }), named, 'REBALANCE_IN_PROGRESS'],
    [
      'CompletingRebalance in a transaction',
      group({ state: 'CompletingRebalance' }),
      { ...named, ...inTransaction },
      'NONE',
    ],
    ['PreparingRebalance', group({ state: 'PreparingRebalance' }), named, 'NONE'],
    ['an active group, no member named', group(), bare, 'UNKNOWN_MEMBER_ID'],
    [
      'an active group, no member named, in a transaction: this does not shut zombies out',
      group(),
      { ...bare, ...inTransaction },
      'NONE',
    ],
    ['an empty group, no generation: a simple consumer', group({ state: 'Empty', members: new Map() }), bare, 'NONE'],
    ['an empty group, a generation', group({ state: 'Empty', members: new Map() }), named, 'UNKNOWN_MEMBER_ID'],
    ['an unheard-of group, no generation', undefined, bare, 'NONE'],
    ['an unheard-of group, a generation', undefined, named, 'GROUP_ID_NOT_FOUND'],
    [
      'an unheard-of group, a generation, in a transaction',
      undefined,
      { ...named, transactional: true },
      'ILLEGAL_GENERATION',
    ],
    ['consumer protocol: the member epoch', group({ protocol: 'consumer' }), named, 'NONE'],
    [
      'consumer protocol: an older member epoch',
      group({ protocol: 'consumer' }),
      { ...named, generation: 2 },
      'STALE_MEMBER_EPOCH',
    ],
    [
      'consumer protocol: an older member epoch in a transaction',
      group({ protocol: 'consumer' }),
      { ...named, ...inTransaction, generation: 2 },
      'ILLEGAL_GENERATION',
    ],
    [
      'consumer protocol: each member has its own epoch',
      group({ protocol: 'consumer', members: new Map([['m1', { instanceId: null, epoch: 5 }]]) }),
      { ...named, generation: 5 },
      'NONE',
    ],
    [
      'consumer protocol: an unknown member',
      group({ protocol: 'consumer' }),
      { ...named, member: 'm9' },
      'UNKNOWN_MEMBER_ID',
    ],
    [
      'consumer protocol: nobody named, in a transaction',
      group({ protocol: 'consumer' }),
      { ...bare, ...inTransaction },
      'NONE',
    ],
    ['consumer protocol: nobody named', group({ protocol: 'consumer' }), bare, 'UNKNOWN_MEMBER_ID'],
    [
      'consumer protocol: empty, nobody named',
      group({ protocol: 'consumer', state: 'Empty', members: new Map() }),
      bare,
      'NONE',
    ],
  ];
  it.each(rows)('%s', (_, known, request, expected) => {
    expect(validateOffsetCommit(known, request)).toBe(expected);
  });
});

describe('offsets in a transaction', () => {
  it('are unstable until the marker, and then count', () => {
    const offsets = noOffsets();
    commitOffset(offsets, 0, 10);
    holdOffset(offsets, 7, 0, 12);
    expect(fetchOffset(offsets, 0, true)).toEqual({ error: 'UNSTABLE_OFFSET_COMMIT', offset: -1 });
    expect(fetchOffset(offsets, 0, false)).toEqual({ error: 'NONE', offset: 10 });
    expect(fetchOffset(offsets, 1, true)).toEqual({ error: 'NONE', offset: -1 });
    expect([...endPending(offsets, 7, true)]).toEqual([[0, 12]]);
    expect(fetchOffset(offsets, 0, true)).toEqual({ error: 'NONE', offset: 12 });
  });

  it('are dropped by an abort', () => {
    const offsets = noOffsets();
    holdOffset(offsets, 7, 0, 12);
    expect([...endPending(offsets, 7, false)]).toEqual([]);
    expect(fetchOffset(offsets, 0, true)).toEqual({ error: 'NONE', offset: -1 });
  });

  it('yield to a commit that was written after them', () => {
    const offsets = noOffsets();
    holdOffset(offsets, 7, 0, 12);
    commitOffset(offsets, 0, 11);
    expect([...endPending(offsets, 7, true)]).toEqual([]);
    expect(fetchOffset(offsets, 0, true).offset).toBe(11);
  });

  it('of an unknown producer change nothing', () => {
    const offsets = noOffsets();
    commitOffset(offsets, 0, 10);
    holdOffset(offsets, 7, 0, 12);
    endPending(offsets, 8, true);
    expect(fetchOffset(offsets, 0, false).offset).toBe(10);
    expect(fetchOffset(offsets, 0, true).error).toBe('UNSTABLE_OFFSET_COMMIT');
  });
});
