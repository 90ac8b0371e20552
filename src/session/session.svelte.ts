/**
 * The page's state, and the only mutable thing on it: which scenario, which instant, playing or not, what is chosen.
 * Views read it and call its actions; they never change it otherwise.
 */
import { makeLedger, sayAnswer, type Ledger } from '../layout/ledger';
import type { LaneReading, Stop } from '../layout/reading';
import { WHOLE, type Window } from '../layout/timeAxis';
import type { Catalog } from '../scenario/catalog';
import type { Fault, Scenario, SettingValue } from '../scenario/scenario';
import { hashText } from '../terms/hash';
import type { Problem } from '../terms/problem';
import { describeMoment, sayMoment } from './describe';
import * as edits from './edits';
import type { Environment } from './environment';
import { sayFault } from './faultWords';
import { laneCard, sayValue, type LaneCard } from './lanes';
import { countUpTo, firstWrong, momentsOfNode, nextMoment, nextStop } from './moments';
import { sayChanges } from './outcomeDiff';
import { createPlayback } from './playback.svelte';
import type { Presentation, Theme } from './presentation';
import { questionOf, type Guess } from './question';
import { nextSeed } from './seeds';
import { causeOf, effectOf, type Selection } from './selection';
import { isSameFault } from './touch';
import { tellWhy, type Why } from './why';
import { createWorkbench, type WorkbenchGround } from './workbench.svelte';

export interface SessionGround {
  readonly systems: WorkbenchGround['systems'];
  readonly validate: WorkbenchGround['validate'];
  readonly environment: Environment;
  readonly opening: Scenario;
  readonly presentation: Presentation;
}

export type Dialog = 'none' | 'share' | 'keys' | 'open' | 'describe' | 'settings' | 'faults';
export type Session = ReturnType<typeof createSession>;

const EVENTS_AT_ONCE = 10;
const ZOOM_STEP = 1.6;
/** The cursor may go so far across a window before the window moves along. */
const FOLLOW_SHARE = 0.8;
const NARROWEST_WINDOW = 0.002;

