/** One fault for all lanes: each system has its own name for the message, and only some have the place at all. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judge } from '../../../src/explorer/judge';
import { readLane } from '../../../src/layout/reading';
import { findSystem } from '../../../src/scenario/catalog';
import type { MessageFault, Scenario } from '../../../src/scenario/scenario';
import { validateScenario } from '../../../src/scenario/validate';
import { addFaults, addLane, removeLane } from '../../../src/session/edits';
import { missingElsewhere, otherNames, pinEverywhere, type PinnedLane } from '../../../src/session/everywhere';
import { hasPlaceFor, sayNotMet } from '../../../src/session/faultReach';
import { laneCards } from '../../../src/session/lanes';
import { SYSTEMS } from '../../../src/systems/registry';

const system = (id: string) => findSystem(SYSTEMS, id)!;

function scenarioOf(id: string): Scenario {
  const read = validateScenario(JSON.parse(readFileSync(`public/scenarios/${id}.json`, 'utf8')), SYSTEMS, 'file');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

const lanesOf = (scenario: Scenario): readonly PinnedLane[] =>
  judge(scenario, SYSTEMS).map(({ lane, trace, verdict }) => ({
    reading: readLane(trace, verdict),
    system: system(lane.system),
  }));

const FIVE = scenarioOf('one-lost-answer');
const LOST: MessageFault = { do: 'drop', message: 'SendMessageResponse', record: 3, attempt: 1 };

test.each(SYSTEMS.map(({ id }) => [id] as const))(
  '%s: each role is a message that the system has, and its own',
  (id) => {
    const { roles = {}, messages } = system(id);
    const names = Object.values(roles);
    expect(names.filter((name) => !messages.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  },
);

test('one lost answer becomes the five faults of the catalogue, whichever lane it is touched in', () => {
  const quiet = { ...FIVE, faults: [] };
  const sorted = (faults: readonly unknown[]) => faults.map((fault) => JSON.stringify(fault)).toSorted();
  for (const fault of FIVE.faults as readonly MessageFault[]) {
    const own = SYSTEMS.find(({ messages }) => messages.includes(fault.message))!;
    expect(sorted(pinEverywhere(fault, own, lanesOf(quiet)))).toEqual(sorted(FIVE.faults));
  }
});

test('a delay keeps its length in every lane', () => {
  const late: MessageFault = { do: 'delay', message: 'SendMessageRequest', record: 2, attempt: 1, byMs: 77 };
  const pinned = pinEverywhere(late, system('sqs'), lanesOf({ ...FIVE, faults: [] }));
  expect(pinned.map((fault) => [fault.message, 'byMs' in fault && fault.byMs])).toEqual(
    ['SendMessageRequest', 'ProduceRequest', 'PublishRequest', 'CreateChargeRequest', 'CreateRequest'].map((name) => [
      name,
      77,
    ]),
  );
});

test('what no other lane has under another name is offered nowhere else', () => {
  const lanes = lanesOf({ ...FIVE, faults: [] });
  expect(otherNames(system('sqs'), 'SendMessageResponse', lanes)).toHaveLength(4);
  expect(otherNames(system('kafka'), 'Write', lanes)).toEqual([]);
  expect(otherNames(system('sqs'), 'ChangeMessageVisibilityRequest', lanes)).toEqual([]);
});

test('a message that was never sent a second time in a lane is not pinned there', () => {
  const second: MessageFault = { do: 'drop', message: 'PublishRequest', record: 1, attempt: 2 };
  expect(pinEverywhere(second, system('pubsub'), lanesOf({ ...FIVE, faults: [] }))).toEqual([second]);
});

test('a fault of one lane is offered to the others, less what is there; a crash and a fault without a place are not', () => {
  const lanes = lanesOf({ ...FIVE, faults: [LOST] });
  const missing = missingElsewhere(LOST, lanes, [LOST]);
  expect(missing.map(({ message }) => message).toSorted()).toEqual(
    FIVE.faults.flatMap((one) => ('message' in one && one.message !== LOST.message ? one.message : [])).toSorted(),
  );
  expect(missingElsewhere(LOST, lanes, [LOST, ...missing])).toEqual([]);
  expect(missingElsewhere({ do: 'crash', node: 'worker', pin: { atMs: 3 } }, lanes, [])).toEqual([]);
  expect(missingElsewhere({ ...LOST, message: 'nothing' }, lanes, [])).toEqual([]);
});

test('faults that are there already are not added again', () => {
  expect(addFaults(FIVE, FIVE.faults)).toEqual(FIVE);
  expect(addFaults(FIVE, [{ ...LOST, record: 4 }]).faults).toHaveLength(6);
});

test('lanes of any system are added under names of their own, and every page with them is valid', () => {
  const one: Scenario = { ...FIVE, faults: [], lanes: FIVE.lanes.slice(0, 1) };
  for (const { id, presets } of SYSTEMS) {
    const filled = presets.reduce<Scenario>((scenario, preset) => addLane(scenario, id, preset.id), one);
    const twice = addLane(addLane(one, id, presets[0]!.id), id, presets[0]!.id);
    expect(new Set(twice.lanes.map((lane) => lane.id)).size).toBe(3);
    for (const scenario of [{ ...filled, lanes: filled.lanes.slice(0, 6) }, twice])
      expect(validateScenario(scenario, SYSTEMS, 'file').ok).toBe(true);
  }
});

test('a lane goes with the faults that only its system could meet', () => {
  const four = removeLane(FIVE, 'pubsub', SYSTEMS);
  expect(four.lanes.map(({ id }) => id)).toEqual(['kafka', 'fifo', 'stripe', 'paypal']);
  expect(four.faults.map((fault) => 'message' in fault && fault.message)).not.toContain('PublishResponse');
  expect(four.faults).toHaveLength(4);
  expect(validateScenario(four, SYSTEMS, 'file').ok).toBe(true);
  const two = { ...FIVE, lanes: [FIVE.lanes[1]!, { ...FIVE.lanes[1]!, id: 'other' }], faults: [LOST] };
  expect(removeLane(two, 'other', SYSTEMS).faults).toEqual([LOST]);
  expect(removeLane({ ...two, lanes: two.lanes.slice(0, 1) }, 'fifo', SYSTEMS).lanes).toHaveLength(1);
});

test('a system has a place for a fault when it has its message, its node and its step', () => {
  expect(hasPlaceFor(system('sqs'), LOST)).toBe(true);
  expect(hasPlaceFor(system('stripe'), LOST)).toBe(false);
  expect(hasPlaceFor(system('sqs'), { ...LOST, from: 'nobody' })).toBe(false);
  const crash = { do: 'crash', node: 'worker', pin: { when: 'after', step: 'effect', record: 1, attempt: 1 } } as const;
  expect(hasPlaceFor(system('sqs'), crash)).toBe(true);
  expect(hasPlaceFor(system('kafka'), crash)).toBe(false);
  expect(
    hasPlaceFor(system('kafka'), { do: 'partition', between: ['producer', 'broker-1'], atMs: 1, oneWay: false }),
  ).toBe(true);
  expect(hasPlaceFor(system('stripe'), { do: 'expire', target: 'producerIds', atMs: 1 })).toBe(false);
});

test('where a fault met nothing is said without blaming lanes that have no such message', () => {
  const cards = laneCards(FIVE.lanes, SYSTEMS);
  const all = cards.map(({ id }) => id);
  expect(sayNotMet(LOST, [], cards)).toBe('');
  expect(
    sayNotMet(
      LOST,
      all.filter((id) => id !== 'fifo'),
      cards,
    ),
  ).toBe('only in SQS FIFO');
  expect(sayNotMet(LOST, all, cards)).toBe('meets nothing in any lane');
  const write: MessageFault = { do: 'drop', message: 'Write', record: 9, attempt: 1 };
  expect(sayNotMet(write, ['fifo', 'stripe', 'paypal'], cards)).toBe(
    'only in Kafka: At least once, SQS FIFO, Pub/Sub with exactly-once delivery; meets nothing in SQS FIFO',
  );
});
