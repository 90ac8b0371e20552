/** Four characters that tell whether a link arrived whole. Against accidents, not against anybody's will. */
import { hashText } from '../../terms/hash';

export const CHECKSUM_CHARS = 4;
const BASE = 36;
const CHECKSUMS = BASE * BASE * BASE * BASE;

/** Of everything that stands before `&c=`; digits and lower-case letters, so that a link never ends in punctuation. */
export function checksum(body: string): string {
  return (hashText(body) % CHECKSUMS).toString(BASE).padStart(CHECKSUM_CHARS, '0');
}
