/**
 * The memory of names as an attachment that any receiver may hold: where it is kept, whose names are told apart, and what
 * a repetition is answered. What is remembered, and for how long, is the memory's own business (`memory.ts`).
 */
import {
  copyMemory,
  emptyMemory,
  forgetAll,
  remember,
  seen,
  size,
  type MemoryKind,
  type MemorySizes,
  type NameMemory,
} from './memory';

/** What a known name is answered: see the systems' own documents. */
type OnDuplicate = 'dropAndAck' | 'dropAndTell' | 'replayResponse' | 'currentState' | 'error';

export interface GuardParameters extends MemorySizes {
  readonly memory: MemoryKind;
  /** 0: for as long as the kind of memory allows. */
  readonly windowMs: number;
  readonly anchor: 'firstSeen' | 'lastSeen';
  readonly onDuplicate: OnDuplicate;
}

export interface NameGuard {
  readonly parameters: GuardParameters;
  readonly memory: NameMemory;
  /** Names and their scopes as the whole numbers that the memory keeps. */
  readonly numbers: Map<string, number>;
  /** What was answered the first time, for those who replay it. */
  readonly answers: Map<string, unknown>;
}

export function newGuard(parameters: GuardParameters): NameGuard {
  const { memory, windowMs } = parameters;
  return { parameters, memory: emptyMemory(memory, windowMs, parameters), numbers: new Map(), answers: new Map() };
}

/** An independent copy. */
export const copyGuard = (guard: NameGuard): NameGuard => ({
  parameters: guard.parameters,
  memory: copyMemory(guard.memory),
  numbers: new Map(guard.numbers),
  answers: new Map(guard.answers),
});

/** A name within its scope: the same name elsewhere is another name. */
export const scopedName = (scope: string, name: string): string => (scope === '' ? name : `${scope}/${name}`);

/** Whether the guard knows the name. A message without a name is never known. */
export function isKnown(guard: NameGuard, name: string, nowMs: number): boolean {
  return name !== '' && seen(guard.memory, numberOf(guard, name), nowMs);
}

/** Puts a name down; one that is known keeps its first instant, unless the window counts from the last. */
export function putDown(guard: NameGuard, name: string, nowMs: number, answer?: unknown): void {
  if (name === '') return;
  const number = numberOf(guard, name);
  if (guard.parameters.anchor === 'lastSeen') guard.memory.names.delete(number);
  remember(guard.memory, number, nowMs);
  if (answer !== undefined) guard.answers.set(name, answer);
}

/** The guard's memory is lost: a store that was not durable, or a fault that says so. */
export function forget(guard: NameGuard): void {
  forgetAll(guard.memory);
  guard.answers.clear();
}

export const namesIn = (guard: NameGuard): number => size(guard.memory);

const SEQUENCE = /^(?:.*\/)?seq (\d+)$/;

/** A sequence is its own number, which a high-water mark compares; other names are numbered as they come. */
function numberOf(guard: NameGuard, name: string): number {
  const sequence = SEQUENCE.exec(name)?.[1];
  if (sequence !== undefined && guard.parameters.memory === 'highWater') return Number(sequence) + 1;
  const known = guard.numbers.get(name);
  if (known !== undefined) return known;
  const number = guard.numbers.size + 1;
  guard.numbers.set(name, number);
  return number;
}
