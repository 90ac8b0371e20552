/** What every lane's drawing shares: the axis, the size, and where a touch goes. */
import type { Frame, TimeAxis } from '../../layout';

/** Opened on a message. */
export interface Menu {
  readonly lane: string;
  /** The message's copy. */
  readonly of: string;
  /** In pixels of the lane's drawing. */
  readonly x: number;
  readonly y: number;
}

export interface Stage {
  readonly axis: TimeAxis;
  readonly frame: Frame;
}

/** Pixels on the left for the nodes' names, and free ones on the right. */
export const GUTTER_PX = 104;
export const NARROW_GUTTER_PX = 84;
export const PROJECTOR_GUTTER_PX = 150;
export const RIGHT_PX = 18;
/** The size of words in the drawing, as `--mark` in the styles. */
export const TEXT_PX = 12;
export const PROJECTOR_TEXT_PX = 16;
export const TOP_PX = 24;
export const BOTTOM_PX = 22;

/** The frame of a lane's drawing of this size. */
export function frameOf(widthPx: number, heightPx: number, leftPx: number, textPx: number): Frame {
  return {
    widthPx,
    heightPx,
    leftPx,
    rightPx: Math.max(leftPx + 60, widthPx - RIGHT_PX),
    topPx: TOP_PX,
    bottomPx: heightPx - BOTTOM_PX,
    textPx,
  };
}
