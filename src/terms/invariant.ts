/**
 * Stops the run when something is so that never can be: our own bug, never the visitor's.
 * Refuses by throwing an Error that carries `sentence`.
 */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${sentence}`);
}
