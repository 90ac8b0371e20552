/**
 * What layout hands to the views: marks with their geometry, the class of their look, and words for them.
 *
 * Pixels are those of the lane's own drawing area. `seqs` are the trace events that a mark stands for, so that a chain
 * of events can light its marks, and a touch on a mark can be taken back to its events.
 */

/** The look of a mark: what happened, never a colour. The views turn it into colour, dash and shape. */
export type Tone = 'quiet' | 'sent' | 'lost' | 'again' | 'late' | 'ignored' | 'done' | 'open';

interface MarkHead {
  readonly key: string;
  readonly seqs: readonly number[];
  /** Virtual milliseconds at which the mark begins to exist. */
  readonly atMs: number;
  /** For a tooltip, a screen reader and a test's locator. */
  readonly title: string;
}

export interface RowMark {
  readonly node: string;
  readonly y: number;
  /** Keeps the others running but never holds a record itself: drawn closer and lighter. */
  readonly minor: boolean;
}

/** A stretch of a lifeline during which the node's chart stood in one state. */
export interface StateMark extends MarkHead {
  readonly node: string;
  readonly state: string;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  /** Not the state that the node is in for most of the run. */
  readonly busy: boolean;
}

export interface ArrowMark extends MarkHead {
  readonly endMs: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly tone: Tone;
  /** `carry`: takes a record onwards. `answer`: comes back. `chatter`: holds no record. */
  readonly role: 'carry' | 'answer' | 'chatter';
  readonly end: 'head' | 'cross' | 'diamond' | 'none';
  readonly records: readonly number[];
}

/** A time during which a node was away, or two nodes could not reach each other. */
export interface SpanMark extends MarkHead {
  readonly what: 'down' | 'paused' | 'cut';
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

/** Something that a node did to a record. */
export interface DeedMark extends MarkHead {
  readonly what:
    'landed' | 'again' | 'ignored' | 'fenced' | 'refused' | 'absent' | 'back' | 'failed' | 'aborted' | 'committed';
  readonly tone: Tone;
  readonly x: number;
  readonly y: number;
  readonly record: number;
}

export interface LabelMark extends MarkHead {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly tone: Tone;
  /** Emphasis: a finding, not a place name. */
  readonly strong: boolean;
  /** The beginning of `text` that is struck out: records that were taken back. */
  readonly struck: string;
}

/** How far what is replicated or stable lies behind what is written: a stepped line over the leader's lifeline. */
export interface WaterlineMark {
  readonly key: string;
  readonly what: 'highWatermark' | 'lastStable';
  readonly path: string;
}

/** A stretch during which something is held back: the end of a log or a reader by an open transaction, an answer or a record by a replica. */
export interface HeldMark extends MarkHead {
  readonly what: 'log' | 'reader' | 'hold';
  /** Quiet unless it is about a record that has colour. */
  readonly tone: 'quiet' | 'open';
  readonly word: string;
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

/** The line past which the system's own guarantee does not reach. */
export interface BoundaryMark {
  readonly y: number;
  /** Where its words end, and their baseline. */
  readonly textX: number;
  readonly textY: number;
  readonly text: string;
  readonly title: string;
}

/** Busy stretches when there is too much to draw: a bar a bin, heights in pixels. */
export interface DensityMark {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** How much a lane draws: everything, shapes without small labels, lines alone, or a strip of bars. */
export type Detail = 'full' | 'shapes' | 'lines' | 'density';

export interface LaneMarks {
  readonly lane: string;
  readonly detail: Detail;
  readonly rows: readonly RowMark[];
  readonly states: readonly StateMark[];
  readonly spans: readonly SpanMark[];
  readonly arrows: readonly ArrowMark[];
  readonly deeds: readonly DeedMark[];
  readonly labels: readonly LabelMark[];
  readonly waterlines: readonly WaterlineMark[];
  readonly held: readonly HeldMark[];
  readonly boundary: BoundaryMark | undefined;
  readonly density: readonly DensityMark[];
}

/** Where a lane is drawn, in pixels of its own area. `leftPx` to `rightPx` is where time runs. */
export interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly leftPx: number;
  readonly rightPx: number;
  readonly topPx: number;
  readonly bottomPx: number;
  /** The size of words; absent: the usual one. */
  readonly textPx?: number;
}
