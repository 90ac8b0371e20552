/** The log's rules as pure functions: what a broker decides, without the broker. */
export * from './abortedIndex';
export * from './applyMarker';
export * from './election';
export * from './errors';
export * from './filterAborted';
export * from './leaderEpochs';
export * from './listOffsets';
export * from './producerState';
export * from './rebuildStates';
export * from './recordAppend';
export * from './replication';
export * from './sequence';
export * from './snapshots';
export * from './stable';
export * from './types';
export * from './validateAppend';
export * from './verification';
