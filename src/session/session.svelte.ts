/**
 * The page's state, and the only mutable thing on it: which scenario, which instant, playing or not, what is chosen.
 * Views read it and call its actions; they never change it otherwise.
 */
import { makeLedger, sayAnswer, type Ledger } from '../layout/ledger';
import type { LaneReading, Stop } from '../layout/reading';
import { WHOLE, unfold } from '../layout/timeAxis';
import type { Catalog } from '../scenario/catalog';
import type { Scenario } from '../scenario/scenario';
import type { Desk } from './desk.svelte';
import { createEditing } from './editing';
import { laneCards, type LaneCard } from './lanes';
import { createHere } from './here';
import { createInspecting } from './inspecting';
import type { Late } from './late';
import { countUpTo, firstWrong } from './moments';
import { createNavigation } from './navigation';
import { sayChanges } from './outcomeDiff';
import { createPlayback, type Playback } from './playback.svelte';
import type { Presentation } from './presentation';
import { questionOf, type Question } from './question';
import type { Run } from './run';
import type { Selection } from './selection';
import type { SessionGround } from './sessionGround';
import { createSurface } from './surface';
import { freshView, type ViewState } from './viewState';
import type { Why } from './why';
import { createWorkbench, type Workbench } from './workbench.svelte';

/** A scenario that is too heavy to run before the visitor asks for it. */
export interface Held {
  readonly scenario: Scenario;
  run(): void;
}

export type Session = ReturnType<typeof createSession>;