/** Makes the session of one page. Throws only on a broken invariant. */
export function createSession(ground: SessionGround) {
  const catalog: Catalog = ground.systems;
  let selection = $state.raw<Selection | undefined>(undefined);
  let focusLane = $state(ground.opening.lanes[0]?.id ?? '');
  let window = $state.raw<Window>(WHOLE);
  let dialog = $state<Dialog>('none');
  let presentation = $state.raw<Presentation>(ground.presentation);
  let problems = $state.raw<readonly Problem[]>([]);
  let announcement = $state('');
  let guess = $state.raw<Guess>({});
  let questionClosed = $state(false);
  let jumps = $state.raw<readonly number[]>([]);

  const bench = createWorkbench(ground.opening, { systems: ground.systems, validate: ground.validate, changed });
  const playback = createPlayback({ run: () => bench.run, environment: ground.environment, reducedMotion: isStill, moved: keepInView, stopped });

  const cards = $derived(bench.scenario.lanes.flatMap((lane) => laneCard(lane, catalog) ?? []));
  const question = $derived(questionOf(bench.run.lanes.map(({ lane, verdict }) => ({ lane: lane.id, verdict }))));
  const isAsking = $derived(presentation.predict && !questionClosed && question !== undefined);
  const hidden = $derived<ReadonlySet<number>>(new Set(isAsking && question !== undefined ? [question.record] : []));
  const ledger = $derived<Ledger>(makeLedger(bench.run.readings, bench.scenario.records.kind, hidden));
  const why = $derived<Why | undefined>(selection?.what === 'record' ? whyOf(selection.lane, selection.record) : undefined);
  const lit = $derived<ReadonlySet<number>>(new Set(selection?.what === 'event' ? [selection.seq] : (why?.seqs ?? [])));

  function isStill(): boolean {
    return presentation.motion === 'reduced' || (presentation.motion === 'auto' && ground.environment.reducedMotion);
  }
  function readingOf(lane: string): LaneReading | undefined {
    return bench.run.readings.find(({ trace }) => trace.lane === lane);
  }
  function titleOf(lane: string): string {
    return cards.find(({ id }) => id === lane)?.title ?? lane;
  }
  function whyOf(lane: string, record: number): Why | undefined {
    const reading = readingOf(lane);
    return reading === undefined ? undefined : tellWhy(reading, record, bench.scenario.records.kind);
  }

  /** After every new run: what pointed into the old one is let go. */
  function changed(): void {
    if (!bench.scenario.lanes.some(({ id }) => id === focusLane)) focusLane = bench.scenario.lanes[0]?.id ?? '';
    if (selection?.what !== 'record' || readingOf(selection.lane) === undefined) selection = undefined;
    playback.refit();
    revealIfPast();
  }

  function stopped(why: 'stop' | 'end'): void {
    const stop = why === 'stop' ? firstWrong(bench.run.stops) : undefined;
    if (stop !== undefined) showStop(stop);
    else announce();
    revealIfPast();
  }

  function showStop(stop: Stop): void {
    if (stop.what === 'anomaly' && !hidden.has(stop.record)) {
      selection = { what: 'record', lane: stop.lane, record: stop.record };
      focusLane = stop.lane;
    } else if (stop.what === 'fault') selection = { what: 'event', lane: stop.lane, seq: stop.seq };
    announce();
  }

  /** Once the cursor has passed what was asked about there is nothing left to guess. */
  function revealIfPast(): void {
    if (!isAsking || question === undefined) return;
    const record = question.record;
    const settledMs = Math.max(0, ...ledger.rows.flatMap((row) => (row.record === record ? row.cells.map((cell) => cell.settledMs) : [])));
    if (playback.cursorMs >= settledMs) questionClosed = true;
  }

  function announce(): void {
    announcement = sayMoment(bench.run, playback.cursorMs, titleOf);
  }

  function seek(ms: number): void {
    playback.touch();
    playback.place(ms);
    if (!playback.isPlaying) announce();
    revealIfPast();
  }

  /** A window on a part of the run follows the cursor before it leaves it. */
  function keepInView(): void {
    const { folding } = bench.run;
    const width = window.to - window.from;
    const at = folding.toUnits(playback.cursorMs) / folding.endUnits;
    const place = (at - window.from) / width;
    if (width >= 1 || (place >= 0 && place <= FOLLOW_SHARE) || (place <= 1 && window.to >= 1 && place >= 0)) return;
    const from = Math.min(Math.max(0, at - width * (place < 0 ? 1 - FOLLOW_SHARE : FOLLOW_SHARE)), 1 - width);
    window = { from, to: from + width };
  }

  function step(direction: 1 | -1, times = 1): void {
    playback.pause();
    let ms = Math.round(playback.cursorMs);
    for (let taken = 0; taken < times; taken += 1) ms = nextMoment(bench.run.moments, ms, direction);
    seek(ms);
  }

  function stepOnNode(direction: 1 | -1): void {
    const reading = selection?.what === 'node' ? readingOf(selection.lane) : undefined;
    if (reading === undefined || selection?.what !== 'node') return step(direction);
    playback.pause();
    seek(nextMoment(momentsOfNode(reading, selection.node), Math.round(playback.cursorMs), direction));
  }

  function toStop(what: Stop['what'], direction: 1 | -1): void {
    playback.pause();
    const stop = nextStop(bench.run.stops, what, playback.cursorMs, direction);
    if (stop === undefined) {
      announcement = `No ${direction === 1 ? 'further' : 'earlier'} ${what === 'fault' ? 'fault' : 'anomaly'}.`;
      return;
    }
    seek(stop.atMs);
    showStop(stop);
  }

  /** To the cause or effect of the chosen event; `jumpBack` returns. */
  function follow(find: typeof causeOf): void {
    const reading = selection === undefined ? undefined : readingOf(selection.lane);
    const seq = selection?.what === 'event' ? selection.seq : selection?.what === 'record' ? (why?.seqs.at(-1) ?? -1) : -1;
    const event = reading === undefined ? undefined : find(reading.trace, seq);
    if (reading === undefined || event === undefined) return;
    playback.pause();
    jumps = [...jumps, playback.cursorMs].slice(-50);
    selection = { what: 'event', lane: reading.trace.lane, seq: event.seq };
    seek(event.at);
  }

  function jumpBack(): void {
    const ms = jumps.at(-1);
    if (ms === undefined) return;
    jumps = jumps.slice(0, -1);
    seek(ms);
  }

  function zoomBy(factor: number): void {
    const { folding } = bench.run;
    const at = folding.toUnits(playback.cursorMs) / folding.endUnits;
    const width = Math.min(1, Math.max(NARROWEST_WINDOW, (window.to - window.from) / factor));
    const share = Math.min(1, Math.max(0, (at - window.from) / (window.to - window.from)));
    const from = Math.min(Math.max(0, at - width * share), 1 - width);
    window = { from, to: from + width };
  }

  function edit(next: Scenario, what: string): boolean {
    playback.pause();
    const done = bench.edit(next, what);
    const outcome = bench.lastChange === undefined ? [] : sayChanges(bench.lastChange.changes, titleOf, bench.scenario.records.kind);
    announcement = done ? [what, ...outcome].join('. ') : bench.refusals.map((problem) => problem.what).join('. ');
    return done;
  }

  function moveLane(by: 1 | -1): void {
    const index = cards.findIndex(({ id }) => id === focusLane);
    focusLane = cards[Math.min(cards.length - 1, Math.max(0, index + by))]?.id ?? focusLane;
    announcement = `${titleOf(focusLane)}: ${answerOf(focusLane)}`;
  }

  function answerOf(lane: string): string {
    const column = ledger.columns.find((one) => one.lane === lane);
    return column === undefined ? '' : sayAnswer(column, bench.scenario.records.kind);
  }

  return {
    bench,
    playback,
    get environment(): Environment {
      return ground.environment;
    },
    get catalog(): Catalog {
      return catalog;
    },
    get scenario(): Scenario {
      return bench.scenario;
    },
    get run() {
      return bench.run;
    },
    get kind(): string {
      return bench.scenario.records.kind;
    },
    get cards(): readonly LaneCard[] {
      return cards;
    },
    get ledger(): Ledger {
      return ledger;
    },
    get why(): Why | undefined {
      return why;
    },
    get lit(): ReadonlySet<number> {
      return lit;
    },
    get selection(): Selection | undefined {
      return selection;
    },
    get focusLane(): string {
      return focusLane;
    },
    get window(): Window {
      return window;
    },
    get dialog(): Dialog {
      return dialog;
    },
    get presentation(): Presentation {
      return presentation;
    },
    get problems(): readonly Problem[] {
      return problems;
    },
    get announcement(): string {
      return announcement;
    },
    get question() {
      return question;
    },
    get isAsking(): boolean {
      return isAsking;
    },
    get hidden(): ReadonlySet<number> {
      return hidden;
    },
    get guess(): Guess {
      return guess;
    },
    /** How many moments have come, and how many there are. */
    get progress(): { readonly done: number; readonly of: number } {
      return { done: Math.max(0, countUpTo(bench.run.moments, playback.cursorMs) - 1), of: bench.run.moments.length - 1 };
    },
    get changesInWords(): readonly string[] {
      return bench.lastChange === undefined ? [] : sayChanges(bench.lastChange.changes, titleOf, bench.scenario.records.kind);
    },
    get description(): readonly string[] {
      return describeMoment(bench.run, playback.cursorMs, titleOf);
    },
    isStill,
    readingOf,
    titleOf,
    answerOf,
    whyOf,
    seek,
    step,
    stepOnNode,
    toStop,
    jumpBack,
    zoomBy,
    moveLane,
    edit,
    announce,
    stepMany: (direction: 1 | -1) => step(direction, EVENTS_AT_ONCE),
    toCause: () => follow(causeOf),
    toEffect: () => follow(effectOf),
    zoomIn: () => zoomBy(ZOOM_STEP),
    zoomOut: () => zoomBy(1 / ZOOM_STEP),
    zoomFit(): void {
      window = WHOLE;
    },
    setWindow(next: Window): void {
      window = next;
    },
    toTenth(tenth: number): void {
      const { folding } = bench.run;
      seek(Math.round(folding.toMs((folding.endUnits * tenth) / 10)));
    },
    toEnd: () => seek(bench.run.folding.endMs),
    restart(): void {
      playback.pause();
      seek(0);
    },
    toggle(): void {
      playback.toggle();
      if (!playback.isPlaying) announce();
    },
    select(next: Selection | undefined): void {
      playback.touch();
      selection = next;
      if (next !== undefined) focusLane = next.lane;
      if (next?.what === 'record' && hidden.has(next.record)) questionClosed = true;
    },
    focusOn(lane: string): void {
      focusLane = lane;
    },
    show(next: Dialog): void {
      playback.pause();
      dialog = next;
    },
    close(): void {
      if (dialog === 'none') selection = undefined;
      dialog = 'none';
    },
    setTheme(theme: Theme): void {
      presentation = { ...presentation, theme };
    },
    present(change: Partial<Presentation>): void {
      presentation = { ...presentation, ...change };
    },
    report(found: readonly Problem[]): void {
      problems = found;
    },
    dismissProblems(): void {
      problems = [];
    },
    guessFor(lane: string, effects: number): void {
      playback.touch();
      guess = { ...guess, [lane]: effects };
    },
    closeQuestion(): void {
      questionClosed = true;
      playback.touch();
    },
    neverAsk(): void {
      presentation = { ...presentation, predict: false };
    },
    /** Another scenario altogether. */
    open(scenario: Scenario): void {
      playback.pause();
      bench.open(scenario);
      playback.resetSpeed();
      playback.place(0);
      window = WHOLE;
      selection = undefined;
      guess = {};
      questionClosed = false;
      focusLane = scenario.lanes[0]?.id ?? '';
    },
    /** The opening play: once, slowly, as far as the first thing that goes wrong. Without motion it is there at once. */
    begin(): void {
      const wrong = firstWrong(bench.run.stops);
      if (presentation.autoplay && !isStill()) return playback.openTo(wrong?.atMs);
      if (wrong === undefined) return;
      playback.place(wrong.atMs);
      stopped('stop');
    },
    addFault(fault: Fault): boolean {
      const at = bench.scenario.faults.findIndex((one) => isSameFault(one, fault));
      if (at >= 0) return edit(edits.removeFault(bench.scenario, at), `No longer: ${sayFault(fault, bench.scenario.records.kind)}`);
      return edit(edits.addFault(bench.scenario, fault), sayFault(fault, bench.scenario.records.kind));
    },
    removeFault(index: number): void {
      const fault = bench.scenario.faults[index];
      if (fault !== undefined) edit(edits.removeFault(bench.scenario, index), `No longer: ${sayFault(fault, bench.scenario.records.kind)}`);
    },
    replaceFault(index: number, fault: Fault): boolean {
      return edit(edits.replaceFault(bench.scenario, index, fault), sayFault(fault, bench.scenario.records.kind));
    },
    setSetting(lane: string, name: string, value: SettingValue): boolean {
      return edit(edits.setSetting(bench.scenario, lane, name, value, catalog), `${titleOf(lane)}: ${name} = ${sayValue(value)}`);
    },
    setPreset(lane: string, preset: string): boolean {
      return edit(edits.setPreset(bench.scenario, lane, preset), `${titleOf(lane)}: another preset`);
    },
    setSeed(seed: string): boolean {
      return edit(edits.setSeed(bench.scenario, seed), `seed ${seed}`);
    },
    anotherSeed(): void {
      const seed = nextSeed(bench.scenario.seed, hashText);
      edit(edits.setSeed(bench.scenario, seed), `seed ${seed}`);
    },
    setWorkload(change: Partial<Scenario['records']>): boolean {
      return edit(edits.setWorkload(bench.scenario, change), 'other records');
    },
    setWeather(change: Partial<Scenario['network']>): boolean {
      return edit(edits.setWeather(bench.scenario, change), 'another network');
    },
    addOwnLane(like: string = focusLane): void {
      if (edit(edits.addOwnLane(bench.scenario, like), `a lane of your own, like ${titleOf(like)}`)) focusLane = edits.OWN_LANE;
    },
    removeLane(lane: string): void {
      edit(edits.removeLane(bench.scenario, lane), `${titleOf(lane)} taken away`);
    },
    undo(): void {
      playback.pause();
      bench.undo();
    },
    redo(): void {
      playback.pause();
      bench.redo();
    },
  };
}
