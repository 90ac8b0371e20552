/** Moving through a finished run: to an instant, a step, a stop, a cause; nearer and further away. */
import type { LaneReading, Stop } from '../layout/reading';
import { WHOLE, type Window } from '../layout/timeAxis';
import { momentsOfNode, nextMoment, nextStop } from './moments';
import type { Playback } from './playback.svelte';
import type { Run } from './run';
import { causeOf, effectOf } from './selection';
import { placeOf, type Place } from './stages';
import type { ViewState } from './viewState';

export interface NavigationGround {
  readonly view: ViewState;
  readonly playback: () => Playback;
  readonly run: () => Run;
  readonly readingOf: (lane: string) => LaneReading | undefined;
  /** The last event of the chosen record's chain; -1 when there is none. */
  readonly lastOfChain: () => number;
  /** Told when the cursor stands somewhere by the reader's will. */
  readonly arrived: () => void;
  readonly showStop: (stop: Stop) => void;
}

const EVENTS_AT_ONCE = 10;
const ZOOM_STEP = 1.6;
const NARROWEST_WINDOW = 0.002;
const JUMPS_KEPT = 50;
/** The cursor may go so far across a window before the window moves along. */
const FOLLOW_SHARE = 0.8;

const clampShare = (share: number, most: number): number => Math.min(Math.max(0, share), most);

/** Functions only; all state is in `view` and the playback. */
export function createNavigation(ground: NavigationGround) {
  const { view, run } = ground;

  const placeOfCursor = (): number => {
    const { folding } = run();
    return folding.toUnits(ground.playback().cursorMs) / folding.endUnits;
  };

  /** The fault or finding at which the cursor stands, so that another one of the same instant is not passed over. */
  let standsAt: Stop | undefined;

  function seek(ms: number): void {
    goTo({ atMs: ms });
  }

  function goTo({ atMs, stage }: Place): void {
    const playback = ground.playback();
    standsAt = undefined;
    playback.touch();
    playback.put(atMs, stage);
    ground.arrived();
  }

  function step(direction: 1 | -1, times = 1): void {
    const playback = ground.playback();
    playback.pause();
    let place = playback.place;
    for (let taken = 0; taken < times; taken += 1) place = nextMoment(run().moments, place, direction);
    goTo(place);
  }

  function stepOnNode(direction: 1 | -1): void {
    const { selection } = view;
    const reading = selection?.what === 'node' ? ground.readingOf(selection.lane) : undefined;
    if (reading === undefined || selection?.what !== 'node') return step(direction);
    ground.playback().pause();
    const moments = momentsOfNode(reading, selection.node);
    goTo(nextMoment(moments, ground.playback().place, direction));
  }

  function toStop(what: Stop['what'], direction: 1 | -1): void {
    const playback = ground.playback();
    playback.pause();
    const stop = nextStop(run().stops, what, standsAt ?? playback.cursorMs, direction);
    if (stop === undefined) {
      const wanted = what === 'fault' ? 'fault' : 'thing that went wrong';
      view.announcement = `No ${direction === 1 ? 'further' : 'earlier'} ${wanted}.`;
      return;
    }
    goTo(placeOfStop(stop));
    standsAt = stop;
    ground.showStop(stop);
  }

  function placeOfStop({ lane, seq, atMs }: Stop): Place {
    const trace = ground.readingOf(lane)?.trace;
    return trace?.events[seq]?.at === atMs ? placeOf(trace, seq) : { atMs };
  }

  function chosenSeq(): number {
    const { selection } = view;
    if (selection?.what === 'event') return selection.seq;
    return selection?.what === 'record' ? ground.lastOfChain() : -1;
  }

  function follow(find: typeof causeOf): void {
    const reading = view.selection === undefined ? undefined : ground.readingOf(view.selection.lane);
    const event = reading === undefined ? undefined : find(reading.trace, chosenSeq());
    if (reading === undefined || event === undefined) return;
    const playback = ground.playback();
    playback.pause();
    view.jumps = [...view.jumps, playback.cursorMs].slice(-JUMPS_KEPT);
    view.selection = { what: 'event', lane: reading.trace.lane, seq: event.seq };
    goTo(placeOf(reading.trace, event.seq));
  }

  function jumpBack(): void {
    const ms = view.jumps.at(-1);
    if (ms === undefined) return;
    view.jumps = view.jumps.slice(0, -1);
    seek(ms);
  }

  function zoomBy(factor: number): void {
    const { from, to } = view.window;
    const at = placeOfCursor();
    const width = Math.min(1, Math.max(NARROWEST_WINDOW, (to - from) / factor));
    const start = clampShare(at - width * clampShare((at - from) / (to - from), 1), 1 - width);
    view.window = { from: start, to: start + width };
  }

  /** A window on a part of the run follows the cursor before it leaves it. */
  function keepInView(): void {
    const { from, to } = view.window;
    const width = to - from;
    const at = placeOfCursor();
    const place = (at - from) / width;
    const isAtEnd = to >= 1 && place <= 1;
    if (width >= 1 || (place >= 0 && (place <= FOLLOW_SHARE || isAtEnd))) return;
    const start = clampShare(at - width * (place < 0 ? 1 - FOLLOW_SHARE : FOLLOW_SHARE), 1 - width);
    view.window = { from: start, to: start + width };
  }

  return {
    seek,
    step,
    stepOnNode,
    toStop,
    jumpBack,
    keepInView,
    stepMany: (direction: 1 | -1) => step(direction, EVENTS_AT_ONCE),
    toCause: () => follow(causeOf),
    toEffect: () => follow(effectOf),
    zoomIn: () => zoomBy(ZOOM_STEP),
    zoomOut: () => zoomBy(1 / ZOOM_STEP),
    zoomFit(): void {
      view.window = WHOLE;
    },
    setWindow(next: Window): void {
      view.window = next;
    },
    toTenth(tenth: number): void {
      const { folding } = run();
      seek(Math.round(folding.toMs((folding.endUnits * tenth) / 10)));
    },
    toEnd: () => seek(run().folding.endMs),
    restart(): void {
      ground.playback().pause();
      seek(0);
    },
  };
}
