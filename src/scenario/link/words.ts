/**
 * Free text in a link, in letters that no mail program or chat changes: `A-Z a-z 0-9 - _ ~`. A space is `_`, an underscore
 * `__`, and everything else `~` and two hexadecimal digits for each byte of its UTF-8 form: `[E P]` is `~5bE_P~5d`.
 */

const BYTE_ESCAPE = /%([0-9A-F]{2})/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/** Of a character that is neither letter, digit nor hyphen. */
function escapeCharacter(character: string): string {
  if (character === '_') return '__';
  const code = character.charCodeAt(0);
  if (code < 0x80) return `~${code.toString(16).padStart(2, '0')}`;
  return encodeURIComponent(character).replace(BYTE_ESCAPE, (_, hex: string) => `~${hex.toLowerCase()}`);
}

const TO_ESCAPE = /[^A-Za-z0-9-]/gu;

/** Any text; half a surrogate pair, which no scenario holds, becomes U+FFFD. */
export function encodeText(text: string): string {
  const whole = text.replace(LONE_SURROGATE, '\ufffd');
  return whole.replace(TO_ESCAPE, (character, at: number) =>
    isLoneSpace(whole, at) ? '_' : escapeCharacter(character),
  );
}

/** A space next to another or to an underscore would be taken for something else. */
function isLoneSpace(text: string, at: number): boolean {
  const beside = `${text[at - 1] ?? ''}${text[at + 1] ?? ''}`;
  return text[at] === ' ' && !/[ _]/u.test(beside);
}

const ENCODED = /^(?:[A-Za-z0-9._-]|~[0-9A-Fa-f]{2})*$/u;

/** The text that was encoded, or undefined when this is no encoded text or not UTF-8. */
export function decodeText(encoded: string): string | undefined {
  if (!ENCODED.test(encoded)) return undefined;
  const percent = encoded.replace(/__|_|~/gu, (sign) => (sign === '__' ? '_' : sign === '_' ? '%20' : '%'));
  try {
    return decodeURIComponent(percent);
  } catch {
    return undefined;
  }
}
