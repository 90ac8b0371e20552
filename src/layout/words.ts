/** Short words of the diagram, for labels, tooltips and screen readers. */
import type { LossReason, MessageRef } from '../trace/event';
import type { Deed } from './deeds';
import { sayDuration } from './durations';
import type { Flight } from './flights';
import type { Span } from './spans';
import type { Wait } from './waits';

/** A message is dropped, a record is lost: one word for each. */
const LOSSES: Readonly<Record<LossReason, string>> = {
  dropped: 'dropped on the way',
  connectionBroke: 'dropped with its connection',
  nodeDown: 'dropped, nobody there to take it',
  partitioned: 'dropped at the cut',
  staleConnection: 'dropped, its connection was gone',
  untrusted: 'never sent, the certificate was not accepted',
};

/** `payment 3`, `payments 3, 4`; empty when it is about none. */
export function sayRecords(kind: string, records: readonly number[]): string {
  if (records.length === 0) return '';
  const shown = records.length > 6 ? `${records.slice(0, 5).join(', ')} … ${records.at(-1)}` : records.join(', ');
  return records.length === 1 ? `${kind} ${shown}` : `${kind}s ${shown}`;
}

/** `ProduceRequest of payment 3, second attempt, producer to broker-1, 205 ms to 214 ms: delivered`. */
export function sayFlight(flight: Flight, kind: string): string {
  const { message } = flight;
  const about = sayRecords(kind, message.records);
  const attempt = message.attempt > 1 ? `, attempt ${message.attempt}` : '';
  const copy = flight.isCopy ? ', a late copy' : '';
  const says = message.says === '' ? '' : ` (${message.says})${sayStamp(message)}`;
  const way = `${message.from} to ${message.to}, ${sayDuration(flight.sentMs)} to ${sayDuration(flight.endMs)}`;
  return `${message.name}${about === '' ? '' : ` of ${about}`}${attempt}${copy}${says}, ${way}: ${sayFate(flight)}`;
}

/** `, producer id 1000, epoch 2, sequence 0`; empty for what bears no number. */
function sayStamp({ stamp }: MessageRef): string {
  if (stamp === undefined) return '';
  return `, producer id ${stamp.producerId}, epoch ${stamp.epoch}, sequence ${stamp.sequence}`;
}

export function sayFate(flight: Flight): string {
  if (flight.fate === 'flying') return 'still on its way when the run ends';
  return flight.fate === 'arrived' || flight.why === '' ? 'delivered' : LOSSES[flight.why];
}

/** How protocols end the names of their answers. */
const ANSWERS = /(?:Response|Confirm|Receipt|Answer|PubAck|PUBACK)$/u;

/** What the label beside a dropped message calls it: requests by their record, answers as such. */
export function callMessage(message: MessageRef): string {
  const records = message.records.join(', ');
  if (records === '') return message.name;
  return ANSWERS.test(message.name) && !message.name.startsWith('Fetch') ? `answer for ${records}` : records;
}

const SPAN_WORDS: Readonly<Record<Span['what'], string>> = { down: 'down', paused: 'frozen', cut: 'cut off' };
export const callSpan = (span: Span): string => SPAN_WORDS[span.what];

export function saySpan(span: Span): string {
  const who = span.nodes.join(' and ');
  const until = span.ended ? `until ${sayDuration(span.toMs)}` : 'and never comes back';
  return `${who} ${callSpan(span)} (${span.detail}) from ${sayDuration(span.fromMs)} ${until}`;
}

const CHAR_SHARE = 0.52;
const USUAL_TEXT_PX = 12;

/** The first of these words, the longest first, that a stretch of so many pixels has room for; undefined when none fits. */
export function longestWord(words: readonly string[], widthPx: number, textPx = USUAL_TEXT_PX): string | undefined {
  return words.find((word) => word.length * textPx * CHAR_SHARE <= widthPx);
}

/** The longest word for a wait behind the transaction of this record that a stretch of so many pixels has room for. */
export function callWait(widthPx: number, record: number | undefined): string {
  const behind = record === undefined ? 'waits' : `waits behind ${record}`;
  const words = ['waits behind the open transaction', behind];
  return longestWord(words, widthPx) ?? 'waits';
}

export function sayWait({ reader, offset, fromMs, toMs }: Wait): string {
  const until = `from ${sayDuration(fromMs)} to ${sayDuration(toMs)}`;
  return `${reader} waits at the last stable offset ${offset}, behind an open transaction, ${until}`;
}

/** The word beside a deed: `3 ×2`, `3 known, ignored`, `5 lost`. */
export function callDeed(deed: Deed): string {
  const { record, times } = deed;
  switch (deed.what) {
    case 'again':
      return `${record} again ×${times}`;
    case 'landed':
      return `${record} once`;
    case 'ignored':
      return `${record} known, ignored`;
    case 'fenced':
      return `${record === 0 ? '' : `${record} `}fenced`;
    case 'aborted':
      return deed.why === '' ? 'aborted' : `${deed.why} aborted`;
    case 'committed':
      return '';
    case 'refused':
      return `${record === 0 ? '' : `${record} `}refused${deed.why === '' ? '' : `: ${deed.why}`}`;
    case 'absent':
      return `${record} lost`;
    case 'failed':
      return `${record} given up`;
    case 'back':
      return 'back';
  }
}

export function sayDeed(deed: Deed, kind: string): string {
  const about = `${kind} ${deed.record}`;
  const at = `at ${sayDuration(deed.atMs)}`;
  switch (deed.what) {
    case 'landed':
      return `Effect of ${about} on ${deed.node} ${at}`;
    case 'again':
      return `Effect of ${about} on ${deed.node} once more, ${deed.times} in all, ${at}`;
    case 'ignored':
      return `${deed.node} knows ${about} already and ignores it ${at}`;
    case 'fenced':
      return `${deed.node} shuts out ${deed.record === 0 ? 'a request' : about} ${at}: its sender was replaced (${deed.why})`;
    case 'aborted':
      return `The transaction of ${sayRecords(kind, deed.why.split(' ').map(Number))} is aborted on ${deed.node} ${at}`;
    case 'committed':
      return `The transaction of ${sayRecords(kind, deed.why.split(' ').map(Number))} is committed on ${deed.node} ${at}`;
    case 'refused':
      return `${deed.node} refuses ${deed.record === 0 ? 'a request' : about} ${at}: ${deed.why}`;
    case 'absent':
      return `${about} is lost: from ${sayDuration(deed.atMs)} on nothing will bring its effect`;
    case 'failed':
      return `The producer is told ${at} that ${about} failed: ${deed.why}`;
    case 'back':
      return `${deed.node} is back ${at}`;
  }
}
