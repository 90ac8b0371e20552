/** Nodes that say what a test tells them to, to drive one role of a system through the real engine. */
import { createMachine } from 'xstate';
import {
  asAnyRole,
  type AnyRole,
  type Effect,
  type LanePlan,
  type NodeEvent,
  type System,
} from '../../src/engine/contracts';
import { simulate } from '../../src/engine/simulate';
import type { Fault } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/event';
import { toyScenario } from './toyRun';
import { toySystem } from '../fixtures/toy';

export interface Line {
  readonly atMs: number;
  readonly name: string;
  readonly to: string;
  readonly part?: string;
  readonly body: object;
  readonly records?: readonly number[];
}

/** What a scripted node answers to a message of this name; `undefined`: nothing. */
export type Replies = Readonly<Record<string, (event: NodeEvent, nth: number) => object | undefined>>;

export interface Script {
  readonly peers: readonly string[];
  readonly lines: readonly Line[];
  readonly replies?: Replies;
}

const chartOf = (names: readonly string[]) =>
  createMachine({
    id: 'script',
    initial: 'up',
    states: {
      up: {
        on: {
          started: { actions: 'start' },
          disconnected: { actions: 'reconnect' },
          lineDue: { actions: 'speak' },
          ...Object.fromEntries(names.map((name) => [name, { actions: 'reply' }])),
        },
      },
    },
  });

const RECONNECT_MS = 5;

/** A node that speaks its lines at their instants, one correlation after the other, and replies. */
export function scripted({ peers, lines, replies = {} }: Script): AnyRole {
  interface Counts {
    correlation: number;
    readonly heard: Map<string, number>;
  }
  return asAnyRole<{ durable: Counts; unflushed: undefined; volatile: undefined }>({
    chart: chartOf(Object.keys(replies)),
    guards: {},
    actions: {
      start: (_, __, now) => [
        ...peers.map((peer): Effect => ({ do: 'connect', peer, backoffMs: 0 })),
        ...lines
          .filter(({ atMs }) => atMs >= now)
          .map((line, index): Effect => ({
            do: 'startTimer',
            name: `line ${index}`,
            event: 'lineDue',
            delayMs: line.atMs - now,
            body: line,
          })),
      ],
      reconnect: (_, event) =>
        event.about === 'own' ? [{ do: 'connect', peer: event.from, backoffMs: RECONNECT_MS }] : [],
      speak: ({ durable }, event) => {
        const { name, to, part, body, records = [] } = event.body as Line;
        durable.correlation += 1;
        const message = {
          name,
          to,
          body: { correlation: durable.correlation, ...body },
          records,
          about: name,
          says: '',
        };
        return [{ do: 'send', message: part === undefined ? message : { ...message, part } }];
      },
      reply: ({ durable }, event) => {
        const nth = (durable.heard.get(event.type) ?? 0) + 1;
        durable.heard.set(event.type, nth);
        const given = replies[event.type]?.(event, nth);
        if (given === undefined) return [];
        const { correlation } = event.body as { correlation: number };
        const name = event.type.replace('Request', 'Response');
        const body = { correlation, ...given };
        const message = { name, to: event.from, body, records: [], about: event.about, says: '', answers: event };
        return [{ do: 'send', message }];
      },
    },
    birth: () => ({ durable: { correlation: 0, heard: new Map() }, unflushed: undefined, volatile: undefined }),
    rebirth: (old) => old,
  });
}

/** Runs one lane of these nodes; every message takes 1 ms. */
export function play(
  nodes: Readonly<Record<string, AnyRole>>,
  more: Partial<LanePlan>,
  faults: readonly Fault[] = [],
): Trace {
  const plan: LanePlan = {
    partitions: [],
    nodes: Object.entries(nodes).map(([id, role]) => ({ id, role })),
    ...more,
  };
  const system: System = { ...toySystem, plan: () => plan };
  const scenario = toyScenario();
  const network = { ...scenario.network, latencyMs: [1, 1] as const };
  return simulate({ ...scenario, network, faults }, [system])[0]!.trace;
}

/** What this node was told over the wire: time, name and what the message says. */
export const heardBy = (trace: Trace, node: string): string[] =>
  trace.events.flatMap((event) =>
    event.kind === 'arrive' && event.node === node ? [`${event.at} ${event.message.name} ${event.message.says}`] : [],
  );

/** The edges of one part of the coordinator, as `event [guard] → state`. */
export const pathOf = (trace: Trace, part: string): string[] =>
  trace.taken
    .filter((taken) => taken.part === part)
    .map(({ edge }) => `${edge.on}${edge.guard === '' ? '' : ` [${edge.guard}]`} → ${edge.to}`);
