/** Fencing and de-duplication are two shields: for each a run in which the other one does not help. */
import { expect, test } from 'vitest';
import { first, readScenario, runLanes, type LaneView } from '../support/catalogueRun';

const refusals = (lane: LaneView): readonly string[] => [...new Set(lane.of('refuse').map(({ reason }) => reason))];
const ZOMBIE = 'producer';
const SUCCESSOR = 'producer-2';

/** When the one that was replaced went on. */
const woke = (lane: LaneView): number => first(lane.of('wake')).at;

/** What the zombie sent after its successor had been identified. */
const lateBatches = (lane: LaneView) =>
  lane.messages('send', 'ProduceRequest').filter(({ node, at }) => node === ZOMBIE && at >= woke(lane));

test('a zombie writes what is new to the broker: its number is free, and only a shield of epochs refuses it', () => {
  const lanes = runLanes(readScenario('shield-of-epochs'));
  for (const id of ['sequences', 'epochs']) {
    const identified = lanes(id)
      .messages('arrive', 'InitProducerIdResponse')
      .filter(({ node }) => node === SUCCESSOR);
    expect(identified.at(-1)!.at).toBeLessThan(woke(lanes(id)));
    expect(lateBatches(lanes(id)).map(({ message }) => message.records)).toEqual([[2]]);
  }
  expect(refusals(lanes('sequences'))).toEqual([]);
  const taken = lanes('sequences').written(2);
  expect(taken.map(({ producerId }) => producerId)).toEqual([1001, 1000]);
  expect(lanes('sequences').notOnce).toEqual(['2 duplicated']);

  const fenced = first(lanes('epochs').of('refuse'), ({ node, records }) => node === 'broker-1' && records.includes(2));
  expect(fenced).toMatchObject({ reason: 'fenced', error: 'INVALID_PRODUCER_EPOCH' });
  expect(refusals(lanes('epochs'))).not.toContain('duplicate');
  expect(lanes('epochs').notOnce).toEqual([]);
});

test('a retry of the rightful producer: its epoch is current, and only a shield of sequences refuses it', () => {
  const lanes = runLanes(readScenario('shield-of-sequences'));
  expect(lanes('neither').notOnce).toEqual(['3 duplicated']);
  for (const id of ['sequences', 'both']) {
    const lane = lanes(id);
    const { producerId, epoch, sequence } = first(lane.written(3));
    const refused = first(lane.of('refuse'));
    expect(refused).toMatchObject({ reason: 'duplicate', records: [3] });
    expect(refused.why).toBe(`producer id ${producerId}, epoch ${epoch}, sequence ${sequence}`);
    expect(refusals(lane)).toEqual(['duplicate']);
    expect(lane.notOnce).toEqual([]);
  }
});
