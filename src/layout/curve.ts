/** Where the points of a curve lie: a share for each step, in a box that is as high as one. */

export interface CurveBox {
  /** In px; the first step lies at the left edge, the last at the right one. */
  readonly width: number;
  readonly height: number;
}

export interface CurvePoint {
  readonly n: number;
  readonly x: number;
  readonly y: number;
}

export interface DrawnCurve {
  readonly points: readonly CurvePoint[];
  /** The same as an SVG polyline takes them. */
  readonly line: string;
  /** The shares in words, in their order: `0.30 · 0.21`. */
  readonly text: string;
}

/** Draws shares, 0 to 1, of which the first is that of one step. Of a single share the point lies at the left edge. */
export function drawCurve(shares: readonly number[], { width, height }: CurveBox): DrawnCurve {
  const stepPx = width / Math.max(1, shares.length - 1);
  const points = shares.map((share, at) => ({
    n: at + 1,
    x: tenths(at * stepPx),
    y: tenths((1 - share) * height),
  }));
  return {
    points,
    line: points.map(({ x, y }) => `${x},${y}`).join(' '),
    text: shares.map(sayShare).join(' · '),
  };
}

const tenths = (px: number): number => Math.round(px * 10) / 10;

/** Two digits; what is less than half a hundredth and not nothing is said to be so. */
function sayShare(share: number): string {
  const hundredths = Math.round(share * 100);
  if (hundredths === 0 && share > 0) return '<0.01';
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}
