/** 32-bit FNV-1a offset basis: the value that a running hash starts from. */
export const HASH_START = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Carries a running 32-bit FNV-1a hash over the UTF-16 units of `text`. Integer arithmetic only, so that Node and every
 * browser agree. It is for telling runs apart and finding typing errors, not for security.
 */
export function hashText(text: string, hash: number = HASH_START): number {
  let running = hash;
  for (let index = 0; index < text.length; index += 1) {
    running = Math.imul(running ^ text.charCodeAt(index), PRIME);
  }
  return running >>> 0;
}

/** The hash as 8 lower-case hexadecimal characters. */
export function hex8(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, '0');
}
