/** Which marks want a word beside them, and how much it matters: findings before faults before names. */
import type { Deed } from './deeds';
import type { MessageRef } from '../trace/event';
import type { Side, Wish } from './labels';
import type { ArrowMark, DeedMark, Detail, HeldMark, SpanMark } from './marks';
import type { LaneReading } from './reading';
import { together, type RecordWish } from './together';
import { callDeed, callMessage } from './words';

const PRIORITY = {
  finding: 100,
  refusal: 80,
  loss: 70,
  aborted: 65,
  span: 60,
  again: 50,
  hold: 62,
  held: 40,
  back: 20,
  done: 30,
  number: 10,
  stamp: 5,
} as const;

const AROUND: readonly Side[] = ['belowRight', 'aboveRight', 'right', 'belowLeft', 'aboveLeft', 'left'];
const UNDER: readonly Side[] = ['below', 'belowRight', 'belowLeft', 'aboveRight', 'right', 'left'];
const OVER: readonly Side[] = ['above', 'aboveRight', 'aboveLeft'];

/** Words for deeds. `deeds` are the readings behind the marks, found by their events. */
export function deedWishes(marks: readonly DeedMark[], deeds: readonly Deed[]): readonly Wish[] {
  const bySeqs = new Map(deeds.map((deed) => [`d${deed.what} ${deed.record} ${deed.seqs.join('.')}`, deed]));
  const told = marks.flatMap((mark) => {
    const deed = bySeqs.get(mark.key);
    return deed === undefined ? [] : [{ mark, deed }];
  });
  const spoken = told.filter(({ mark }) => mark.tone !== 'quiet');
  const aborted = spoken.filter(({ deed }) => deed.what === 'aborted');
  return [
    ...told
      .filter(({ mark }) => mark.tone === 'quiet' && mark.what === 'back')
      .map(({ mark, deed }) => backWish(mark, deed)),
    ...aborted.map(({ mark, deed }) => ({ ...headOf(mark), text: callDeed(deed), struck: deed.why, ...placeOf(mark) })),
    ...together(spoken.filter(({ deed }) => deed.what !== 'aborted').map(({ mark, deed }) => recordWish(mark, deed))),
  ];
}

/** A deed's words begin with its record, unless it is about none. */
function recordWish(mark: DeedMark, deed: Deed): RecordWish {
  const text = callDeed(deed);
  const isAbout = deed.record > 0 && text.startsWith(String(deed.record));
  const after = isAbout ? text.slice(String(deed.record).length) : text;
  const records = isAbout ? [deed.record] : [];
  return { ...headOf(mark), text, records, before: '', after, ...placeOf(mark) };
}

const headOf = (mark: DeedMark) => {
  const { key, seqs, atMs, title, tone, x, y } = mark;
  return { key: `t${key}`, seqs, atMs, title, tone, x, y };
};

const backWish = (mark: DeedMark, deed: Deed): Wish => ({
  ...headOf(mark),
  text: callDeed(deed),
  priority: PRIORITY.back,
  strong: false,
  sides: OVER,
});

function placeOf({ what }: DeedMark): Pick<Wish, 'priority' | 'strong' | 'sides'> {
  if (what === 'again' || what === 'absent') return { priority: PRIORITY.finding, strong: true, sides: UNDER };
  if (what === 'landed') return { priority: PRIORITY.done, strong: false, sides: UNDER };
  if (what === 'aborted') return { priority: PRIORITY.aborted, strong: false, sides: AROUND };
  return { priority: PRIORITY.refusal, strong: what === 'failed', sides: AROUND };
}

const SPAN_NAMES: Readonly<Record<SpanMark['what'], string>> = { down: 'down', paused: 'frozen', cut: 'cut off' };

/** The word of a span stands over its middle. */
export function spanWishes(spans: readonly SpanMark[]): readonly Wish[] {
  return spans.map(({ key, seqs, atMs, title, what, x1, x2, y1 }) => {
    const place = {
      x: (x1 + x2) / 2,
      y: y1 - 6,
      priority: PRIORITY.span,
      strong: true,
      sides: [...OVER, 'below' as const],
    };
    return { key: `t${key}`, seqs, atMs, title, text: SPAN_NAMES[what], tone: 'quiet' as const, ...place };
  });
}

/** What is held back says so, where it concerns a record that has colour and where there is room. */
export function heldWishes(held: readonly HeldMark[]): readonly Wish[] {
  return held
    .filter(({ word, tone, x1, x2 }) => tone !== 'quiet' && x2 - x1 >= word.length * LEAST_CHAR_PX)
    .map(({ key, seqs, atMs, title, word, tone, what, x1, x2, y1, y2 }) => ({
      key: `t${key}`,
      seqs,
      atMs,
      title,
      text: word,
      tone,
      x: (x1 + x2) / 2,
      y: what === 'log' ? y1 : what === 'hold' ? (y1 + y2) / 2 : y2 - 4,
      priority: what === 'hold' ? PRIORITY.hold : PRIORITY.held,
      strong: false,
      sides: what === 'log' ? ['above'] : ['above', 'below'],
    }));
}

