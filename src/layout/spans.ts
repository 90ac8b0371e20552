/** Times during which a node was away or a link was cut, and times during which a chart stood in one state. */
import type { TraceEvent } from '../trace/event';
import { chartKey } from '../trace/history/timeline';

export interface Span {
  readonly what: 'down' | 'paused' | 'cut';
  /** One node, or the two ends of a cut. */
  readonly nodes: readonly string[];
  readonly fromMs: number;
  /** The end of the run when it never ended. */
  readonly toMs: number;
  readonly seqs: readonly number[];
  /** It ended by a restart, a waking or a healing. */
  readonly ended: boolean;
  readonly detail: string;
}

interface OpenSpan {
  readonly what: Span['what'];
  readonly nodes: readonly string[];
  readonly fromMs: number;
  readonly seq: number;
  readonly detail: string;
}

/** All spans in the order in which they end; those that never do come last. */
export function spansOf(events: readonly TraceEvent[]): readonly Span[] {
  const open = new Map<string, OpenSpan>();
  const spans: Span[] = [];
  const close = (key: string, event: TraceEvent): void => {
    const begun = open.get(key);
    if (begun === undefined) return;
    open.delete(key);
    spans.push({ ...begun, toMs: event.at, seqs: [begun.seq, event.seq], ended: true });
  };
  for (const event of events) {
    const begun = beginOf(event);
    if (begun !== undefined) open.set(keyOf(event), begun);
    if (event.kind === 'restart' || event.kind === 'wake' || event.kind === 'heal') close(keyOf(event), event);
  }
  const endMs = events.at(-1)?.at ?? 0;
  for (const begun of open.values()) spans.push({ ...begun, toMs: endMs, seqs: [begun.seq], ended: false });
  return spans;
}

function beginOf(event: TraceEvent): OpenSpan | undefined {
  const head = { fromMs: event.at, seq: event.seq };
  if (event.kind === 'crash')
    return { ...head, what: 'down', nodes: [event.node], detail: event.power ? 'power cut' : 'crashed' };
  if (event.kind === 'pause') return { ...head, what: 'paused', nodes: [event.node], detail: 'frozen' };
  if (event.kind === 'cut')
    return { ...head, what: 'cut', nodes: event.between, detail: event.oneWay ? 'one way' : 'both ways' };
  return undefined;
}

function keyOf(event: TraceEvent): string {
  return event.kind === 'cut' || event.kind === 'heal' ? `link ${event.between.join('|')}` : `node ${event.node}`;
}

export interface StateStretch {
  readonly node: string;
  readonly part: string;
  readonly state: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seq: number;
}

/** For each part of each node the states of its chart, one after the other, in the order of time. */
export function stretchesOf(events: readonly TraceEvent[]): ReadonlyMap<string, readonly StateStretch[]> {
  const byChart = new Map<string, StateStretch[]>();
  const endMs = events.at(-1)?.at ?? 0;
  for (const { node, part, state, at, seq } of events) {
    const key = chartKey(node, part);
    const list = byChart.get(key) ?? [];
    byChart.set(key, list);
    const last = list.at(-1);
    if (last?.state === state) continue;
    if (last !== undefined) list[list.length - 1] = { ...last, toMs: at };
    list.push({ node, part, state, fromMs: at, toMs: endMs, seq });
  }
  return byChart;
}

/** The state in which the stretches' chart stands at `ms`; empty before its first event. */
export function stateAt(stretches: readonly StateStretch[], ms: number): string {
  return stretches.findLast((stretch) => stretch.fromMs <= ms)?.state ?? '';
}

export interface PartState {
  readonly part: string;
  readonly state: string;
}

/** Where each part of a node stands at `ms`; parts of which nothing is known yet are left out. */
export function statesAt(
  stretches: ReadonlyMap<string, readonly StateStretch[]>,
  node: string,
  ms: number,
): readonly PartState[] {
  const parts = [...stretches.values()].filter(([first]) => first?.node === node);
  return parts
    .map((list) => ({ part: list[0]?.part ?? '', state: stateAt(list, ms) }))
    .filter(({ state }) => state !== '');
}

const REPLICA = /^p\d+$/;

/**
 * A word for a narrow place: `leader`, `leader · follower` where replicas differ, and of a process with libraries inside
 * the state of its application, which is the last of its parts.
 */
export function callStates(states: readonly PartState[]): string {
  const isOne = states.every(({ state }) => state === states[0]?.state);
  const areReplicas = states.every(({ part }) => REPLICA.test(part));
  return areReplicas && !isOne ? states.map(({ state }) => state).join(' · ') : (states.at(-1)?.state ?? '');
}

/** `leader`, or `p0 leader, p1 follower` when the parts differ. */
export function sayStates(states: readonly PartState[]): string {
  const isOne = states.every(({ state }) => state === states[0]?.state);
  return isOne ? (states[0]?.state ?? '') : states.map(({ part, state }) => `${part} ${state}`).join(', ');
}

/** The state in which the node spends most of the run. */
export function restingState(stretches: readonly StateStretch[]): string {
  const spent = new Map<string, number>();
  for (const { state, fromMs, toMs } of stretches) spent.set(state, (spent.get(state) ?? 0) + toMs - fromMs);
  return [...spent].reduce((most, entry) => (entry[1] > most[1] ? entry : most), ['', -1] as [string, number])[0];
}
