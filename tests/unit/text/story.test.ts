import { expect, test } from 'vitest';
import { explainRecord } from '../../../src/checker/explain';
import { judge } from '../../../src/explorer/judge';
import type { Fault, Settings } from '../../../src/scenario/scenario';
import { SYSTEMS } from '../../../src/systems/registry';
import { REMEDIES, SENTENCES } from '../../../src/text/en';
import { tellStory } from '../../../src/text/story';
import { crashAtStep, drop, kafkaScenario, lane } from '../../support/kafkaScenario';

function storyOf(preset: string, settings: Settings, faults: readonly Fault[], record: number) {
  const [judged] = judge(kafkaScenario([lane(preset, settings)], faults), SYSTEMS);
  return explainRecord(judged!.trace, judged!.verdict, record);
}

const codesOf = (story: ReturnType<typeof storyOf>): readonly string[] => story.steps.map(({ code }) => code);

test('a repeat after a lost answer: stored, unheard, sent again, stored again, applied twice', () => {
  const story = storyOf('at-least-once', {}, [drop('ProduceResponse', 3)], 3);
  const telling = ['stored', 'lost.dropped', 'againProduceRequest', 'storedAgain', 'appliedAgain'];
  expect(codesOf(story).filter((code) => telling.includes(code))).toEqual(telling);
  expect(story.remedy).toBe('idempotence');
});

test('a repeat after a crash between effect and progress', () => {
  const story = storyOf('at-least-once', {}, [crashAtStep('consumer', 'after', 'effect', 5)], 5);
  const telling = ['applied', 'crashed', 'appliedAgain'];
  expect(codesOf(story).filter((code) => telling.includes(code))).toEqual(telling);
  expect(story.remedy).toBe('effectWithProgress');
});

test('a loss of a request that nobody asks about', () => {
  const story = storyOf('at-most-once', {}, [drop('ProduceRequest', 3)], 3);
  expect(codesOf(story)).toEqual(expect.arrayContaining(['toldOk', 'lost.dropped']));
  expect(story.remedy).toBe('waitForAck');
});

test('a loss between progress and effect ends where the reader goes on behind the record', () => {
  const story = storyOf('at-most-once', {}, [crashAtStep('consumer', 'before', 'effect', 5)], 5);
  expect(codesOf(story)).toEqual(expect.arrayContaining(['crashed', 'position.committed']));
  expect(story.remedy).toBe('effectFirst');
});

test('a record that a shield protected tells of the shield', () => {
  const story = storyOf('at-least-once', { 'enable.idempotence': true }, [drop('ProduceResponse', 3)], 3);
  expect(story.outcome).toBe('once');
  expect(codesOf(story)).toContain('knownBatch');
  expect(story.remedy).toBe('');
});

test('every step of every story has a sentence of its own, no story is longer than seven steps, and no word promises too much', () => {
  const presets = SYSTEMS[0]!.presets.map(({ id }) => lane(id)).slice(0, 6);
  for (let seed = 1; seed <= 40; seed += 1) {
    const network = {
      latencyMs: [5, 15] as const,
      lossPerMille: 30,
      duplicatePerMille: 20,
      delayPerMille: 20,
      delayMs: [50, 700] as const,
    };
    const scenario = kafkaScenario(presets, [], {
      seed: `story-${seed}`,
      network,
      crashes: { perMille: 25, forMs: [100, 500] },
    });
    for (const { trace, verdict } of judge(scenario, SYSTEMS)) {
      for (const { record } of verdict.records) {
        const story = explainRecord(trace, verdict, record);
        for (const { code } of story.steps) expect(SENTENCES, `seed story-${seed}`).toHaveProperty([code]);
        if (story.remedy !== '') expect(REMEDIES).toHaveProperty([story.remedy]);
        expect(story.steps.length).toBeLessThanOrEqual(7);
        expect(tellStory(story, 'payment').join(' ')).not.toMatch(/exactly.once delivery|proved|\{\w+\}|undefined/i);
      }
    }
  }
});