/** A stretch that is much shorter than its word does not get one. */
const LEAST_CHAR_PX = 4;

/** Along the arrow, in this order: it breaks the line, so that nobody takes it for another's. */
const STAMP_PLACES = [0.5, 0.36, 0.64, 0.25, 0.75] as const;

const along = (share: number, { x1, y1, x2, y2 }: ArrowMark) => ({
  x: x1 + (x2 - x1) * share,
  y: y1 + (y2 - y1) * share,
});

/** The stamp of each batch on its way: producer id, epoch, sequence of its first record. */
export function stampWishes(arrows: readonly ArrowMark[], { flights }: LaneReading): readonly Wish[] {
  const messages = new Map(flights.map(({ message }) => [`m${message.copy}`, message]));
  return arrows.flatMap((arrow): readonly Wish[] => {
    const stamp = messages.get(arrow.key)?.stamp;
    if (stamp === undefined) return [];
    const { key, seqs, atMs, title } = arrow;
    return [
      {
        key: `p${key}`,
        seqs,
        atMs,
        title,
        text: `${stamp.producerId} · ${stamp.epoch} · ${stamp.sequence}`,
        tone: 'quiet',
        ...along(STAMP_PLACES[0], arrow),
        also: STAMP_PLACES.slice(1).map((share) => along(share, arrow)),
        priority: PRIORITY.stamp,
        strong: false,
        modest: true,
        sides: ['on'],
      },
    ];
  });
}

/** The first message of each record: the one that bears its number. */
function firstSendings({ flights }: LaneReading): ReadonlySet<number> {
  const copies = new Map<number, number>();
  for (const { message } of flights)
    for (const record of message.records) if (!copies.has(record)) copies.set(record, message.copy);
  return new Set(copies.values());
}

/** Dropped messages say what was dropped, repeats say so where they begin, and first sendings carry their record's number. */
export function arrowWishes(
  arrows: readonly ArrowMark[],
  reading: LaneReading,
  detail: Detail,
  topPx: number,
): readonly Wish[] {
  const messages = new Map(reading.flights.map(({ message }) => [`m${message.copy}`, message]));
  const numbered = firstSendings(reading);
  const known = arrows.flatMap((arrow) => {
    const message = messages.get(arrow.key);
    return message === undefined ? [] : [{ arrow, message }];
  });
  const isDropped = ({ arrow }: Known): boolean => arrow.tone === 'lost' && arrow.role !== 'chatter';
  const isFirst = ({ arrow, message }: Known): boolean =>
    detail === 'full' && arrow.y1 <= topPx && numbered.has(message.copy);
  return [
    ...together(known.filter(isDropped).map(droppedWish)),
    ...known
      .filter((one) => !isDropped(one))
      .flatMap((one) => {
        const repeat = repeatWish(one.arrow);
        if (repeat !== undefined) return [repeat];
        return isFirst(one) ? [numberWish(one, reading.aborted.has(one.message.copy))] : [];
      }),
  ];
}

interface Known {
  readonly arrow: ArrowMark;
  readonly message: MessageRef;
}

const wordOf = ({ key, seqs, title, tone }: ArrowMark) => ({ key: `t${key}`, seqs, title, tone });
const beginningOf = ({ x1, y1, atMs }: ArrowMark) => ({ x: x1, y: y1, atMs });

function droppedWish({ arrow, message }: Known): RecordWish {
  const called = callMessage(message);
  const records = message.records.join(', ');
  const before = records === '' || !called.endsWith(records) ? called : called.slice(0, -records.length);
  const text = `${called} dropped`;
  const place = { x: arrow.x2, y: arrow.y2, atMs: arrow.endMs, priority: PRIORITY.loss, strong: true, sides: AROUND };
  const told = { records: before === called ? [] : message.records, before, after: ' dropped' };
  return { ...wordOf(arrow), ...place, text, ...told };
}

function repeatWish(arrow: ArrowMark): Wish | undefined {
  const place = { ...wordOf(arrow), ...beginningOf(arrow), priority: PRIORITY.again, strong: false, sides: OVER };
  if (arrow.tone === 'again' && arrow.role === 'carry') return { ...place, text: 'again' };
  return arrow.tone === 'late' ? { ...place, text: 'late copy' } : undefined;
}

function numberWish({ arrow }: Known, isAborted: boolean): Wish {
  const text = arrow.records.join(' ');
  const place = { ...wordOf(arrow), ...beginningOf(arrow), priority: PRIORITY.number, strong: false };
  return { ...place, text, struck: isAborted ? text : '', sides: ['above'] };
}
