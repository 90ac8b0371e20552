/** How long it takes to make marks of a long trace, as the page does when a setting changes. */
import { judge } from '../../src/explorer/judge';
import { drawLane, foldTime, instantsOf, layTimeAxis, readLane, touchedIn, WHOLE, type Frame } from '../../src/layout';
import { SYSTEMS } from '../../src/systems/registry';
import { benchWorkload } from './engine';
import { round, thousands, type Chapter } from './figure';
import { timed } from './stopwatch';

const EVENTS = 2_000;
const FRAME: Frame = { widthPx: 1_280, heightPx: 240, leftPx: 120, rightPx: 1_260, topPx: 24, bottomPx: 216 };
const RECORDS_STEP = 5;

export function layoutChapter(): Chapter {
  const judged = laneOf(EVENTS);
  const { trace, verdict } = judged;
  const reading = timed(() => readLane(trace, verdict));
  const ready = readLane(trace, verdict);
  const drawing = timed(() => drawn(ready));
  const events = trace.events.length;
  return {
    title: 'Layout',
    about: `An at-least-once lane of ${thousands(events)} events on ${FRAME.widthPx} × ${FRAME.heightPx} pixels, all of it in view.`,
    figures: [
      { name: 'reading the trace, once per run', measured: `${round(reading.medianMs, 2)} ms`, goal: '' },
      { name: 'laying out the marks, once per view', measured: `${round(drawing.medianMs, 2)} ms`, goal: '' },
      {
        name: 'both, per thousand events',
        measured: `${round(((reading.medianMs + drawing.medianMs) * 1_000) / events, 2)} ms`,
        goal: 'both within one frame of 16 ms',
        kept: reading.medianMs + drawing.medianMs <= 16,
      },
    ],
  };
}

/** The shortest such lane with at least that many events. */
function laneOf(events: number) {
  for (let records = RECORDS_STEP; ; records += RECORDS_STEP) {
    const [judged] = judge(benchWorkload(['at-least-once'], records), SYSTEMS);
    if (judged === undefined) throw new Error('The run has no lane.');
    if (judged.trace.events.length >= events) return judged;
  }
}

function drawn(reading: ReturnType<typeof readLane>): number {
  const { instants, endMs } = instantsOf([reading]);
  const axis = layTimeAxis(foldTime(instants, endMs), WHOLE, FRAME.leftPx, FRAME.rightPx);
  const marks = drawLane(reading, { axis, frame: FRAME, touched: touchedIn([reading]), kind: 'payment' });
  return marks.arrows.length + marks.deeds.length;
}
