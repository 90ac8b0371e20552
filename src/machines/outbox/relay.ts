/** The role of a relay between an outbox and a queue. It remembers nothing itself: its progress is in the shop's database. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import type { CallAnswer } from '../caller/memory';
import { bodyOf, type Correlated } from '../messages';
import type { MarkBody, Passage, RelayData, RelayMemory, RelayParameters, RowsAnswer } from './memory';
import { publication } from './publishing';
import { relayMachine } from './relay.machine';

/** A relay's role. */
export function relayRole(p: RelayParameters): AnyRole {
  const nothing = (): RelayData => ({
    durable: undefined,
    unflushed: undefined,
    volatile: { correlation: 0, reading: 0, rows: [], passages: [] },
  });
  return asAnyRole<RelayData>({
    chart: relayMachine,
    guards: {
      isStaleReading: ({ volatile: v }, event) => bodyOf<Correlated>(event).correlation !== v.reading,
      isStale: ({ volatile: v }, event) => passageOf(v, event) === undefined,
      isRefusedForGood: (_, event) => {
        const { error, retriable } = bodyOf<CallAnswer>(event);
        return p.onRefused === 'block' && error !== '' && !retriable;
      },
      isAllDone: ({ volatile: v }) => v.rows.length === 0 && v.passages.length === 0,
    },
    actions: actionsOf(p),
    birth: nothing,
    rebirth: nothing,
  });
}

const passageOf = (v: RelayMemory, event: NodeEvent): Passage | undefined =>
  v.passages.find(({ correlation }) => correlation === bodyOf<Correlated>(event).correlation);

type Phase = 'publish' | 'mark';
const phasesOf = ({ marks }: RelayParameters): readonly Phase[] =>
  marks === 'beforePublish' ? ['mark', 'publish'] : ['publish', 'mark'];
const stepOf = (phase: Phase | undefined): string => (phase === 'mark' ? 'progress' : 'send');

function actionsOf(p: RelayParameters): Record<string, Action<RelayData>> {
  return {
    read: ({ volatile: v }) => read(p, v),
    take: ({ volatile: v }, event) => {
      v.rows = [...bodyOf<RowsAnswer>(event).rows];
      return [];
    },
    readLater: () => [
      {
        do: 'startTimer',
        name: 'read',
        event: 'readDue',
        delayMs: p.backoffMs,
        whenAllowed: { question: 'readOutbox', of: p.shop },
      },
    ],
    markLater: ({ volatile: v }, event) => markLater(p, passageOf(v, event)!),
    startPassages: ({ volatile: v }) => startPassages(p, v),
    noteDone: ({ volatile: v }, event) => {
      const { row, phase } = passageOf(v, event)!;
      return [{ do: 'reach', when: 'after', step: stepOf(phasesOf(p)[phase]), record: row.record }];
    },
    advance: ({ volatile: v }, event) => advance(p, v, passageOf(v, event)!),
    raiseAdvanced: () => [{ do: 'raise', event: 'advanced' }],
    tryAgain: ({ volatile: v }, event) => {
      const passage = v.passages.find(({ correlation }) => correlation === event.body);
      return passage === undefined ? [] : ask(p, v, passage);
    },
    noteBlocked: (_, { records }) => [
      note({ kind: 'refuse', reason: 'state', error: 'refused', records, why: 'the relay waits for somebody to look' }),
    ],
  };
}

function read(p: RelayParameters, v: RelayMemory): Effects {
  v.correlation += 1;
  v.reading = v.correlation;
  const body: Correlated = { correlation: v.correlation };
  return [
    {
      do: 'send',
      message: {
        name: 'ReadOutboxRequest',
        as: 'readOutbox',
        to: p.shop,
        call: true,
        lostAfterMs: p.timeoutMs,
        body,
        records: [],
        about: 'outbox',
        says: 'what is new?',
      },
    },
  ];
}

function startPassages(p: RelayParameters, v: RelayMemory): Effects {
  const effects: Effect[] = [];
  while (v.rows.length > 0 && v.passages.length < p.inFlightMax) {
    const passage: Passage = { row: v.rows.shift()!, phase: 0, correlation: 0, attempt: 0 };
    v.passages.push(passage);
    effects.push(...ask(p, v, passage));
  }
  return effects;
}

function advance(p: RelayParameters, v: RelayMemory, passage: Passage): Effects {
  const stop: Effect = { do: 'stopTimer', name: `passage ${passage.row.id}` };
  passage.phase += 1;
  passage.attempt = 0;
  if (passage.phase < phasesOf(p).length) return [stop, ...ask(p, v, passage)];
  v.passages = v.passages.filter((other) => other !== passage);
  return [stop];
}

/** Asks the queue or the table, and again when nothing is heard. */
function ask(p: RelayParameters, v: RelayMemory, passage: Passage): Effects {
  v.correlation += 1;
  const { correlation } = v;
  passage.correlation = correlation;
  passage.attempt += 1;
  const { row, attempt } = passage;
  const phase = phasesOf(p)[passage.phase];
  const { record } = row;
  const message =
    phase === 'mark'
      ? marking(p, { correlation, row })
      : publication(p.queue, p.keys, { record, correlation, attempt });
  const delayMs = p.timeoutMs + (attempt > 1 ? p.backoffMs : 0);
  return [
    { do: 'reach', when: 'before', step: stepOf(phase), record },
    message,
    { do: 'startTimer', name: `passage ${row.id}`, event: 'passageTimedOut', delayMs, body: correlation },
  ];
}

/** Tries again to mark the row, and goes no further before it is marked: whoever starts anew meanwhile finds it unmarked. */
const markLater = ({ shop: of, backoffMs: delayMs }: RelayParameters, { row, correlation }: Passage): Effects => [
  {
    do: 'startTimer',
    name: `passage ${row.id}`,
    event: 'passageTimedOut',
    delayMs,
    body: correlation,
    whenAllowed: { question: 'markPublished', of },
  },
];

const marking = ({ shop: to }: RelayParameters, body: MarkBody): Effect => ({
  do: 'send',
  message: {
    name: 'MarkRequest',
    as: 'markPublished',
    to,
    call: true,
    body,
    records: [body.row.record],
    about: 'mark',
    says: `row ${body.row.id}`,
  },
});
