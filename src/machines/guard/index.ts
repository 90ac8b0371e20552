/** The memory of names: a data structure that any receiver may hold. */
export { BLOOM_BITS } from './bloom';
export * from './memory';
