/**
 * The border of the scenario folder to the platform, which packs and unpacks bytes and answers later: deflate-raw by the
 * native streams, within limits that are watched while the bytes arrive.
 */
import { canonicalScenario } from '../canonical';
import type { Catalog } from '../catalog';
import type { Scenario } from '../scenario';
import { decodeBytes, encodeBytes } from './base64url';
import { finishLink, openLink, readableScenario, refusedLink } from './decode';
import type { LinkResult } from './decode';
import { encodeLink, writeLink } from './encode';
import { KEYS, TELLING } from './grammar';
import { LINK_LIMITS } from './limits';
import type { LinkView } from './view';

interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
  cancel(): Promise<void>;
}
interface ByteStream {
  getReader(): ByteReader;
  pipeThrough(transform: object): ByteStream;
}
/** What this file uses of the platform; browsers before 2023 lack the two streams. */
interface Platform {
  readonly CompressionStream?: new (format: 'deflate-raw') => object;
  readonly DecompressionStream?: new (format: 'deflate-raw') => object;
  readonly Blob: new (parts: readonly Uint8Array[]) => { stream(): ByteStream };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: 'utf-8',
    options: { readonly fatal: true; readonly ignoreBOM: true },
  ) => { decode(bytes: Uint8Array): string };
}

const platform = globalThis as unknown as Platform;

/** All bytes of a stream, or undefined as soon as there are more than `most`. */
async function collect(stream: ByteStream, most: number): Promise<Uint8Array | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const chunk = next.value ?? new Uint8Array();
    length += chunk.length;
    if (length > most) {
      // The stream may fail at being stopped; nobody waits for it any more.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(chunk);
  }
  return join(chunks, length);
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const mostInflated = (packedBytes: number): number =>
  Math.min(LINK_LIMITS.inflatedBytes, packedBytes * LINK_LIMITS.inflateRatio);

/** Undefined when the platform cannot pack, or when unpacking would pass the limits. */
async function pack(text: string): Promise<string | undefined> {
  const bytes = new platform.TextEncoder().encode(text);
  if (platform.CompressionStream === undefined || bytes.length > LINK_LIMITS.inflatedBytes) return undefined;
  const stream = new platform.Blob([bytes]).stream().pipeThrough(new platform.CompressionStream('deflate-raw'));
  const packed = await collect(stream, LINK_LIMITS.inflatedBytes);
  return packed === undefined || bytes.length > mostInflated(packed.length) ? undefined : encodeBytes(packed);
}

/** The text that was packed; undefined when it is damaged, too large, or not UTF-8. */
async function unpack(packed: string): Promise<string | undefined> {
  const bytes = decodeBytes(packed);
  if (bytes === undefined || platform.DecompressionStream === undefined) return undefined;
  try {
    const stream = new platform.Blob([bytes]).stream().pipeThrough(new platform.DecompressionStream('deflate-raw'));
    const whole = await collect(stream, mostInflated(bytes.length));
    return whole && new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(whole);
  } catch {
    return undefined;
  }
}

function parseJson(text: string | undefined): { readonly value: unknown } | undefined {
  if (text === undefined) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/**
 * The shorter of the readable and the packed link, once the readable one passes 400 characters (without `#`). Never compare
 * packed links: their bytes may differ between platforms.
 */
export async function encodeShortest(scenario: Scenario, catalog: Catalog, view: LinkView = {}): Promise<string> {
  const readable = encodeLink(scenario, catalog, view);
  if (readable.length <= LINK_LIMITS.readableChars) return readable;
  const packed = await pack(JSON.stringify(canonicalScenario(scenario)));
  if (packed === undefined) return readable;
  const link = writeLink([[KEYS.packed, packed]], view);
  return link.length < readable.length ? link : readable;
}

/**
 * Opens a link: a whole address or its fragment, as it comes out of mails and chats. What cannot be read is left out or
 * replaced by defaults, and listed. Refuses, without throwing, what holds no scenario: texts above 16,384 characters, a
 * packed form that is damaged or unpacks to more than 64 kB, and anything of which nothing is left.
 */
export async function decodeLink(text: string, catalog: Catalog): Promise<LinkResult> {
  const opened = openLink(text);
  if ('ok' in opened) return opened;
  const packed = opened.pairs.first(KEYS.packed);
  if (packed === undefined) return finishLink(opened, readableScenario(opened, catalog), catalog);
  const parsed = parseJson(await unpack(packed));
  if (parsed !== undefined) return finishLink(opened, parsed.value, catalog);
  const what = 'the packed scenario is damaged, cut off or too large';
  const others = TELLING.filter((key) => key !== KEYS.packed && key !== KEYS.version);
  if (!others.some((key) => opened.pairs.first(key) !== undefined)) {
    return refusedLink(KEYS.packed, what, 'copy the whole link again, or ask for the scenario as a file');
  }
  opened.report.problems.push({ where: KEYS.packed, what, fix: 'look at what could be read besides' });
  return finishLink(opened, readableScenario(opened, catalog), catalog);
}
