/** Stepping stops at each thing that leaves something behind, one after the other, also within one instant. */
import { expect, test } from 'vitest';
import { judge } from '../../../src';
import { readLane } from '../../../src/layout';
import { momentsOf, momentsOfNode, nextMoment, nextStop } from '../../../src/session/moments';
import { lastSeqIn, placeOf, tellingAt, tellingOf, type Place } from '../../../src/session/stages';
import { SYSTEMS } from '../../../src/systems/registry';
import { readScenario } from '../../support/catalogueRun';

const SHOWN = ['double-charge', 'idempotence-and-restarts', 'one-lost-answer', 'four-packets-two-hops'];

function readingsOf(id: string) {
  return judge(readScenario(id), SYSTEMS).map(({ trace, verdict }) => readLane(trace, verdict));
}

/** Every place at which pressing → stops, from the beginning. */
function walk(moments: ReturnType<typeof momentsOf>): readonly Place[] {
  const places: Place[] = [];
  for (let here: Place = { atMs: -1 }; ;) {
    const next = nextMoment(moments, here, 1);
    if (next === here) return places;
    places.push(next);
    here = next;
  }
}

test.each(SHOWN)('%s: each telling event of each lane is stopped at once, in the order of the trace', (id) => {
  const readings = readingsOf(id);
  const places = walk(momentsOf(readings));
  for (const { trace } of readings) {
    const stopped = places.flatMap((place) => {
      const event = tellingAt(trace, place.atMs).length >= (place.stage ?? 0) ? tellingOf(trace, place) : undefined;
      return event === undefined ? [] : [event.seq];
    });
    const telling = [...new Set(trace.events.map(({ at }) => at))].flatMap((at) => tellingAt(trace, at));
    expect(telling.length).toBeGreaterThan(10);
    expect(stopped).toEqual(telling);
  }
});

test.each(SHOWN)('%s: an effect is never reached before its cause, and the way back is the way there', (id) => {
  const readings = readingsOf(id);
  const moments = momentsOf(readings);
  const places = walk(moments);
  for (const { trace } of readings) {
    const reached = places.map((place) => lastSeqIn(trace, place));
    expect(reached).toEqual([...reached].sort((a, b) => a - b));
  }
  const last = places.at(-1) ?? { atMs: 0 };
  const back = [last];
  for (let here = last; ;) {
    const next = nextMoment(moments, here, -1);
    if (next === here) break;
    back.unshift(next);
    here = next;
  }
  expect(back).toEqual(places);
});

test('the refused duplicate is a stop of its own although its instant holds more', () => {
  const readings = readingsOf('double-charge');
  const { trace } = readings[2]!;
  const refusal = trace.events.find((event) => event.kind === 'refuse' && event.reason === 'duplicate')!;
  const place = placeOf(trace, refusal.seq);
  expect(trace.events.filter(({ at }) => at === refusal.at).length).toBeGreaterThan(1);
  expect(momentsOf(readings)).toContainEqual(place);
  expect(tellingOf(trace, place)).toBe(refusal);
  expect(momentsOfNode(readings[2]!, refusal.node)).toContainEqual(place);
});

test('of two things that go wrong in one instant none is passed over', () => {
  const stop = (record: number) =>
    ({ lane: 'a', atMs: 5, seq: record, what: 'anomaly', record, kind: 'lost' }) as const;
  const stops = [stop(1), stop(2), { ...stop(3), atMs: 9 }];
  const first = nextStop(stops, 'anomaly', 0, 1)!;
  const second = nextStop(stops, 'anomaly', first, 1)!;
  expect([first.record, second.record, nextStop(stops, 'anomaly', second, 1)?.record]).toEqual([1, 2, 3]);
  expect(nextStop(stops, 'anomaly', second, -1)?.record).toBe(1);
});
