/** Why a record ended as it did, ready to be shown: a headline, the chain as sentences with their instants, the advice. */
import { explainRecord } from '../checker/explain';
import { isMoney } from '../layout/money';
import type { Tone } from '../layout/marks';
import type { LaneReading } from '../layout/reading';
import { ancestorsOf } from '../trace/causality';
import type { TraceEvent } from '../trace/event';
import { tellRemedy, tellStep } from '../text/story';
import type { RecordVerdict } from '../checker/verdict';

export interface WhySentence {
  readonly text: string;
  readonly atMs: number;
  readonly seq: number;
}

export interface Why {
  readonly lane: string;
  readonly record: number;
  readonly tone: Tone;
  readonly headline: string;
  readonly sentences: readonly WhySentence[];
  /** Empty when nothing went wrong. */
  readonly remedy: string;
  /** The events of the chain, to be lit in the diagram. */
  readonly seqs: readonly number[];
}

/** The story of one record of one lane. `kind` is what a record is called. Undefined for a record that there is not. */
export function tellWhy({ trace, verdict }: LaneReading, record: number, kind: string): Why | undefined {
  const judged = verdict.records[record - 1];
  if (judged === undefined) return undefined;
  const story = explainRecord(trace, verdict, record);
  const subject = `${kind} ${record}`;
  return {
    lane: trace.lane,
    record,
    tone: toneOf(judged),
    headline: `${capital(kind)} ${record} ${headlineOf(judged, kind)}`,
    sentences: story.steps.map((step) => ({ text: tellStep(step, subject), atMs: step.at, seq: step.seq })),
    remedy: tellRemedy(story),
    seqs: chainOf(trace.events, record, [...story.steps.map(({ seq }) => seq), ...judged.witness]),
  };
}

/** The events behind the story that are about the record, and the story's own. */
function chainOf(events: readonly TraceEvent[], record: number, told: readonly number[]): readonly number[] {
  const behind = ancestorsOf(events, told).filter((event) => isAbout(event, record));
  return [...new Set([...told, ...behind.map(({ seq }) => seq)])].sort((a, b) => a - b);
}

function isAbout(event: TraceEvent, record: number): boolean {
  if ('message' in event) return event.message.records.includes(record);
  if ('records' in event) return event.records.includes(record);
  return 'record' in event && event.record === record;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const TONES: Readonly<Record<RecordVerdict['outcome'], Tone>> = {
  once: 'done',
  duplicated: 'again',
  lost: 'lost',
  failed: 'lost',
  unknown: 'late',
};
const toneOf = ({ outcome, reordered }: RecordVerdict): Tone =>
  outcome === 'once' && reordered ? 'late' : TONES[outcome];

const TIMES = ['never', 'once', 'twice', 'three times', 'four times'];

function headlineOf({ outcome, effects, reordered, swallowed }: RecordVerdict, kind: string): string {
  const does = isMoney(kind) ? 'was charged' : 'took effect';
  switch (outcome) {
    case 'once':
      return reordered ? `${does} once, but out of order` : `${does} once`;
    case 'duplicated':
      return `${does} ${TIMES[effects] ?? `${effects} times`}`;
    case 'lost':
      return swallowed ? 'was lost: a memory took it for a repeat' : 'was lost';
    case 'failed':
      return 'failed, and its sender was not told otherwise';
    case 'unknown':
      return 'is undecided: the run was cut off';
  }
}
