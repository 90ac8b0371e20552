/**
 * The first instant at which the lanes part: a record reaches a stage in one lane and not (or not as often) in another.
 * Lanes differ in their protocols from the first millisecond on; what counts here is what becomes of the records.
 */
import type { TraceEvent } from '../trace/event';
import type { LaneReading } from './reading';

export interface Divergence {
  readonly atMs: number;
  readonly lane: string;
  readonly seq: number;
  readonly record: number;
  readonly stage: 'written' | 'delivered' | 'in effect';
  /** The how-manieth time in the lane that got there. */
  readonly times: number;
  /** Lanes that never got there. */
  readonly without: readonly string[];
}

interface Milestone {
  readonly name: string;
  readonly event: TraceEvent;
  readonly record: number;
  readonly stage: Divergence['stage'];
  readonly times: number;
}

/** Undefined when all lanes bring every record equally often through every stage, or when there is but one lane. */
export function firstDivergence(readings: readonly LaneReading[]): Divergence | undefined {
  const lanes = readings.map(({ trace }) => ({ lane: trace.lane, milestones: milestonesOf(trace.events) }));
  const names = lanes.map(({ milestones }) => new Set(milestones.map(({ name }) => name)));
  const parted = lanes.flatMap(({ lane, milestones }) =>
    milestones.flatMap(({ name, event, record, stage, times }): readonly Divergence[] => {
      const without = lanes.filter((_, index) => names[index]?.has(name) === false).map((other) => other.lane);
      return without.length === 0 ? [] : [{ atMs: event.at, lane, seq: event.seq, record, stage, times, without }];
    }),
  );
  return parted.reduce<Divergence | undefined>(
    (first, one) => (first === undefined || one.atMs < first.atMs ? one : first),
    undefined,
  );
}

function milestonesOf(events: readonly TraceEvent[]): readonly Milestone[] {
  const times = new Map<string, number>();
  const milestones: Milestone[] = [];
  for (const event of events) {
    for (const { stage, record } of stagesOf(event)) {
      const count = (times.get(`${stage} ${record}`) ?? 0) + 1;
      times.set(`${stage} ${record}`, count);
      milestones.push({ name: `${stage} ${record} ${count}`, event, record, stage, times: count });
    }
  }
  return milestones;
}

function stagesOf(event: TraceEvent): readonly { readonly stage: Divergence['stage']; readonly record: number }[] {
  if (event.kind === 'append' && !event.copied) return event.records.map((record) => ({ stage: 'written', record }));
  if (event.kind === 'deliver') return [{ stage: 'delivered', record: event.record }];
  if (event.kind === 'apply') return [{ stage: 'in effect', record: event.record }];
  return [];
}
