/** The groups that a coordinator knows, and how the rules see them. */
import { noOffsets, type GroupView } from '../../machines/coordinator/rules';
import { newReplica, type Group, type Replica, type World } from './world';

/** The group of this name; an empty one when there is none. */
export function groupOf(world: World, name: string): Group {
  const known = world.groups.get(name);
  if (known !== undefined) return known;
  const group: Group = {
    protocol: 'classic',
    state: 'Empty',
    generation: 0,
    members: new Map(),
    offsets: noOffsets(),
    joins: new Map(),
    past: new Set(),
    deadlineMs: -1,
    gathering: 'no',
  };
  world.groups.set(name, group);
  return group;
}

/** The group's partition of `__consumer_offsets`, as producers and markers see it; there before the group. */
export function logOf(world: World, name: string): Replica {
  const log = world.groupLogs.get(name) ?? newReplica(world.shape, -1, 0, [0]);
  world.groupLogs.set(name, log);
  return log;
}

/** The group as the rules see it. */
export function viewOf({ state, protocol, generation, members }: Group): GroupView {
  return {
    state,
    protocol,
    generation,
    members: new Map(
      [...members].map(([name, { instanceId, epoch }]) => [
        name,
        protocol === 'classic' ? { instanceId } : { instanceId, epoch },
      ]),
    ),
  };
}
