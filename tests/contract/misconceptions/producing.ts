/** Retries, sequence numbers, time-outs: where the truth about producers stands in a trace. */
import { expect } from 'vitest';
import { first, type LaneView } from '../../support/catalogueRun';
import type { Row } from './row';

const NO_PRODUCER_ID = -1;

/** Records in the order in which a leader's log has them. */
const logOrder = (lane: LaneView): readonly number[] => lane.written().flatMap(({ records }) => records);

/** How many produce requests the client had under way at once. */
function mostInFlight(lane: LaneView): number {
  const open = new Set<string>();
  let most = 0;
  for (const event of lane.events) {
    if (!('message' in event)) continue;
    const { name, records, attempt } = event.message;
    const batch = `${records.join()} ${attempt}`;
    if (event.kind === 'send' && name === 'ProduceRequest') open.add(batch);
    if (event.kind === 'lost' || (event.kind === 'arrive' && name === 'ProduceResponse')) open.delete(batch);
    most = Math.max(most, open.size);
  }
  return most;
}

export const PRODUCING: readonly Row[] = [
  {
    number: 1,
    id: 'idempotence-and-restarts',
    visible: 'a retry is recognised; after a restart the same record is appended again under another producer id',
    without: 'its faults',
    shows(lanes) {
      expect(lanes('plain').notOnce).toEqual(['2 duplicated', '4 duplicated']);
      const lane = lanes('idempotent');
      expect(lane.notOnce).toEqual(['4 duplicated']);
      expect(lane.of('refuse').map(({ reason, records }) => [reason, records])).toEqual([['duplicate', [2]]]);
      const ids = lane.written(4).map(({ producerId }) => producerId);
      expect(ids).toHaveLength(2);
      expect(ids[0]).not.toBe(ids[1]);
    },
  },
  {
    number: 2,
    id: 'duplicate-is-success',
    visible: 'the retry is answered with the offset of the original, and no event names DUPLICATE_SEQUENCE_NUMBER',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('idempotent');
      const original = first(lane.written(3)).offset;
      const refusal = first(lane.of('refuse'));
      expect(refusal).toMatchObject({ reason: 'duplicate', error: 'NONE', records: [3] });
      const [, retried] = lane.messages('send', 'ProduceResponse', 3);
      expect(retried?.message).toMatchObject({ attempt: 2, says: `offset ${original}` });
      expect(lane.written(3)).toHaveLength(1);
      expect(first(lane.of('told'), (event) => event.record === 3)).toMatchObject({
        outcome: 'ok',
      });
      expect(JSON.stringify(lane.events)).not.toContain('DUPLICATE_SEQUENCE_NUMBER');
    },
  },
  {
    number: 7,
    id: 'timeout-means-unknown',
    visible: 'the same time-out for a record that is in the log and for records that never left',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('impatient');
      const givenUp = lane.of('told').filter(({ outcome }) => outcome !== 'ok');
      expect(givenUp.map(({ record, why }) => [record, why])).toEqual([
        [3, 'delivery.timeout.ms'],
        [4, 'delivery.timeout.ms'],
        [5, 'delivery.timeout.ms'],
      ]);
      expect(givenUp.map(({ record }) => lane.written(record).length)).toEqual([1, 0, 0]);
      expect(lane.of('apply').map(({ record }) => record)).toContain(3);
      expect(lanes('patient').notOnce).toEqual([]);
    },
  },
  {
    number: 8,
    id: 'no-retries-and-twice',
    visible: 'nothing is numbered, the client tries nothing again, and the application sends the record a second time',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('noretries');
      expect(lane.notOnce).toEqual(['3 duplicated']);
      expect(lane.written(3)).toHaveLength(2);
      expect(new Set(lane.written().map(({ producerId }) => producerId))).toEqual(new Set([NO_PRODUCER_ID]));
      expect(lane.of('told').filter(({ record, outcome }) => record === 3 && outcome !== 'ok')).toHaveLength(1);
      expect(
        lanes('retries')
          .written()
          .map(({ producerId }) => producerId),
      ).not.toContain(NO_PRODUCER_ID);
      expect(lanes('retries').notOnce).toEqual([]);
    },
  },
  {
    number: 9,
    id: 'acks-one-and-sequences',
    visible: 'with acks=1 no append has a producer id, and the retry is not recognised',
    without: { acks: 'all' },
    shows(lanes) {
      const [one, all] = [lanes('acks1'), lanes('acksall')];
      expect(new Set(one.written().map(({ producerId }) => producerId))).toEqual(new Set([NO_PRODUCER_ID]));
      expect(one.notOnce).toEqual(['3 duplicated']);
      expect(all.written().map(({ producerId }) => producerId)).not.toContain(NO_PRODUCER_ID);
      expect(all.notOnce).toEqual([]);
    },
  },
  {
    number: 10,
    id: 'order-without-one',
    visible:
      'five in flight and in order with numbers; one in flight without them, and a late copy behind later records',
    without: 'its faults',
    shows(lanes) {
      const inOrder = [1, 2, 3, 4, 5, 6, 7, 8];
      const idempotent = lanes('idempotent');
      expect(mostInFlight(idempotent)).toBe(5);
      expect(logOrder(idempotent)).toEqual(inOrder);
      const one = lanes('one');
      expect(mostInFlight(one)).toBe(1);
      expect(logOrder(one)).toEqual([...inOrder, 6]);
      expect(logOrder(lanes('five'))).not.toEqual(inOrder);
    },
  },
  {
    number: 19,
    id: 'epochs-grow',
    visible: 'the producer is never restarted, and with V2 its epoch grows with every transaction',
    without: { 'transaction.version': 1 },
    shows(lanes) {
      const epochs = (id: string): readonly number[] =>
        lanes(id)
          .written()
          .map(({ epoch }) => epoch);
      expect(lanes('v2').of('restart')).toEqual([]);
      expect(epochs('v2')).toEqual([0, 1, 2, 3, 4]);
      expect(epochs('v1')).toEqual([0, 0, 0, 0, 0]);
    },
  },
  {
    number: 20,
    id: 'sequences-restart',
    visible: 'with V2 the sequence starts again at 0 with each transaction, with V1 it runs on',
    without: { 'transaction.version': 1 },
    shows(lanes) {
      const sequences = (id: string): readonly number[] =>
        lanes(id)
          .written()
          .map(({ sequence }) => sequence);
      expect(sequences('v2')).toEqual([0, 1, 0, 1, 0, 1]);
      expect(sequences('v1')).toEqual([0, 1, 2, 3, 4, 5]);
    },
  },
  {
    number: 32,
    id: 'gaps-are-refused',
    visible:
      'the record behind the gap is refused, not kept; the client sends it again with a new epoch, from 0, in order',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('idempotent');
      const refused = first(lane.of('refuse'));
      expect(refused).toMatchObject({ error: 'OUT_OF_ORDER_SEQUENCE_NUMBER', records: [4] });
      const again = lane.written(4);
      expect(again.map(({ epoch, sequence }) => [epoch, sequence])).toEqual([[1, 0]]);
      expect(first(again).at).toBeGreaterThan(refused.at);
      expect(logOrder(lane)).toEqual([1, 2, 4, 5, 6]);
      expect(logOrder(lanes('plain'))).not.toEqual([1, 2, 4, 5, 6]);
    },
  },
];
