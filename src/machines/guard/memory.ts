/**
 * The memory of names: what a receiver remembers of what it has already seen, as a bounded data structure. Names are
 * whole numbers, 1 or more (business ids of records). Times are virtual milliseconds.
 *
 * Each kind errs in its own way: `set` and `lastN` forget, `highWater` takes a late name for a seen one, `bloom` takes a few
 * new names for seen ones.
 */
import { LIMITS } from '../../terms/limits';
import { BLOOM_BITS, bloomHas, bloomPut, emptyBloom } from './bloom';
import type { Bloom } from './bloom';

export type MemoryKind = 'none' | 'set' | 'lastN' | 'highWater' | 'bloom';
export const MEMORY_KINDS: readonly MemoryKind[] = ['none', 'set', 'lastN', 'highWater', 'bloom'];

/** How many names `lastN` keeps unless it is told otherwise. */
export const LAST_NAMES = 5;
/** `set` keeps at most this many, and then forgets the oldest. */
export const MOST_NAMES = LIMITS.records;

export interface NameMemory {
  readonly kind: MemoryKind;
  /** How long a name is remembered from its first sight; 0: for ever. */
  readonly windowMs: number;
  /** How many names it keeps at most, of `set` and `lastN`. */
  readonly most: number;
  /** Of `set` and `lastN`: name to the instant of its first sight, the oldest first. */
  readonly names: Map<number, number>;
  /** Of `highWater`: the highest name and when it came. */
  highest: number;
  highestAtMs: number;
  /** Of `bloom`: two generations, so that a name lives for at least one window and at most two. */
  current: Bloom;
  previous: Bloom;
  generationFromMs: number;
}

export interface MemorySizes {
  /** How many names a `lastN` keeps; absent: five. */
  readonly lastNames?: number;
  /** How many bits a `bloom` has; absent: 1024. */
  readonly bloomBits?: number;
}

export function emptyMemory(
  kind: MemoryKind,
  windowMs: number,
  { lastNames = LAST_NAMES, bloomBits = BLOOM_BITS }: MemorySizes = {},
): NameMemory {
  return {
    kind,
    windowMs,
    most: kind === 'lastN' ? lastNames : MOST_NAMES,
    names: new Map(),
    highest: 0,
    highestAtMs: 0,
    current: emptyBloom(bloomBits),
    previous: emptyBloom(bloomBits),
    generationFromMs: 0,
  };
}

/** Whether the memory says that it has seen this name. Changes nothing. */
export function seen(memory: NameMemory, name: number, nowMs: number): boolean {
  switch (memory.kind) {
    case 'none':
      return false;
    case 'set':
    case 'lastN':
      return isFresh(memory, memory.names.get(name), nowMs);
    case 'highWater':
      return name <= memory.highest && isFresh(memory, memory.highestAtMs, nowMs);
    case 'bloom':
      return bloomSeen(memory, name, nowMs);
  }
}

/** Remembers a name from now on; a name that is remembered already keeps its first instant. Returns the names forgotten for it. */
export function remember(memory: NameMemory, name: number, nowMs: number): readonly number[] {
  switch (memory.kind) {
    case 'none':
      return [];
    case 'set':
    case 'lastN':
      return rememberName(memory, name, nowMs);
    case 'highWater':
      return raise(memory, name, nowMs);
    case 'bloom':
      return rememberInBloom(memory, name, nowMs);
  }
}

/** How many names it holds; of a high-water mark 1, of a Bloom filter how many were put in. */
export function size(memory: NameMemory): number {
  if (memory.kind === 'highWater') return memory.highest > 0 ? 1 : 0;
  if (memory.kind === 'bloom') return memory.current.names + memory.previous.names;
  return memory.names.size;
}

/** Forgets everything that it was told, as the fault `forget` asks. */
export function forgetAll(memory: NameMemory): void {
  memory.names.clear();
  memory.highest = 0;
  memory.current = emptyBloom(memory.current.size);
  memory.previous = emptyBloom(memory.current.size);
}

/** An independent copy, for what must survive on its own. */
export function copyMemory(memory: NameMemory): NameMemory {
  const copyBloom = (bloom: Bloom): Bloom => ({ ...bloom, bits: bloom.bits.slice() });
  return {
    ...memory,
    names: new Map(memory.names),
    current: copyBloom(memory.current),
    previous: copyBloom(memory.previous),
  };
}

function isFresh(memory: NameMemory, sinceMs: number | undefined, nowMs: number): boolean {
  return sinceMs !== undefined && (memory.windowMs === 0 || nowMs - sinceMs < memory.windowMs);
}

function rememberName(memory: NameMemory, name: number, nowMs: number): readonly number[] {
  const forgotten = forgetOld(memory, nowMs);
  if (!memory.names.has(name)) memory.names.set(name, nowMs);
  for (const [oldest] of memory.names) {
    if (memory.names.size <= memory.most) break;
    memory.names.delete(oldest);
    forgotten.push(oldest);
  }
  return forgotten;
}

function forgetOld(memory: NameMemory, nowMs: number): number[] {
  const forgotten: number[] = [];
  for (const [name, sinceMs] of memory.names) {
    if (isFresh(memory, sinceMs, nowMs)) break;
    memory.names.delete(name);
    forgotten.push(name);
  }
  return forgotten;
}

function raise(memory: NameMemory, name: number, nowMs: number): readonly number[] {
  const stale = memory.highest > 0 && !isFresh(memory, memory.highestAtMs, nowMs);
  if (!stale && name <= memory.highest) return [];
  const forgotten = stale ? [memory.highest] : [];
  memory.highest = name;
  memory.highestAtMs = nowMs;
  return forgotten;
}

/** How many whole windows have passed since the present generation began. */
function generationsPassed(memory: NameMemory, nowMs: number): number {
  return memory.windowMs === 0 ? 0 : Math.floor((nowMs - memory.generationFromMs) / memory.windowMs);
}

function bloomSeen(memory: NameMemory, name: number, nowMs: number): boolean {
  const passed = generationsPassed(memory, nowMs);
  if (passed === 0) return bloomHas(memory.current, name) || bloomHas(memory.previous, name);
  return passed === 1 && bloomHas(memory.current, name);
}

/** A Bloom filter cannot say whom it forgot, so nobody is named. */
function rememberInBloom(memory: NameMemory, name: number, nowMs: number): readonly number[] {
  const passed = generationsPassed(memory, nowMs);
  if (passed > 0) {
    const { size: bits } = memory.current;
    memory.previous = passed === 1 ? memory.current : emptyBloom(bits);
    memory.current = emptyBloom(bits);
    memory.generationFromMs += passed * memory.windowMs;
  }
  bloomPut(memory.current, name);
  return [];
}
