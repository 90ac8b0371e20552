/** What a link shows of a run besides the scenario: where the cursor stands, what is selected, and which run it was. */
import { note } from '../read/report';
import type { Report } from '../read/report';
import { hasUnseen, show } from '../show';
import { KEYS } from './grammar';
import { readNumber } from './tags';
import { decodeText, encodeText } from './words';

export interface LinkView {
  /** Virtual milliseconds. */
  readonly cursorMs?: number;
  /** What is selected, in the page's own words. */
  readonly selected?: string;
  /** Eight hexadecimal characters over the trace, so that the opener can say "same run". */
  readonly digest?: string;
}

const LONGEST_SELECTED_CHARS = 200;
const DIGEST = /^[0-9a-f]{8}$/u;

/** Pairs of the view; a cursor between two milliseconds stands at the nearest whole one. */
export function writeView(view: LinkView): readonly (readonly [string, string])[] {
  const { cursorMs, selected, digest } = view;
  return [
    ...(cursorMs === undefined ? [] : [[KEYS.cursor, String(Math.max(0, Math.round(cursorMs)))] as const]),
    ...(selected === undefined ? [] : [[KEYS.selected, encodeText(selected)] as const]),
    ...(digest === undefined ? [] : [[KEYS.digest, encodeText(digest)] as const]),
  ];
}

/** The view that a link's values give; what cannot be read is left out with a warning. */
export function readView(report: Report, take: (key: string) => string | undefined): LinkView {
  const cursorMs = readCursor(report, take(KEYS.cursor));
  const selected = readSelected(report, take(KEYS.selected));
  const digest = readDigest(report, take(KEYS.digest));
  return Object.freeze({
    ...(cursorMs === undefined ? {} : { cursorMs }),
    ...(selected === undefined ? {} : { selected }),
    ...(digest === undefined ? {} : { digest }),
  });
}

function readCursor(report: Report, value: string | undefined): number | undefined {
  const cursorMs = readNumber(value);
  if (value === undefined || (typeof cursorMs === 'number' && Number.isSafeInteger(cursorMs)))
    return cursorMs as number | undefined;
  return note(report, KEYS.cursor, `${show(value)} is no whole number of milliseconds`, 'the cursor starts at 0');
}

function readSelected(report: Report, value: string | undefined): string | undefined {
  const selected = value === undefined ? undefined : decodeText(value);
  const fits = selected !== undefined && selected.length <= LONGEST_SELECTED_CHARS && !hasUnseen(selected);
  if (value === undefined || fits) return selected;
  return note(report, KEYS.selected, `${show(value)} cannot be read`, 'nothing is selected');
}

function readDigest(report: Report, value: string | undefined): string | undefined {
  if (value === undefined || DIGEST.test(value)) return value;
  return note(report, KEYS.digest, `${show(value)} is no digest of a run`, 'whether it is the same run cannot be told');
}
