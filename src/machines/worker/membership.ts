/**
 * A consumer as a member of its group: it joins, holds a generation, and learns by its heartbeat that it has to join again.
 * Sources: ConsumerCoordinator, AbstractCoordinator; KIP-62.
 */
import { note, type Action, type Effects, type Guard } from '../../engine/contracts';
import { bodyOf, type AssignmentAnswer, type Correlated, type ErrorAnswer, type MembershipBody } from '../messages';
import { COORDINATOR, GROUP } from '../addresses';
import { memberOf, type ConsumerData, type ConsumerMemory, type ConsumerParameters } from './memory';
import { joinGroup } from './requests';

/** A commit that a member outside the current generation asks for is refused with one of these. */
const FENCED = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID']);

export const guards: Readonly<Record<string, Guard<ConsumerData>>> = {
  isAssigned: (_, event) => bodyOf<AssignmentAnswer>(event).partitions.length > 0,
  isStaleHeartbeat: ({ volatile: v }, event) =>
    event.connection < 0 || bodyOf<Correlated>(event).correlation !== v.heartbeat,
  isCommitRefused: (_, event) => FENCED.has(bodyOf<ErrorAnswer>(event).error),
  isRejoinDue: ({ volatile: v }) => v.rejoinDue,
};

/** What a member does about its membership. */
export function actionsOf(p: ConsumerParameters): Readonly<Record<string, Action<ConsumerData>>> {
  return {
    join: ({ volatile: v }) => joinGroup(v, p),
    takeAssignment: ({ volatile: v }, event) => takeAssignment(v, p, bodyOf<AssignmentAnswer>(event)),
    beatHeart: ({ volatile: v }) => beatHeart(v, p),
    leaveGeneration: ({ volatile: v }) => leaveGeneration(v),
    markRejoinDue: ({ volatile: v }) => {
      v.rejoinDue = true;
      return [];
    },
  };
}

function takeAssignment(
  v: ConsumerMemory,
  p: ConsumerParameters,
  { generation, partitions }: AssignmentAnswer,
): Effects {
  v.open = undefined;
  v.generation = generation;
  v.assigned = true;
  v.rejoinDue = false;
  return [
    { do: 'stopTimer', name: 'request' },
    note({ kind: 'assign', member: memberOf(v, p), generation, partitions }, { relies: [`generation ${generation}`] }),
  ];
}

/** Everything fetched and not done is dropped: whoever owns the partition next starts from the committed offset. */
function leaveGeneration(v: ConsumerMemory): Effects {
  v.open = undefined;
  v.assigned = false;
  v.rejoinDue = false;
  v.buffer = [];
  v.operations = [];
  v.current = 0;
  return [{ do: 'stopTimer', name: 'request' }];
}

/** One heartbeat stands for all: the coordinator keeps it until there is something to say. */
export function beatHeart(v: ConsumerMemory, p: ConsumerParameters): Effects {
  v.correlation += 1;
  v.heartbeat = v.correlation;
  const { generation } = v;
  const identity = { group: p.group, member: memberOf(v, p), generation, instanceId: '' };
  const body: MembershipBody = { correlation: v.correlation, ...identity };
  const says = `generation ${generation}`;
  return [
    {
      do: 'send',
      message: { name: 'HeartbeatRequest', to: COORDINATOR, part: GROUP, body, records: [], about: says, says },
    },
  ];
}
