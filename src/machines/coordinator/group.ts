/**
 * The consumer group's part: who is a member, and the group's offsets. What it decides is in `rules/`. Source:
 * GroupCoordinatorService, GroupMetadataManager, ClassicGroup, OffsetMetadataManager.
 */
import type { Action, Effects, Guard, Part } from '../../engine/contracts';
import { bodyOf, type ErrorAnswer } from '../messages';
import { askAgainLater, askTransaction, isWorthAskingAgain } from './adding';
import { groupMachine } from './group.machine';
import * as joining from './joining';
import * as leaving from './leaving';
import type { CoordinatorData, CoordinatorParameters } from './memory';
import * as offsets from './offsets';
import { answerError } from './replying';
import { load } from './transaction';

/** The part of the coordinator that is the group's. */
export function groupPart(p: CoordinatorParameters): Part<CoordinatorData> {
  return { chart: groupMachine, guards: guardsOf(p), actions: actionsOf(p) };
}

function guardsOf(p: CoordinatorParameters): Record<string, Guard<CoordinatorData>> {
  return {
    ...joining.guards,
    ...leaving.guards,
    mayNotCommit: (data, event) => offsets.commitError(data, event) !== 'NONE',
    isUnstable: offsets.isUnstable,
    needsTransaction: (data, event) => offsets.needsTransaction(p, data, event),
    isWorthAskingAgain: (_, event) => isWorthAskingAgain(p, event),
    isAddRefused: (_, event) => bodyOf<ErrorAnswer>(event).error !== 'NONE',
    isOfOffsets: (_, event) => event.body === offsets.EXPIRES,
  };
}

function actionsOf(p: CoordinatorParameters): Record<string, Action<CoordinatorData>> {
  return {
    ...joining.actionsOf(p),
    ...leaving.actionsOf(p),
    load: ({ volatile: v }, _, now): Effects => load(p, v, now),
    answerLoading: (_, event) => [answerError(event, 'COORDINATOR_LOAD_IN_PROGRESS')],
    commit: offsets.commit,
    refuseCommit: (data, event) => offsets.refuseCommit(event, offsets.commitError(data, event)),
    answerOffsets: offsets.answerOffsets,
    refuseFetch: (_, event) => [answerError(event, 'UNSTABLE_OFFSET_COMMIT')],
    askTransaction: (_, event) => askTransaction(p, event),
    askAgainLater: (_, event) => askAgainLater(event),
    refuseHolding: (_, event) => offsets.refuseHolding(event),
    holdOffsets: offsets.holdOffsets,
    endPending: offsets.endPending,
    expireOffsets: (data) => offsets.expireOffsets(data),
  };
}
