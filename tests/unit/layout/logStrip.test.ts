/** A partition's log as a strip: what stands where, what is struck out, who waits, and what is remembered. */
import { describe, expect, test } from 'vitest';
import { CELLS_SHOWN, layLogStrip, type StripGround } from '../../../src/layout/inspector';
import type { Cell } from '../../../src/trace/history';

const cell = (offset: number, more: Partial<Cell> = {}): Cell => ({
  offset,
  record: offset + 1,
  control: undefined,
  producerId: 7,
  epoch: 0,
  sequence: offset,
  transactional: true,
  batchOffset: offset,
  remembered: 5,
  ...more,
});
const marker = (offset: number, control: 'commit' | 'abort', more: Partial<Cell> = {}): Cell =>
  cell(offset, { record: 0, control, sequence: -1, epoch: 1, ...more });

const ground = (cells: readonly Cell[], more: Partial<StripGround> = {}): StripGround => ({
  cells,
  watermarks: undefined,
  readers: [],
  away: new Set(),
  keeper: 'broker p0',
  ...more,
});
const reader = (name: string, position: number, waitsAt: readonly string[] = []) => ({
  reader: name,
  partition: 0,
  position,
  waitsAt,
});

/** Aborted, aborted's marker, then an open transaction of two records. */
const CELLS = [cell(0), marker(1, 'abort'), cell(2, { epoch: 1 }), cell(3, { epoch: 1, batchOffset: 2 })];
const WATER = { highWatermark: 4, lastStable: 2, logEnd: 4 };

describe('a log strip', () => {
  test('strikes out what an abort took back, and holds back what lies past the last stable offset', () => {
    const rows = layLogStrip(ground(CELLS, { watermarks: WATER })).rows.filter(({ what }) => what === 'cell');
    expect(rows).toMatchObject([
      { standing: 'aborted', held: false, beginsBatch: true },
      { standing: 'aborted', held: false, beginsBatch: false },
      { standing: 'open', held: true, beginsBatch: true },
      { standing: 'open', held: true, beginsBatch: false },
    ]);
  });

  test('has a line where it is stable, and one where it is replicated and ends', () => {
    const { rows } = layLogStrip(ground(CELLS, { watermarks: WATER }));
    expect(rows.map((row) => (row.what === 'water' ? row.marks.join('+') : row.what))).toEqual([
      'cell',
      'cell',
      'lastStable',
      'cell',
      'cell',
      'highWatermark+logEnd',
    ]);
  });

  test('shows a reader of committed records waiting behind the open transaction, past the marker that it skips', () => {
    const strip = layLogStrip(ground(CELLS, { watermarks: WATER, readers: [reader('committed', 1, ['broker p0'])] }));
    expect(strip.rows.filter(({ what }) => what === 'reader')).toMatchObject([{ waits: 'behindOpen', behind: 7 }]);
    expect(strip.rows.findIndex(({ what }) => what === 'reader')).toBe(3);
  });

  test('shows a reader of everything at the end, waiting for more', () => {
    const strip = layLogStrip(ground(CELLS, { watermarks: WATER, readers: [reader('everything', 4, ['broker p0'])] }));
    expect(strip.rows.at(-1)).toMatchObject({ what: 'reader', waits: 'forMore', behind: -1 });
  });

  test('does not let a reader wait that waits at another partition', () => {
    const strip = layLogStrip(ground(CELLS, { watermarks: WATER, readers: [reader('other', 2, ['broker p1'])] }));
    expect(strip.rows.filter(({ what }) => what === 'reader')).toMatchObject([{ waits: 'no' }]);
  });

  test('says of a reader that is down only where it reads on', () => {
    const more = { watermarks: WATER, readers: [reader('committed', 2, ['broker p0'])], away: new Set(['committed']) };
    expect(layLogStrip(ground(CELLS, more)).rows.filter(({ what }) => what === 'reader')).toMatchObject([
      { waits: 'away', behind: -1 },
    ]);
  });

  test('of a long log shows the end, but never less than what is held back', () => {
    const long = Array.from({ length: 40 }, (_, offset) => cell(offset, { transactional: false }));
    expect(layLogStrip(ground(long)).earlier).toBe(40 - CELLS_SHOWN);
    const held = { highWatermark: 40, lastStable: 10, logEnd: 40 };
    expect(layLogStrip(ground(long, { watermarks: held })).earlier).toBe(10);
  });
});
