/** Bytes in the 64 characters that need no escaping in an address, without padding (RFC 4648, section 5). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUE_OF: ReadonlyMap<string, number> = new Map([...ALPHABET].map((character, value) => [character, value]));

const BITS_PER_CHARACTER = 6;
const BITS_PER_BYTE = 8;

export function encodeBytes(bytes: Uint8Array): string {
  const characters: string[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << BITS_PER_BYTE) | byte;
    bits += BITS_PER_BYTE;
    while (bits >= BITS_PER_CHARACTER) {
      bits -= BITS_PER_CHARACTER;
      characters.push(ALPHABET.charAt((held >> bits) & 63));
    }
    held &= (1 << bits) - 1;
  }
  if (bits > 0) characters.push(ALPHABET.charAt((held << (BITS_PER_CHARACTER - bits)) & 63));
  return characters.join('');
}

/** Undefined when the text holds any other character. */
export function decodeBytes(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    const value = VALUE_OF.get(character);
    if (value === undefined) return undefined;
    held = (held << BITS_PER_CHARACTER) | value;
    bits += BITS_PER_CHARACTER;
    if (bits >= BITS_PER_BYTE) {
      bits -= BITS_PER_BYTE;
      bytes.push((held >> bits) & 255);
    }
    held &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}
