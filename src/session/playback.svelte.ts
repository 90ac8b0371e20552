/**
 * The cursor and what moves it. The run is finished before anybody looks at it; playing only moves the cursor over it,
 * a frame at a time, evenly in busy time. The chart in `playback.machine.ts` says what may happen when.
 */
import { createActor, type Actor } from 'xstate';
import type { Environment } from './environment';
import { nextMoment } from './moments';
import { playbackMachine, type PlaybackEvent } from './playback.machine';
import type { Run } from './run';
import type { Place } from './stages';
import { SPEEDS, clampSpeed, openingSpeed } from './speeds';

/** A frame that took longer than this (a hidden tab) does not make the cursor jump. */
const FRAME_AT_MOST_MS = 120;
/** With reduced motion the cursor goes from moment to moment, and rests so long at each. */
const STEP_REST_MS = 700;

export interface PlaybackGround {
  run(): Run;
  readonly environment: Environment;
  reducedMotion(): boolean;
  /** Told after every move of the cursor. */
  moved(): void;
  /** Told when playing stopped by itself. */
  stopped(why: 'stop' | 'end'): void;
}

export type Playback = ReturnType<typeof createPlayback>;

/** Makes the cursor of a session. It does nothing until it is told to. */
export function createPlayback(ground: PlaybackGround) {
  const actor: Actor<typeof playbackMachine> = createActor(playbackMachine);
  let cursorMs = $state(0);
  /** How far within the instant; undefined: all of it. */
  let stage = $state<number | undefined>(undefined);
  let phase = $state('idle');
  let speed = $state(openingSpeed(ground.run().folding.endUnits));
  let stopAtMs: number | undefined;
  let stopFrames: (() => void) | undefined;
  let lastFrameMs: number | undefined;
  let restedMs = 0;
  let moved = false;

  const isMoving = (): boolean => phase === 'playing' || phase === 'opening';
  const endMs = (): number => ground.run().folding.endMs;
  const place = (ms: number, stageThere?: number): void => {
    cursorMs = Math.min(Math.max(0, ms), endMs());
    stage = stageThere;
    ground.moved();
  };

  actor.subscribe((snapshot) => {
    phase = typeof snapshot.value === 'string' ? snapshot.value : 'idle';
    if (isMoving()) startFrames();
    else haltFrames();
  });
  actor.start();

  function startFrames(): void {
    if (stopFrames !== undefined) return;
    lastFrameMs = undefined;
    restedMs = 0;
    stopFrames = ground.environment.everyFrame(frame);
  }

  function haltFrames(): void {
    stopFrames?.();
    stopFrames = undefined;
    if (phase !== 'scrubbing') cursorMs = Math.round(cursorMs);
  }

  function frame(realMs: number): void {
    const passedMs = Math.min(FRAME_AT_MOST_MS, realMs - (lastFrameMs ?? realMs));
    lastFrameMs = realMs;
    const target = ground.reducedMotion() ? steppedTo(passedMs) : { atMs: flowedTo(passedMs) };
    if (target.atMs === cursorMs && target.stage === stage) return;
    noteMotion();
    if (phase === 'opening' && stopAtMs !== undefined && target.atMs >= stopAtMs)
      return arrive(stopAtMs, 'stopReached');
    if (target.atMs >= endMs()) return arrive(endMs(), 'endReached');
    place(target.atMs, target.stage);
  }

  function flowedTo(passedMs: number): number {
    const { folding } = ground.run();
    return folding.toMs(folding.toUnits(cursorMs) + passedMs * (SPEEDS[speed]?.factor ?? 1));
  }

  function steppedTo(passedMs: number): Place {
    const here = { atMs: cursorMs, stage };
    restedMs += passedMs;
    if (restedMs < STEP_REST_MS) return here;
    restedMs = 0;
    const next = nextMoment(ground.run().moments, here, 1);
    return next === here ? { atMs: endMs() } : next;
  }

  function noteMotion(): void {
    if (moved) return;
    moved = true;
    ground.environment.firstMotion();
  }

  function arrive(ms: number, type: 'stopReached' | 'endReached'): void {
    place(ms);
    actor.send({ type });
    ground.stopped(type === 'stopReached' ? 'stop' : 'end');
  }

  const send = (event: PlaybackEvent): void => actor.send(event);

  return {
    get cursorMs(): number {
      return cursorMs;
    },
    /** Where the cursor stands, within the instant too. */
    get place(): Place {
      return { atMs: Math.round(cursorMs), stage };
    },
    get phase(): string {
      return phase;
    },
    get isPlaying(): boolean {
      return phase === 'playing' || phase === 'opening';
    },
    get speed(): number {
      return speed;
    },
    get speedLabel(): string {
      return SPEEDS[speed]?.label ?? '';
    },
    setSpeed(index: number): void {
      speed = clampSpeed(index);
    },
    /** Puts the cursor somewhere, at once; after all of that instant, unless a stage of it is given. */
    put: place,
    /** Plays by itself as far as `ms`. */
    openTo(ms: number | undefined): void {
      stopAtMs = ms;
      send({ type: 'open' });
    },
    toggle(): void {
      if (!isMoving() && cursorMs >= endMs()) place(0);
      send({ type: 'toggle' });
    },
    pause: () => send({ type: 'pause' }),
    /** The visitor touched something: a play that began by itself ends. */
    touch: () => send({ type: 'touch' }),
    grab: () => send({ type: 'grab' }),
    release: () => send({ type: 'release' }),
    hide: () => send({ type: 'hide' }),
    /** After another run took the place of the old one. */
    refit(): void {
      place(cursorMs);
    },
    resetSpeed(): void {
      speed = openingSpeed(ground.run().folding.endUnits);
    },
    end(): void {
      haltFrames();
      actor.stop();
    },
  };
}
