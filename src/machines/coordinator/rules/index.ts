/** The rules of the transaction and group coordinators as pure functions. */
export * from './addPartitions';
export * from './afterPrepare';
export * from './assignment';
export * from './endTxn';
export * from './fence';
export { holderOf, identityError, validateOffsetCommit } from './groupCommit';
export type { CommitRequest, GroupMember, GroupState, GroupView } from './groupCommit';
export * from './groupMembership';
export * from './initProducerId';
export * from './offsets';
export * from './transaction';
