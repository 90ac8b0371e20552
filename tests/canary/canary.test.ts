/** Systems broken on purpose: if the checker stays silent about one of these, it is the checker that is broken. */
import { expect, test } from 'vitest';
import type { System } from '../../src/engine/contracts';
import { judge } from '../../src/explorer/judge';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { kafka } from '../../src/systems/kafka';
import { crashAtStep, drop, kafkaScenario, lane } from '../support/kafkaScenario';
import type { OffsetCommitBody } from '../../src/machines/messages';
import { brokenKafka, type Break } from './broken';

interface Canary {
  readonly what: string;
  readonly broken: Break;
  readonly preset: string;
  readonly settings?: Settings;
  readonly faults: readonly Fault[];
  readonly shows: 'lost' | 'duplicated';
}

const idle = (): readonly [] => [];

const CANARIES: readonly Canary[] = [
  {
    what: 'a broker that forgets sequence numbers',
    broken: { node: 'broker-1', guards: { isDuplicate: () => false, isRefused: () => false } },
    preset: 'exactly-once',
    settings: { 'transactional.id': '' },
    faults: [drop('ProduceResponse', 3)],
    shows: 'duplicated',
  },
  {
    what: 'a sink that applies twice',
    broken: {
      node: 'sink',
      actions: { write: (sound) => (data, event, now) => [...sound(data, event, now), ...sound(data, event, now)] },
    },
    preset: 'exactly-once',
    faults: [],
    shows: 'duplicated',
  },
  {
    what: 'a commit that runs ahead',
    broken: {
      node: 'coordinator',
      actions: {
        commit: (sound) => (data, event, now) => {
          const body = event.body as OffsetCommitBody;
          const offsets = body.offsets.map((one) => ({ ...one, offset: one.offset + 1 }));
          return sound(data, { ...event, body: { ...body, offsets } }, now);
        },
      },
    },
    preset: 'at-least-once',
    faults: [crashAtStep('consumer', 'after', 'progress', 4)],
    shows: 'lost',
  },
  {
    what: 'a leader that answers before it has appended',
    broken: {
      node: 'broker-1',
      actions: {
        append: (sound) => (data, event, now) => (event.records.includes(5) ? idle() : sound(data, event, now)),
      },
    },
    preset: 'at-least-once',
    settings: { acks: '1' },
    faults: [],
    shows: 'lost',
  },
  {
    what: 'a sink that forgets how far it had come',
    broken: { node: 'sink', guards: { isBehindStoredOffset: () => false } },
    preset: 'exactly-once',
    faults: [drop('WriteResponse', 5)],
    shows: 'duplicated',
  },
  {
    what: 'a producer that takes every answer for a success',
    broken: { node: 'producer', guards: { isAppended: () => true } },
    preset: 'at-least-once',
    settings: { 'replication.factor': 3, 'min.insync.replicas': 3 },
    faults: [{ do: 'crash', node: 'broker-3', pin: { atMs: 50 } }],
    shows: 'lost',
  },
];

const run = (system: System, { preset, settings = {}, faults }: Canary) => {
  const [judged] = judge(kafkaScenario([lane(preset, settings)], faults), [system]);
  if (judged === undefined) throw new Error('one lane was asked for');
  return judged.verdict;
};

for (const canary of CANARIES) {
  test(`the checker catches ${canary.what}`, () => {
    expect(run(kafka, canary).keepsClaim, 'the sound system keeps its claim').toBe(true);
    const verdict = run(brokenKafka(canary.broken), canary);
    expect(verdict.keepsClaim).toBe(false);
    expect(verdict.anomalies.map(({ kind }) => kind)).toContain(canary.shows);
  });
}
