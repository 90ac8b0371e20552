/** What nodes did to records, as the diagram shows it: effects, refusals, and the absence of an effect. */
import type { Verdict } from '../checker/verdict';
import type { EventOf, Trace, TraceEvent } from '../trace/event';
import type { DeedMark, Tone } from './marks';
import { shieldOf } from './shields';

export interface Deed {
  readonly what: DeedMark['what'];
  readonly node: string;
  readonly atMs: number;
  readonly seqs: readonly number[];
  readonly record: number;
  /** For an effect: the how-manieth of its record at this place; an effect elsewhere, or of the other kind, is not the same again. */
  readonly times: number;
  /** The protocol's or the memory's own word for it. */
  readonly why: string;
}

/** All deeds, in the order of time within each kind. */
export function deedsOf(trace: Trace, verdict: Verdict): readonly Deed[] {
  const effects = new Map<string, number>();
  const deeds = trace.events.flatMap((event) => toDeeds(event, effects));
  return [...deeds, ...absences(trace, verdict)];
}

function toDeeds(event: TraceEvent, effects: Map<string, number>): readonly Deed[] {
  const head = { node: event.node, atMs: event.at, seqs: [event.seq], times: 0, why: '' };
  switch (event.kind) {
    case 'apply': {
      const where = `${event.node} ${event.outside} ${event.record}`;
      const times = (effects.get(where) ?? 0) + 1;
      effects.set(where, times);
      return [{ ...head, what: times > 1 ? 'again' : 'landed', record: event.record, times }];
    }
    case 'absorb':
      return [{ ...head, what: whatOf(event), record: event.record, why: event.reason }];
    case 'refuse': {
      const why = event.error === '' || event.error === 'NONE' ? event.why : event.error;
      return [{ ...head, what: whatOf(event), record: event.records[0] ?? 0, why }];
    }
    case 'marker': {
      const what = event.commit ? 'committed' : 'aborted';
      return [{ ...head, what, record: event.records[0] ?? 0, why: event.records.join(' ') }];
    }
    case 'told':
      return event.outcome === 'ok' ? [] : [{ ...head, what: 'failed', record: event.record, why: event.why }];
    case 'restart':
      return [{ ...head, what: 'back', record: 0 }];
    default:
      return [];
  }
}

const WHATS = { known: 'ignored', fenced: 'fenced' } as const;

function whatOf(event: EventOf<'refuse'> | EventOf<'absorb'>): Deed['what'] {
  const shield = shieldOf(event);
  return shield === undefined ? 'refused' : WHATS[shield];
}

/** A lost record leaves its mark where the effect should have been, at the instant when its fate was sealed. */
function absences(trace: Trace, verdict: Verdict): readonly Deed[] {
  const sink = trace.events.findLast((event) => event.kind === 'apply')?.node ?? trace.nodes.at(-1) ?? '';
  return verdict.records
    .filter(({ outcome }) => outcome === 'lost')
    .map(({ record, witness }) => {
      const seq = witness.at(-1) ?? 0;
      const atMs = trace.events[seq]?.at ?? 0;
      return { what: 'absent' as const, node: sink, atMs, seqs: [...witness], record, times: 0, why: '' };
    });
}

const TONES: Readonly<Record<DeedMark['what'], Tone>> = {
  landed: 'quiet',
  again: 'again',
  ignored: 'ignored',
  fenced: 'ignored',
  refused: 'ignored',
  absent: 'lost',
  back: 'quiet',
  failed: 'lost',
  aborted: 'lost',
  committed: 'quiet',
};

/** The look of a deed; the first effect of a touched record is worth seeing. */
export function toneOfDeed(deed: Deed, touched: ReadonlySet<number>): Tone {
  return deed.what === 'landed' && touched.has(deed.record) ? 'done' : TONES[deed.what];
}
