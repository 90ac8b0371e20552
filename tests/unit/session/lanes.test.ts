/** Lanes of one page can be told apart by their titles. */
import { expect, test } from 'vitest';
import type { LaneSpec } from '../../../src/scenario/scenario';
import { laneCards } from '../../../src/session/lanes';
import { SYSTEMS } from '../../../src/systems/registry';
import { lane } from '../../support/kafkaScenario';

const titles = (...lanes: readonly LaneSpec[]) => laneCards(lanes, SYSTEMS).map(({ title, short }) => [title, short]);

test('different presets need nothing more', () => {
  expect(titles(lane('at-most-once'), lane('at-least-once'))).toEqual([
    ['At most once', 'At most once'],
    ['At least once', 'At least once'],
  ]);
});

test('the same preset bears the setting that differs', () => {
  const everything = lane('exactly-once', { 'isolation.level': 'read_uncommitted' }, 'b');
  expect(titles(lane('exactly-once'), everything)).toEqual([
    ['Exactly once, at this sink', 'Exactly once'],
    ['Exactly once, at this sink · read_uncommitted', 'Exactly once · read_uncommitted'],
  ]);
});

test('a setting that all of them have tells nothing apart', () => {
  const two = { 'app.consumers': 2 };
  expect(titles(lane('at-least-once', two, 'a'), lane('at-least-once', { ...two, 'app.steps': '[E P]' }, 'b'))).toEqual(
    [
      ['At least once', 'At least once'],
      ['At least once · [E P]', 'At least once · [E P]'],
    ],
  );
});

test('lanes that are the same in everything are told apart by their names', () => {
  expect(titles(lane('at-least-once', {}, 'a'), lane('at-least-once', {}, 'b')).map(([title]) => title)).toEqual([
    'At least once · a',
    'At least once · b',
  ]);
});

test('beside lanes of another system every title bears its system’s name', () => {
  const fifo: LaneSpec = { id: 'fifo', system: 'sqs', preset: 'fifo', settings: {} };
  const pull: LaneSpec = { id: 'pull', system: 'pubsub', preset: 'plain-pull', settings: {} };
  expect(titles(lane('at-most-once'), fifo, pull)).toEqual([
    ['Kafka: At most once', 'Kafka: At most once'],
    ['SQS FIFO', 'SQS FIFO'],
    ['Pub/Sub: Plain pull', 'Pub/Sub: Plain pull'],
  ]);
});

test('a title that is cut short for narrow places is not, when that would make two the same', () => {
  const stripe = (preset: string): LaneSpec => ({ id: preset, system: 'stripe', preset, settings: {} });
  expect(titles(stripe('key-in-memory'), stripe('key-with-the-order')).map(([, short]) => short)).toEqual([
    'Stripe, the client’s own key',
    'Stripe, a key stored with the order',
  ]);
});

test('no title says the name of its system twice', () => {
  const own = lane('at-most-once');
  for (const { id, title, presets } of SYSTEMS) {
    if (id === own.system) continue;
    for (const preset of presets) {
      const [, card] = laneCards([own, { id: 'other', system: id, preset: preset.id, settings: {} }], SYSTEMS);
      const words = card!.title.split(/[^\p{L}\p{N}/]+/u);
      for (const name of title.split(/\W+/u).filter((word) => word.length > 2 && /^[A-Z]/u.test(word)))
        expect(words.filter((word) => word === name).length, card!.title).toBeLessThan(2);
    }
  }
});
