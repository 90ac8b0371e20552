/** Replicas, acknowledgements, elections: where the truth stands in a trace. */
import { expect } from 'vitest';
import type { EventOf } from '../../../src/trace/event';
import { first, type LaneView } from '../../support/catalogueRun';
import type { Row } from './row';

const toldOf = (lane: LaneView, record: number): EventOf<'told'> =>
  first(lane.of('told'), (event) => event.record === record);
const copiesOf = (lane: LaneView, record: number, node?: string): readonly EventOf<'append'>[] =>
  lane
    .of('append')
    .filter((event) => event.copied && event.records.includes(record) && (node === undefined || event.node === node));
/** When the leader's high watermark passed an offset. */
const passed = (lane: LaneView, offset: number, node = 'broker-1'): number =>
  first(lane.of('watermark'), (event) => event.node === node && event.highWatermark > offset).at;

export const REPLICATING: readonly Row[] = [
  {
    number: 3,
    id: 'acks-all-and-twice',
    visible: 'with acks=all the record stands twice in the log of every replica, unless it is numbered',
    without: 'its faults',
    shows(lanes) {
      const plain = lanes('plain');
      expect(plain.written(3)).toHaveLength(2);
      for (const follower of ['broker-2', 'broker-3']) expect(copiesOf(plain, 3, follower)).toHaveLength(2);
      expect(plain.notOnce).toEqual(['3 duplicated']);
      expect(lanes('idempotent').notOnce).toEqual([]);
    },
  },
  {
    number: 4,
    id: 'acks-all-waits-for-all',
    visible: 'whatever min.insync.replicas says, the answer waits for the slowest replica that is in sync',
    without: 'its faults',
    shows(lanes) {
      const views = ['min1', 'min2', 'min3'].map(lanes);
      for (const lane of views) {
        const second = first(copiesOf(lane, 3, 'broker-2')).at;
        const third = first(copiesOf(lane, 3, 'broker-3')).at;
        expect(third - second).toBeGreaterThan(100);
        expect(toldOf(lane, 3).at).toBeGreaterThan(third);
      }
      expect(new Set(views.map((lane) => toldOf(lane, 3).at)).size).toBe(1);
    },
  },
  {
    number: 5,
    id: 'acks-all-alone',
    visible: 'acks=all is told ok while the in-sync set is the leader alone, and the record is lost',
    without: { 'min.insync.replicas': 2 },
    shows(lanes) {
      const lane = lanes('min1');
      const alone = first(lane.of('lead'), (event) => event.isr.length === 1);
      for (const record of [7, 8]) {
        expect(toldOf(lane, record)).toMatchObject({ outcome: 'ok', why: 'acks=all' });
        expect(toldOf(lane, record).at).toBeGreaterThan(alone.at);
        expect(copiesOf(lane, record)).toEqual([]);
      }
      expect(lane.notOnce).toEqual(['7 lost', '8 lost']);
      expect(lanes('min2').notOnce).toEqual([]);
      expect(
        lanes('min2')
          .of('refuse')
          .map(({ error }) => error),
      ).toContain('NOT_ENOUGH_REPLICAS');
    },
  },
  {
    number: 6,
    id: 'power-cut',
    visible: 'the record is acknowledged, and gone with the power, unless each record is flushed',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('unflushed');
      const cut = first(lane.of('crash'), (event) => event.power);
      expect(toldOf(lane, 5)).toMatchObject({ outcome: 'ok' });
      expect(toldOf(lane, 5).at).toBeLessThan(cut.at);
      expect(lane.notOnce).toEqual(['5 lost']);
      expect(lanes('flushed').notOnce).toEqual([]);
    },
  },
  {
    number: 21,
    id: 'followers-copy',
    visible: 'only the leader refuses; each follower has what the leader has, offset by offset, also the second copy',
    without: 'its faults',
    shows(lanes) {
      for (const id of ['plain', 'idempotent']) {
        const lane = lanes(id);
        const log = (node: string): readonly unknown[] =>
          lane
            .of('append')
            .filter((event) => event.node === node)
            .map(({ offset, records, producerId, epoch, sequence }) => [offset, records, producerId, epoch, sequence]);
        for (const follower of ['broker-2', 'broker-3']) {
          expect(log(follower)).toEqual(log('broker-1'));
          expect(lane.of('append').filter(({ node, copied }) => node === follower && !copied)).toEqual([]);
        }
      }
      expect(copiesOf(lanes('plain'), 2, 'broker-2')).toHaveLength(2);
      expect(
        lanes('idempotent')
          .of('refuse')
          .map(({ node, reason }) => [node, reason]),
      ).toEqual([['broker-1', 'duplicate']]);
    },
  },
  {
    number: 22,
    id: 'sequences-survive-failover',
    visible: 'the new leader, which was never sent the record, recognises the retry and answers with its offset',
    without: { 'enable.idempotence': false },
    shows(lanes) {
      const lane = lanes('idempotent');
      expect(first(lane.of('lead'), (event) => event.leader === 'broker-2')).toBeDefined();
      const duplicates = lane.of('refuse').filter(({ reason }) => reason === 'duplicate');
      expect(duplicates.map(({ node, records }) => [node, records])).toEqual([['broker-2', [3]]]);
      const answers = lane.messages('send', 'ProduceResponse', 3).filter(({ node }) => node === 'broker-2');
      expect(answers.at(-1)).toMatchObject({ message: { says: `offset ${first(lane.written(3)).offset}` } });
      expect(lane.notOnce).toEqual([]);
      expect(lanes('plain').notOnce).toEqual(['3 duplicated']);
    },
  },
  {
    number: 28,
    id: 'watermark-frozen',
    visible:
      'two of three have the record and nobody is given it: until the set shrinks, or for as long as it is too small',
    without: 'its faults',
    shows(lanes) {
      for (const id of ['min2', 'min3']) {
        const lane = lanes(id);
        const { offset } = first(lane.written(3));
        expect(passed(lane, offset) - first(copiesOf(lane, 3, 'broker-2')).at).toBeGreaterThan(100);
      }
      const shrunk = first(lanes('min2').of('lead'), (event) => event.isr.length === 2);
      expect(passed(lanes('min2'), 2)).toBeLessThan(shrunk.at + 50);
      const back = first(lanes('min3').of('restart'), ({ node }) => node === 'broker-3');
      expect(passed(lanes('min3'), 2)).toBeGreaterThan(back.at);
      expect(toldOf(lanes('min3'), 3).at).toBeLessThan(shrunk.at);
    },
  },
  {
    number: 29,
    id: 'unclean-election',
    visible: 'records told ok are cut from the log, some of them delivered before',
    without: { 'unclean.leader.election.enable': false },
    shows(lanes) {
      const lane = lanes('unclean');
      expect(lane.of('lead').some(({ clean }) => !clean)).toBe(true);
      const cut = first(lane.of('truncate'));
      const delivered = lane.of('deliver').filter(({ at }) => at < cut.at);
      for (const record of cut.records) expect(toldOf(lane, record)).toMatchObject({ outcome: 'ok' });
      expect(delivered.some(({ record }) => cut.records.includes(record))).toBe(true);
      expect(lane.notOnce).toEqual(expect.arrayContaining(['7 lost', '8 lost']));
      expect(lanes('clean').notOnce).toEqual([]);
    },
  },
];
