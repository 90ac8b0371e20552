/** Scenarios of the catalogue, run through the library, as a test looks at them. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { judge, SYSTEMS, validateScenario, type Scenario } from '../../src/index';
import { isKind, type EventOf, type FactKind, type MessageRef, type TraceEvent } from '../../src/trace/event';

const FOLDER = 'public/scenarios/';

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly systems: readonly string[];
  readonly headline: string;
  readonly truth?: string;
  readonly misconception?: number;
}

export const readIndex = (): readonly Entry[] =>
  JSON.parse(readFileSync(`${FOLDER}index.json`, 'utf8')) as readonly Entry[];

/** A scenario of the catalogue. Throws when it is not there or not valid. */
export function readScenario(id: string): Scenario {
  const read = validateScenario(JSON.parse(readFileSync(`${FOLDER}${id}.json`, 'utf8')), SYSTEMS, 'file');
  if (!read.ok) throw new Error(`${id}: ${JSON.stringify(read.problems)}`);
  return read.value;
}

/** One lane of a run: what became of its records, and what happened, by kind. */
export interface LaneView {
  readonly ended: string;
  readonly notMet: readonly number[];
  readonly events: readonly TraceEvent[];
  /** The records that did not land once, as `3 duplicated`. */
  readonly notOnce: readonly string[];
  of<K extends FactKind>(kind: K): readonly EventOf<K>[];
  /** Messages of this name that were sent or arrived, about a record if one is given. */
  messages(kind: 'send' | 'arrive', name: string, record?: number): readonly (TraceEvent & { message: MessageRef })[];
  /** Appends of leaders, not copies of followers; of one record if one is given. */
  written(record?: number): readonly EventOf<'append'>[];
}

export type Lanes = (id: string) => LaneView;

/** Runs a scenario and shows its lanes by their ids. */
export function runLanes(scenario: Scenario): Lanes {
  const lanes = new Map(judge(scenario, SYSTEMS).map((judged) => [judged.lane.id, viewOf(judged)]));
  return (id) => {
    const lane = lanes.get(id);
    if (lane === undefined) throw new Error(`there is no lane ${id}`);
    return lane;
  };
}

function viewOf({ trace, verdict }: ReturnType<typeof judge>[number]): LaneView {
  const of = <K extends FactKind>(kind: K): readonly EventOf<K>[] => trace.events.filter(isKind(kind));
  return {
    ended: verdict.ended,
    notMet: trace.notMet,
    events: trace.events,
    notOnce: verdict.records
      .filter(({ outcome }) => outcome !== 'once')
      .map(({ record, outcome }) => `${record} ${outcome}`),
    of,
    messages: (kind, name, record) =>
      of(kind).filter(
        ({ message }) => message.name === name && (record === undefined || message.records.includes(record)),
      ),
    written: (record) =>
      of('append').filter(({ copied, records }) => !copied && (record === undefined || records.includes(record))),
  };
}

/** The first event that is so. Fails the test when there is none. */
export function first<E extends TraceEvent>(events: readonly E[], where: (event: E) => boolean = () => true): E {
  const found = events.find(where);
  expect(found, 'an event that a test looks for').toBeDefined();
  return found!;
}
