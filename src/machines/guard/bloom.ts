/** A Bloom filter: never misses a name that it holds, and takes a few that it does not hold for held. */
import { hashText } from '../../terms/hash';

/**
 * How many bits it has unless it is told otherwise: about 10 bits a name, hence about one error in a hundred, for a hundred
 * names; with a thousand it says yes to most.
 */
export const BLOOM_BITS = 1024;
const HASHES = 3;
const WORD_BITS = 32;

export interface Bloom {
  readonly size: number;
  readonly bits: Uint32Array;
  /** How many different-looking names were put in. */
  names: number;
}

/** A filter of so many bits, a whole number of 1 or more, that holds no name. */
export function emptyBloom(size: number): Bloom {
  return { size, bits: new Uint32Array(Math.ceil(size / WORD_BITS)), names: 0 };
}

export function bloomHas(bloom: Bloom, name: number): boolean {
  return placesOf(bloom, name).every(
    (place) => ((bloom.bits[Math.floor(place / WORD_BITS)] ?? 0) & (1 << (place % WORD_BITS))) !== 0,
  );
}

/** Puts a name in. Changes `bloom`. */
export function bloomPut(bloom: Bloom, name: number): void {
  if (bloomHas(bloom, name)) return;
  bloom.names += 1;
  for (const place of placesOf(bloom, name)) {
    const word = Math.floor(place / WORD_BITS);
    bloom.bits[word] = (bloom.bits[word] ?? 0) | (1 << (place % WORD_BITS));
  }
}

/** The bits of a name, from two integer hashes (Kirsch and Mitzenmacher, 2006). */
function placesOf({ size }: Bloom, name: number): readonly number[] {
  const first = mix(hashText(`${name}`));
  const second = mix(hashText(`${name}/`)) | 1;
  return Array.from({ length: HASHES }, (_, index) => ((first + Math.imul(index, second)) >>> 0) % size);
}

/** Spreads a hash over all its bits (the finaliser of MurmurHash3), since neighbouring numbers hash to neighbours. */
function mix(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
