/**
 * Why a record ended as it did: the causal chain, reduced to the steps that a person would tell, as data. Unlike the
 * verdict, an explanation may read crashes, cuts and lost messages: they are what it is about.
 */
import type { Story, StoryStep } from '../terms/story';
import { ancestorsOf } from '../trace/causality';
import type { Trace, TraceEvent } from '../trace/event';
import { recordsOf } from './evidence';
import { aftermathOf } from './aftermath';
import { deniedSeqsOf, isDenial } from './denials';
import { remedyOf } from './remedy';
import { factsOf } from './remedyFacts';
import { stepFor } from './storyStep';
import type { RecordVerdict, Verdict } from './verdict';

/** A story longer than this is shortened by its least telling steps. */
const STEPS_MAX = 7;

/** The story of one record. A record that the verdict does not know has an empty story. */
export function explainRecord(trace: Trace, verdict: Verdict, record: number): Story {
  const judged = verdict.records[record - 1];
  if (judged === undefined) return { record, outcome: 'unknown', steps: [], remedy: '' };
  const chain = chainOf(trace, judged);
  const steps = shorten(numbered(trace, chain, record));
  const remedy = remedyOf(factsOf(trace, judged, chain));
  return { record, outcome: judged.outcome, steps, remedy };
}

/** The events that the story may tell: what led to the witnesses, and for a loss what followed. */
function chainOf(trace: Trace, judged: RecordVerdict): readonly TraceEvent[] {
  const { record, outcome } = judged;
  const followed = outcome === 'once' ? shieldsOf(trace, record) : missedAnswersOf(trace, judged);
  const denied = deniedSeqsOf(trace, judged);
  const seqs = [...judged.witness, ...followed, ...denied];
  const aftermath = outcome === 'lost' || outcome === 'failed' ? aftermathOf(trace.events, record) : [];
  const after = aftermath.map(({ seq }) => seq);
  const behind = ancestorsOf(trace.events, [...seqs, ...after]);
  const isMeant = ({ seq }: TraceEvent): boolean => denied.includes(seq) || after.includes(seq);
  return behind.filter((event) => concerns(event, record) || isMeant(event));
}

/** Answers about this record that never came, before the last witness: the reason for most repeats. */
function missedAnswersOf(trace: Trace, { record, witness }: RecordVerdict): readonly number[] {
  const end = witness.at(-1) ?? 0;
  const missed = trace.events.filter(
    (event) => event.kind === 'lost' && event.seq < end && event.message.records.includes(record),
  );
  return missed.map(({ seq }) => seq);
}

/** What protected a record that landed once: refused repeats, absorbed writes. */
function shieldsOf(trace: Trace, record: number): readonly number[] {
  const shields = trace.events.filter(
    (event) => (event.kind === 'refuse' || event.kind === 'absorb') && recordsOf(event).includes(record),
  );
  return shields.map(({ seq }) => seq);
}

const OF_NODES = new Set<TraceEvent['kind']>(['crash', 'restart', 'pause', 'wake', 'lead', 'cut', 'position']);

/** An event of this record, or one that befell a node. */
function concerns(event: TraceEvent, record: number): boolean {
  const concernsAll = isDenial(event) && event.records.length === 0;
  return OF_NODES.has(event.kind) || concernsAll || recordsOf(event).includes(record);
}

/** A log that came back shorter than it was, after its node had lost its power. */
const isUnflushed = ({ events }: Trace, event: TraceEvent): boolean =>
  event.kind === 'truncate' && event.control.some((cause) => events[cause]?.kind === 'restart');

interface Rated {
  readonly step: StoryStep;
  readonly weight: number;
}

/** In which topic something happened, where a lane has several: ` of payments`. */
function topicOf({ partitions }: Trace, event: TraceEvent): string {
  const topics = new Set(partitions.map(topicIn));
  const name = 'partition' in event ? partitions[event.partition] : undefined;
  return topics.size > 1 && name !== undefined ? ` of ${topicIn(name)}` : '';
}

const topicIn = (partition: string): string => partition.slice(0, partition.lastIndexOf('-'));

/** Steps with their weights; repeats of one kind are told as repeats. */
function numbered(trace: Trace, chain: readonly TraceEvent[], record: number): readonly Rated[] {
  const counts = new Map<string, number>();
  return chain.flatMap((event) => {
    const plain = stepFor(event, record);
    if (plain === undefined) return [];
    const told = isUnflushed(trace, event) ? { ...plain, code: 'unflushed' } : plain;
    const key = `${told.code} ${told.place ?? ''}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    const { seq, at, node } = event;
    const code = nth > 1 && told.again !== undefined ? told.again : told.code;
    return [
      {
        step: { seq, at, node, code, params: { ...told.params, where: topicOf(trace, event), nth } },
        weight: told.weight,
      },
    ];
  });
}

/** Leaves the least telling steps out, the earliest first, until the story is short enough. */
function shorten(rated: readonly Rated[]): readonly StoryStep[] {
  const kept = [...rated];
  while (kept.length > STEPS_MAX) {
    const least = Math.min(...kept.map(({ weight }) => weight));
    kept.splice(
      kept.findIndex(({ weight }) => weight === least),
      1,
    );
  }
  return kept.map(({ step }) => step);
}
