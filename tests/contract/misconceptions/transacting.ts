/** Transactions: where the truth stands in a trace. */
import { expect } from 'vitest';
import { first, type LaneView } from '../../support/catalogueRun';
import type { Row } from './row';

const became = (lane: LaneView, state: string, after = 0): { readonly at: number; readonly seq: number } =>
  first(lane.of('transaction'), (event) => event.became === state && event.at >= after);
const marker = (lane: LaneView, commit: boolean): { readonly at: number; readonly seq: number } =>
  first(lane.of('marker'), (event) => event.commit === commit);
const offsetsGiven = (lane: LaneView): readonly number[] => lane.of('deliver').map(({ offset }) => offset);
const given = (lane: LaneView, record: number): readonly { readonly at: number; readonly offset: number }[] =>
  lane.of('deliver').filter((event) => event.record === record);

export const TRANSACTING: readonly Row[] = [
  {
    number: 12,
    id: 'committed-not-yet-visible',
    visible: 'the application is told that record 2 is committed long before a reader of committed records is given it',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('committed');
      const told = first(lane.of('told'), (event) => event.record === 2);
      expect(told).toMatchObject({ outcome: 'ok', why: 'committed' });
      expect(given(lane, 2)[0]!.at - told.at).toBeGreaterThan(300);
      expect(given(lane, 2)[0]!.at).toBeGreaterThan(first(lane.of('marker'), (event) => event.records.includes(2)).at);
      expect(given(lanes('uncommitted'), 2)[0]!.at).toBeLessThan(told.at);
    },
  },
  {
    number: 13,
    id: 'aborted-on-the-wire',
    visible: 'the aborted record arrives at the reader of committed records, which passes over it',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('committed');
      const aborted = first(lane.written(2)).offset;
      const arrived = first(
        lane.messages('arrive', 'FetchResponse', 2),
        (event) => event.node === 'consumer' && event.at > marker(lane, false).at,
      );
      const skipped = first(lane.of('skip'));
      expect(skipped).toMatchObject({ node: 'consumer', records: [2], offset: aborted, why: 'aborted' });
      expect(skipped.causes).toContain(arrived.seq);
      expect(offsetsGiven(lane)).not.toContain(aborted);
      expect(offsetsGiven(lanes('uncommitted'))).toContain(aborted);
    },
  },
  {
    number: 15,
    id: 'offsets-with-gaps',
    visible: 'markers and an aborted record lie between the offsets that a reader is given',
    without: { 'transactional.id': '' },
    shows(lanes) {
      expect(offsetsGiven(lanes('plain'))).toEqual([0, 1, 2, 3, 4]);
      const lane = lanes('transactional');
      const offsets = offsetsGiven(lane);
      expect(offsets).toHaveLength(5);
      const last = offsets.at(-1)!;
      const missing = Array.from({ length: last }, (_, offset) => offset).filter((offset) => !offsets.includes(offset));
      const markers = lane.of('marker').map(({ offset }) => offset);
      const aborted = lane.of('skip').map(({ offset }) => offset);
      expect(aborted).toHaveLength(1);
      expect(missing).toEqual([...markers, ...aborted].filter((offset) => offset < last).toSorted((a, b) => a - b));
    },
  },
  {
    number: 16,
    id: 'begin-is-local',
    visible: 'nobody knows of a transaction before its first batch; only then does its time-out run',
    without: 'its faults',
    shows(lanes) {
      const [early, late] = [lanes('fifth'), lanes('first')];
      for (const lane of [early, late]) {
        const firstBatch = first(lane.messages('arrive', 'ProduceRequest'));
        expect(became(lane, 'Ongoing').seq).toBeGreaterThan(firstBatch.seq);
      }
      const fifth = first(early.messages('arrive', 'ProduceRequest', 5));
      expect(became(early, 'PrepareAbort').at).toBeLessThan(fifth.at);
      const sent = first(late.messages('send', 'ProduceRequest', 5));
      const opened = became(late, 'Ongoing', sent.at);
      expect(opened.at - sent.at).toBeGreaterThan(700);
      expect(late.of('transaction').map((event) => event.became)).not.toContain('PrepareAbort');
      expect(late.notOnce).toEqual([]);
    },
  },
  {
    number: 17,
    id: 'two-words-for-fenced',
    visible: 'the broker refuses with INVALID_PRODUCER_EPOCH, the coordinator with PRODUCER_FENCED',
    without: 'its faults',
    shows(lanes) {
      for (const id of ['v1', 'v2']) {
        const broker = lanes(id)
          .of('refuse')
          .filter(({ node }) => node === 'broker-1');
        expect(new Set(broker.map(({ error }) => error))).toEqual(new Set(['INVALID_PRODUCER_EPOCH']));
      }
      const coordinator = lanes('v1')
        .of('refuse')
        .filter(({ node }) => node === 'coordinator');
      expect(new Set(coordinator.map(({ error }) => error))).toEqual(new Set(['PRODUCER_FENCED']));
      const answer = first(lanes('v1').messages('arrive', 'EndTxnResponse'));
      expect(answer.message.says).toBe('PRODUCER_FENCED');
      expect(lanes('v1').notOnce).toContain('1 failed');
      expect(lanes('v2').notOnce).toEqual([]);
    },
  },
  {
    number: 18,
    id: 'init-aborts-first',
    visible: 'the successor is put off until the abort is written, and answered at once when nothing was open',
    without: 'its faults',
    shows(lanes) {
      const answers = (id: string): readonly string[] =>
        lanes(id)
          .messages('arrive', 'InitProducerIdResponse')
          .slice(1)
          .map(({ message }) => message.says);
      expect(answers('open')).toEqual(['CONCURRENT_TRANSACTIONS', expect.stringMatching(/^producer id 1000/u)]);
      expect(answers('between')).toEqual([expect.stringMatching(/^producer id 1000/u)]);
      const granted = lanes('open').messages('arrive', 'InitProducerIdResponse').at(-1)!;
      expect(marker(lanes('open'), false).at).toBeLessThan(granted.at);
    },
  },
  {
    number: 30,
    id: 'half-a-transaction',
    visible: 'for 200 ms a reader of committed records has one half of a transaction, and the other is not visible',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('two');
      const [half, other] = [0, 1].map((partition) =>
        lane.of('deliver').filter((event) => event.partition === partition),
      );
      expect(half).toHaveLength(2);
      expect(other).toHaveLength(2);
      const marked = first(lane.of('marker'), ({ partition }) => partition === 1);
      for (const { at } of half!) expect(marked.at - at).toBeGreaterThan(200);
      for (const { at } of other!) expect(at).toBeGreaterThan(marked.at);
      const epochs = new Set(lane.written().map(({ producerId, epoch }) => `${producerId} ${epoch}`));
      expect(epochs.size).toBe(1);
    },
  },
  {
    number: 31,
    id: 'aborted-and-still-there',
    visible: 'long after the abort the record is in the log, and a reader that asks for all is given it',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('uncommitted');
      const { offset } = first(lane.written(2));
      const aborted = marker(lane, false);
      const read = first(lane.of('deliver'), (event) => event.offset === offset);
      expect(read.at - aborted.at).toBeGreaterThan(100);
      expect(lane.of('truncate')).toEqual([]);
      expect(lane.notOnce).toEqual(['2 duplicated']);
      expect(offsetsGiven(lanes('committed'))).not.toContain(offset);
      expect(lanes('committed').notOnce).toEqual([]);
    },
  },
];
