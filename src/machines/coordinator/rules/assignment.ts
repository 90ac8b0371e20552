/**
 * How the partitions of one topic are dealt out to a group's members: `RangeAssignor`, and `CooperativeStickyAssignor` with
 * the two rounds of KIP-429. The leader of the group does this in its own process.
 */
import type { GroupMember } from './groupCommit';

export interface Candidate extends GroupMember {
  readonly id: string;
  /** What it still owns: nothing with the eager protocol. */
  readonly owned: readonly number[];
  /** The generation in which it got that. */
  readonly ownedIn: number;
}

export type Assignment = ReadonlyMap<string, readonly number[]>;

/** Static members by their instance id and before the others, who go by member id (`AbstractPartitionAssignor.MemberInfo`). */
function inOrder(members: readonly Candidate[]): readonly Candidate[] {
  return [...members].sort((a, b) => {
    if ((a.instanceId === null) !== (b.instanceId === null)) return a.instanceId === null ? 1 : -1;
    const [first, second] = [a.instanceId ?? a.id, b.instanceId ?? b.id];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}

/** Consecutive partitions; the first members get one more when they do not come out even. */
export function rangeAssignment(members: readonly Candidate[], partitions: number): Assignment {
  const least = Math.floor(partitions / members.length);
  const more = partitions % members.length;
  let next = 0;
  const shares = inOrder(members).map(({ id }, place): [string, readonly number[]] => {
    const share = Array.from({ length: least + (place < more ? 1 : 0) }, (_, index) => next + index);
    next += share.length;
    return [id, share];
  });
  return new Map(shares);
}

/**
 * As even as possible with as few moves as possible. A partition that another member still owns is nobody's in this round:
 * its owner gives it up, joins again, and the next round deals it out.
 */
export function cooperativeAssignment(members: readonly Candidate[], partitions: number): Assignment {
  const owners = ownersOf(members, partitions);
  const target = stickyAssignment(inOrder(members), owners, partitions);
  const isFree = (partition: number, member: string): boolean => {
    const owner = owners.get(partition);
    return owner === undefined || owner === member;
  };
  return new Map([...target].map(([id, share]) => [id, share.filter((partition) => isFree(partition, id))]));
}

/** Who owns what. Of two who say so the later generation is right; of equals neither is (KIP-792). */
function ownersOf(members: readonly Candidate[], partitions: number): ReadonlyMap<number, string> {
  const owners = new Map<number, string>();
  for (let partition = 0; partition < partitions; partition += 1) {
    const claims = members.filter(({ owned }) => owned.includes(partition));
    const latest = Math.max(...claims.map(({ ownedIn }) => ownedIn));
    const [owner, another] = claims.filter(({ ownedIn }) => ownedIn === latest);
    if (owner !== undefined && another === undefined) owners.set(partition, owner.id);
  }
  return owners;
}

/** Everybody keeps what its share allows; what is left goes to those who have less (`AbstractStickyAssignor`). */
function stickyAssignment(
  members: readonly Candidate[],
  owners: ReadonlyMap<number, string>,
  partitions: number,
): ReadonlyMap<string, number[]> {
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const least = Math.floor(partitions / members.length);
  let larger = partitions % members.length;
  const shares = new Map<string, number[]>();
  for (const { id } of members) {
    const owned = all.filter((partition) => owners.get(partition) === id);
    const mayKeepMore = larger > 0 && owned.length > least;
    if (mayKeepMore) larger -= 1;
    shares.set(id, owned.slice(0, mayKeepMore ? least + 1 : least));
  }
  const kept = new Set([...shares.values()].flat());
  const rest = all.filter((partition) => !kept.has(partition));
  for (const share of shares.values()) share.push(...rest.splice(0, Math.max(0, least - share.length)));
  for (const share of shares.values()) if (share.length === least) share.push(...rest.splice(0, 1));
  return shares;
}