/** Makes the session of one page. Throws only on a broken invariant. */
export function createSession(ground: SessionGround) {
  const catalog: Catalog = ground.systems;
  const view: ViewState = $state(freshView(ground.presentation, ground.opening.lanes[0]?.id ?? ''));
  let late = $state.raw<Late | undefined>(undefined);
  let desk = $state.raw<Desk | undefined>(undefined);
  let held = $state.raw<Held | undefined>(undefined);
  const bench: Workbench = createWorkbench(ground.opening, { systems: ground.systems, validate, changed });
  const run = $derived<Run>(view.unfolded ? { ...bench.run, folding: unfold(bench.run.folding) } : bench.run);
  /** What the parts of the session know of each other; each says in its own ground what it uses. */
  const parts = {
    view,
    bench,
    catalog,
    systems: ground.systems,
    playback: () => playback,
    run: () => run,
    folding: () => bench.run.folding,
    lanes: () => bench.scenario.lanes,
    cards: () => cards,
    late: () => late,
    kind: () => bench.scenario.records.kind,
    sayLane: (lane: string) => `${titleOf(lane)}: ${answerOf(lane)}`,
    touched: () => playback.touch(),
    readingOf,
    titleOf,
    lastOfChain,
    arrived,
    showStop,
    announce,
  };
  const navigation = createNavigation(parts);
  const editing = createEditing(parts);
  const inspecting = createInspecting(parts);
  const here = createHere(parts);
  const surface = createSurface(parts);
  const playback: Playback = createPlayback({
    run: () => run,
    environment: ground.environment,
    reducedMotion: isStill,
    moved: navigation.keepInView,
    stopped,
  });

  const cards = $derived<readonly LaneCard[]>(laneCards(bench.scenario.lanes, catalog));
  const question = $derived<Question | undefined>(
    questionOf(bench.run.lanes.map(({ lane, verdict }) => ({ lane: lane.id, verdict }))),
  );
  const isAsking = $derived(view.presentation.predict && !view.questionClosed && question !== undefined);
  const hidden = $derived<ReadonlySet<number>>(new Set(isAsking && question !== undefined ? [question.record] : []));
  const ledger = $derived<Ledger>(makeLedger(bench.run.readings, bench.scenario.records.kind, hidden));
  const why = $derived<Why | undefined>(
    view.selection?.what === 'record' ? whyOf(view.selection.lane, view.selection.record) : undefined,
  );
  const lit = $derived<ReadonlySet<number>>(
    new Set(view.selection?.what === 'event' ? [view.selection.seq] : (why?.seqs ?? [])),
  );

  function validate(scenario: Scenario): ReturnType<Late['validateEdited']> {
    if (late !== undefined) return late.validateEdited(scenario, catalog);
    return { ok: false, problems: [{ where: 'page', what: 'it is not quite loaded', fix: 'try again in a moment' }] };
  }
  function isStill(): boolean {
    const { motion } = view.presentation;
    return motion === 'reduced' || (motion === 'auto' && ground.environment.reducedMotion);
  }
  function readingOf(lane: string): LaneReading | undefined {
    return bench.run.readings.find(({ trace }) => trace.lane === lane);
  }
  function titleOf(lane: string): string {
    return cards.find(({ id }) => id === lane)?.title ?? lane;
  }
  function shortOf(lane: string): string {
    return cards.find(({ id }) => id === lane)?.short ?? lane;
  }
  function whyOf(lane: string, record: number): Why | undefined {
    const reading = readingOf(lane);
    return reading === undefined ? undefined : late?.tellWhy(reading, record, bench.scenario.records.kind);
  }
  function lastOfChain(): number {
    return why?.seqs.at(-1) ?? -1;
  }
  function answerOf(lane: string): string {
    const column = ledger.columns.find((one) => one.lane === lane);
    return column === undefined ? '' : sayAnswer(column, bench.scenario.records.kind);
  }

  /** After every new run: what pointed into the old one is let go. */
  function changed(): void {
    if (!bench.scenario.lanes.some(({ id }) => id === view.focusLane))
      view.focusLane = bench.scenario.lanes[0]?.id ?? '';
    const { selection } = view;
    const stays =
      selection?.what === 'record' &&
      selection.record <= bench.scenario.records.count &&
      readingOf(selection.lane) !== undefined;
    if (!stays) view.selection = undefined;
    inspecting.keepInspected();
    view.sameRun = 'unknown';
    playback.refit();
    revealIfPast();
    desk?.writeAddress();
  }
  function stopped(how: 'stop' | 'end'): void {
    const stop = how === 'stop' ? firstWrong(bench.run.stops) : undefined;
    if (stop !== undefined) showStop(stop);
    else announce();
    revealIfPast();
  }
  function showStop(stop: Stop): void {
    if (stop.what === 'anomaly' && !hidden.has(stop.record)) {
      view.selection = { what: 'record', lane: stop.lane, record: stop.record };
      view.focusLane = stop.lane;
    } else if (stop.what === 'fault') view.selection = { what: 'event', lane: stop.lane, seq: stop.seq };
    announce();
  }
  function arrived(): void {
    if (!playback.isPlaying && playback.phase !== 'scrubbing') announce();
    revealIfPast();
  }
  /** Once the cursor has passed what was asked about there is nothing left to guess. */
  function revealIfPast(): void {
    if (!isAsking || question === undefined) return;
    const cells = ledger.rows[question.record - 1]?.cells ?? [];
    if (playback.cursorMs >= Math.max(0, ...cells.map(({ settledMs }) => settledMs))) view.questionClosed = true;
  }
  function announce(): void {
    view.announcement = late?.sayMoment(bench.run, playback.place, titleOf) ?? '';
  }

  return {
    ...navigation,
    ...editing,
    ...inspecting,
    ...surface,
    ...here,
    bench,
    playback,
    catalog,
    environment: ground.environment,
    isStill,
    readingOf,
    titleOf,
    shortOf,
    answerOf,
    announce,
    get scenario(): Scenario {
      return bench.scenario;
    },
    get run(): Run {
      return run;
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
    /** Events to be lit in the diagram. */
    get lit(): ReadonlySet<number> {
      return lit;
    },
    get view(): Readonly<ViewState> {
      return view;
    },
    get presentation(): Presentation {
      return view.presentation;
    },
    get question(): Question | undefined {
      return question;
    },
    get isAsking(): boolean {
      return isAsking;
    },
    /** Records whose outcome is not shown yet, because of the question. */
    get hidden(): ReadonlySet<number> {
      return hidden;
    },
    /** How many moments have come, and how many there are. */
    get progress(): { readonly done: number; readonly of: number } {
      return {
        done: Math.max(0, countUpTo(bench.run.moments, playback.place) - 1),
        of: bench.run.moments.length - 1,
      };
    },
    get changesInWords(): readonly string[] {
      return bench.lastChange === undefined
        ? []
        : sayChanges(bench.lastChange.changes, titleOf, bench.scenario.records.kind);
    },
    get description(): readonly string[] {
      return late?.describeMoment(bench.run, playback.place, titleOf) ?? [];
    },
    get held(): Held | undefined {
      return held;
    },
    /** Undefined until the rest of the page's code has come. */
    get desk(): Desk | undefined {
      return desk;
    },
    lend(given: Late, itsDesk: Desk): void {
      late = given;
      desk = itsDesk;
    },
    hold(scenario: Scenario, run: () => void): void {
      held = { scenario, run };
    },
    runHeld(): void {
      const waiting = held;
      held = undefined;
      waiting?.run();
    },
    confirm(found: ViewState['sameRun']): void {
      view.sameRun = found;
    },
    select(next: Selection | undefined): void {
      playback.touch();
      view.selection = next;
      if (next !== undefined) view.focusLane = next.lane;
      if (next?.what === 'record' && hidden.has(next.record)) view.questionClosed = true;
    },
    guessFor(lane: string, effects: number): void {
      playback.touch();
      view.guess = { ...view.guess, [lane]: effects };
    },
    /** Another scenario altogether, already valid. */
    open(scenario: Scenario): void {
      held = undefined;
      playback.pause();
      bench.open(scenario);
      playback.resetSpeed();
      playback.put(0);
      Object.assign(view, {
        window: WHOLE,
        unfolded: false,
        selection: undefined,
        guess: {},
        questionClosed: false,
        focusLane: scenario.lanes[0]?.id ?? '',
      });
    },
    /** The opening play: once, slowly, as far as the first thing that goes wrong. Without motion it is there at once. */
    begin(): void {
      const wrong = firstWrong(bench.run.stops);
      if (wrong !== undefined && !isAsking) view.focusLane = wrong.lane;
      if (view.presentation.autoplay && !isStill()) return playback.openTo(wrong?.atMs);
      if (wrong === undefined) return;
      playback.put(wrong.atMs);
      stopped('stop');
    },
  };
}
