/**
 * Rights of a pipeline: Kafka's on its topic. A loader of one's own writes by SQL, where each statement needs its privilege.
 * Sources: `kafka/rights.ts`; the error's number and name are MySQL's, which SingleStore keeps to. MODEL.md says what is not
 * confirmed.
 */
import type { RightPlan } from '../../engine/contracts';
import { SOURCE_RIGHTS, sourceRightFaults } from '../kafka/rights';
import { denyQuestion, rightFault } from '../rights';
import { privilege } from '../sqlRights';

const DENIED = '1142 ER_TABLEACCESS_DENIED_ERROR';

const ROWS = privilege({ operation: 'INSERT', target: 'table', at: 'table', error: DENIED, writes: true });
const OFFSETS: RightPlan = {
  target: 'offsets',
  operation: 'UPDATE',
  at: ['offsets'],
  denies: { save: denyQuestion('OffsetSaved', DENIED) },
};

/** `isOwnLoader`: rows and offset are two transactions. */
export const singlestoreRights = (isOwnLoader: boolean): readonly RightPlan[] =>
  isOwnLoader ? [...SOURCE_RIGHTS, ROWS, OFFSETS] : SOURCE_RIGHTS;

export const SINGLESTORE_RIGHT_FAULTS = [
  ...sourceRightFaults('pipeline', ['producer', 'pipeline', 'table']),
  rightFault(ROWS, 'pipeline'),
  rightFault(OFFSETS, 'pipeline'),
];
