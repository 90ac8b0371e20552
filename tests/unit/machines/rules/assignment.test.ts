import { expect, test } from 'vitest';
import { cooperativeAssignment, rangeAssignment, type Candidate } from '../../../../src/machines/coordinator/rules';

const candidate = (id: string, owned: readonly number[] = [], more: Partial<Candidate> = {}): Candidate => ({
  id,
  instanceId: null,
  owned,
  ownedIn: 1,
  ...more,
});
type Shares = Record<string, readonly number[]>;

/** `RangeAssignor`: consecutive partitions, the first members get one more. */
const RANGE: readonly (readonly [string, readonly Candidate[], number, Shares])[] = [
  ['one member has all', [candidate('a')], 3, { a: [0, 1, 2] }],
  ['two members, three partitions', [candidate('b'), candidate('a')], 3, { a: [0, 1], b: [2] }],
  ['more members than partitions', [candidate('a'), candidate('b'), candidate('c')], 2, { a: [0], b: [1], c: [] }],
  [
    'static members come first, by instance id',
    [candidate('a'), candidate('z', [], { instanceId: 'one' })],
    3,
    { z: [0, 1], a: [2] },
  ],
  ['what somebody owned does not matter', [candidate('a'), candidate('b', [0, 1])], 2, { a: [0], b: [1] }],
];

test.each(RANGE)('range: %s', (_, members, partitions, shares) => {
  expect(Object.fromEntries(rangeAssignment(members, partitions))).toEqual(shares);
});

/** `CooperativeStickyAssignor` (KIP-429): who owns keeps, what moves is nobody's for one round. */
const STICKY: readonly (readonly [string, readonly Candidate[], number, Shares])[] = [
  ['nobody owns anything', [candidate('a'), candidate('b')], 3, { a: [0, 2], b: [1] }],
  ['a newcomer gets nothing in the first round', [candidate('a', [0, 1, 2]), candidate('b')], 3, { a: [0, 1], b: [] }],
  ['and what was given up in the second', [candidate('a', [0, 1]), candidate('b')], 3, { a: [0, 1], b: [2] }],
  ['an even group changes nothing', [candidate('a', [1]), candidate('b', [0])], 2, { a: [1], b: [0] }],
  ['who is left takes over at once', [candidate('b', [2])], 3, { b: [2, 0, 1] }],
  [
    'three members share three',
    [candidate('a', [0, 1]), candidate('b', [2]), candidate('c')],
    3,
    { a: [0], b: [2], c: [] },
  ],
  [
    'of two who claim the same, the later generation is right (KIP-792)',
    [candidate('a', [0], { ownedIn: 1 }), candidate('b', [0], { ownedIn: 2 })],
    2,
    { a: [1], b: [0] },
  ],
  ['of equals neither is', [candidate('a', [0]), candidate('b', [0])], 2, { a: [0], b: [1] }],
];

test.each(STICKY)('cooperative: %s', (_, members, partitions, shares) => {
  expect(Object.fromEntries(cooperativeAssignment(members, partitions))).toEqual(shares);
});

test('no partition ever has two owners, nor is one left out once nothing moves', () => {
  for (let partitions = 1; partitions <= 3; partitions += 1) {
    for (let count = 1; count <= 3; count += 1) {
      let members = Array.from({ length: count }, (_, index) => candidate(`m${index}`));
      members[0] = candidate(
        'm0',
        Array.from({ length: partitions }, (_, partition) => partition),
      );
      for (let round = 0; round < 3; round += 1) {
        const shares = cooperativeAssignment(members, partitions);
        const given = [...shares.values()].flat();
        expect(new Set(given).size).toBe(given.length);
        members = members.map((one) => candidate(one.id, shares.get(one.id) ?? [], { ownedIn: round + 2 }));
      }
      expect(members.flatMap(({ owned }) => owned)).toHaveLength(partitions);
    }
  }
});
