/** Systems broken on purpose, one or more for each of the oracle's codes: the sound system does not show it, the broken one does. */
import { expect, test } from 'vitest';
import { oracleOf } from '../../src/checker/oracle/oracle';
import { ORACLE_CODES, type OracleCode, type Reader } from '../../src/checker/oracle/verdict';
import type { Action, Effect, NodeData, NodeEvent, System } from '../../src/engine/contracts';
import { simulate } from '../../src/engine/simulate';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { kafka } from '../../src/systems/kafka';
import { crashAtStep, drop, kafkaScenario, lane } from '../support/kafkaScenario';
import { brokenKafka, type Break } from './broken';

interface Canary {
  readonly code: OracleCode;
  readonly what: string;
  readonly broken: Break;
  readonly preset: string;
  readonly settings?: Settings;
  readonly faults?: readonly Fault[];
  readonly everyMs?: number;
  readonly reader?: Reader;
}

type Change = (sound: Action<NodeData>) => Action<NodeData>;

/** Changes what a node sends, message by message. */
const sending =
  (change: (body: Record<string, unknown>, name: string) => Record<string, unknown>): Change =>
  (sound) =>
  (data, event, now) =>
    sound(data, event, now).map((effect): Effect => {
      if (effect.do !== 'send') return effect;
      const body = change(effect.message.body as Record<string, unknown>, effect.message.name);
      return { ...effect, message: { ...effect.message, body } };
    });

const claimWritten = (event: NodeEvent): Effect => {
  const body = { correlation: (event.body as { correlation: number }).correlation, error: 'NONE', baseOffset: 0 };
  const { records, about, from: to } = event;
  return {
    do: 'send',
    message: { name: 'WriteTxnMarkersResponse', to, body, records, about, says: '', answers: event },
  };
};

/** What the producer's application has read back, in whichever part of the node that is. */
function readingOf(data: NodeData): { readonly found: Set<number> } {
  const parts = Object.values(data.volatile as Record<string, NodeData>);
  const owner = parts.find(({ volatile }) => 'reading' in (volatile as object));
  return (owner!.volatile as { reading: { found: Set<number> } }).reading;
}

const FORGETFUL: Break = { node: 'broker-1', guards: { isDuplicate: () => false, isRefused: () => false } };

const CANARIES: readonly Canary[] = [
  {
    code: 'LP',
    what: 'a leader that answers before it has appended',
    broken: {
      node: 'broker-1',
      actions: { append: (sound) => (data, event, now) => (event.records.includes(5) ? [] : sound(data, event, now)) },
    },
    preset: 'at-least-once',
    settings: { acks: '1' },
  },
  {
    code: 'LP',
    what: 'a transaction coordinator whose commit markers say abort',
    broken: {
      node: 'broker-1',
      actions: {
        appendMarker: (sound) => (data, event, now) =>
          sound(data, { ...event, body: { ...(event.body as object), commit: false } }, now),
      },
    },
    preset: 'exactly-once',
  },
  {
    code: 'DP',
    what: 'a broker that forgets sequence numbers',
    broken: FORGETFUL,
    preset: 'exactly-once',
    settings: { 'transactional.id': '' },
    faults: [drop('ProduceResponse', 3)],
  },
  {
    code: 'RO',
    what: 'a broker that takes sequences in any order',
    broken: FORGETFUL,
    preset: 'exactly-once',
    settings: { 'transactional.id': '' },
    faults: [drop('ProduceResponse', 3)],
    everyMs: 3,
  },
  {
    code: 'DA',
    what: 'a producer that asks the log after a restart and does not believe the answer',
    broken: {
      node: 'producer',
      actions: {
        noteFound: (sound) => (data, event, now) => {
          const effects = sound(data, event, now);
          readingOf(data).found.clear();
          return effects;
        },
      },
    },
    preset: 'exactly-once',
    faults: [crashAtStep('producer', 'before', 'ack', 3)],
  },
  {
    code: 'AR',
    what: 'a broker that does not say which transactions were aborted',
    broken: {
      node: 'broker-1',
      actions: {
        answerFetch: sending((body) => ({ ...body, aborted: [] })),
        advance: sending((body, name) => (name === 'FetchResponse' ? { ...body, aborted: [] } : body)),
      },
    },
    preset: 'exactly-once',
    faults: [crashAtStep('producer', 'after', 'send', 3)],
  },
  {
    code: 'HT',
    what: 'a broker that answers a marker and does not write it',
    broken: { node: 'broker-1', actions: { appendMarker: () => (_, event) => [claimWritten(event)] } },
    preset: 'exactly-once',
  },
  {
    code: 'ZW',
    what: 'a sink that takes writes of a reader whose partition has moved on',
    broken: { node: 'sink', guards: { isBehindStoredOffset: () => false } },
    preset: 'at-least-once',
    settings: { 'app.consumers': 2, 'app.steps': '[E P]' },
    faults: [
      { do: 'pause', node: 'consumer-1', pin: { when: 'before', step: 'effect', record: 4, attempt: 1 }, forMs: 2500 },
    ],
  },
  {
    code: 'LC',
    what: 'a group coordinator whose commits run ahead',
    broken: {
      node: 'coordinator',
      actions: {
        commit: (sound) => (data, event, now) => {
          const body = event.body as { offsets: readonly { offset: number }[] };
          const offsets = body.offsets.map((one) => ({ ...one, offset: one.offset + 1 }));
          return sound(data, { ...event, body: { ...body, offsets } }, now);
        },
      },
    },
    preset: 'at-least-once',
    faults: [crashAtStep('consumer', 'after', 'progress', 4)],
  },
  {
    code: 'DC',
    what: 'a sink that applies twice',
    broken: {
      node: 'sink',
      actions: { write: (sound) => (data, event, now) => [...sound(data, event, now), ...sound(data, event, now)] },
    },
    preset: 'exactly-once',
  },
];

function codesIn(system: System, canary: Canary): readonly OracleCode[] {
  const { preset, settings = {}, faults = [], everyMs = 100, reader = 'read_committed' } = canary;
  const records = { count: 8, everyMs, keys: 1, kind: 'payment' };
  const [run] = simulate(kafkaScenario([lane(preset, settings)], faults, { records }), [system]);
  const verdict = oracleOf(run!.trace, { reader });
  expect(verdict.undecided).toBe('');
  return verdict.anomalies.map(({ code }) => code);
}

test.each(CANARIES)('$code: the oracle catches $what', (canary) => {
  expect(codesIn(kafka, canary), 'the sound system').not.toContain(canary.code);
  expect(codesIn(brokenKafka(canary.broken), canary), 'the broken system').toContain(canary.code);
});

test('every code has its canary', () => {
  expect([...new Set(CANARIES.map(({ code }) => code))].toSorted()).toEqual([...ORACLE_CODES].toSorted());
});
