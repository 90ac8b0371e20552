/** Undo and redo over values that are replaced whole. */

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

const STEPS_KEPT = 100;

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** A new present; what was undone is forgotten. The oldest past goes when there is too much of it. */
export function put<T>({ past, present }: History<T>, next: T): History<T> {
  return { past: [...past, present].slice(-STEPS_KEPT), present: next, future: [] };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] };
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.present], present: after, future };
}
