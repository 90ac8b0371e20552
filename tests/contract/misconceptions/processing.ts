/** Consume, transform, produce: where the truth stands in a trace. */
import { expect } from 'vitest';
import { first, type LaneView } from '../../support/catalogueRun';
import type { Row } from './row';

/** The topics' partitions by their numbers in the trace: the input first, then the output. */
const OUTPUT = 1;

const written = (lane: LaneView, record: number) =>
  lane.written(record).filter(({ partition }) => partition === OUTPUT);
const readFrom = (lane: LaneView, record: number) =>
  lane.of('deliver').filter((event) => event.node === 'reader' && event.record === record);

export const PROCESSING: readonly Row[] = [
  {
    number: 11,
    id: 'called-twice',
    visible: 'one output is committed, and the service outside was called for it twice',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('outside');
      expect(lane.of('apply').filter(({ record, outside }) => record === 4 && outside)).toHaveLength(2);
      expect(readFrom(lane, 4)).toHaveLength(1);
      expect(lane.notOnce).toEqual(['4 duplicated']);
      expect(lanes('inside').notOnce).toEqual([]);
    },
  },
  {
    number: 14,
    id: 'behind-an-open-transaction',
    visible: 'committed records of another processor wait behind an open transaction, far below the high watermark',
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('committed');
      const open = first(written(lane, 3));
      const aborted = first(lane.of('marker'), ({ commit }) => !commit);
      const behind = [4, 5, 6].map((record) => first(written(lane, record)));
      for (const { offset, producerId, records } of behind) {
        expect(offset).toBeGreaterThan(open.offset);
        expect(producerId).not.toBe(open.producerId);
        const committed = first(lane.of('marker'), (event) => event.commit && event.offset > offset);
        expect(committed.at).toBeLessThan(aborted.at);
        expect(first(readFrom(lane, records[0]!)).at).toBeGreaterThan(aborted.at);
        expect(first(readFrom(lanes('uncommitted'), records[0]!)).at).toBeLessThan(aborted.at);
      }
      const stuck = lane
        .of('watermark')
        .filter(({ partition, at }) => partition === OUTPUT && at < aborted.at)
        .at(-1)!;
      expect(stuck.lastStable).toBe(open.offset);
      expect(stuck.highWatermark - stuck.lastStable).toBeGreaterThan(5);
      expect(lane.notOnce).toEqual([]);
    },
  },
  {
    number: 26,
    id: 'name-of-the-group',
    visible:
      'with the bare group id the offsets of a processor that is no longer a member are taken; else they are refused',
    without: { 'app.groupMetadata': 'full' },
    shows(lanes) {
      const [bare, full] = [lanes('bare'), lanes('full')];
      expect(bare.notOnce).toContain('4 duplicated');
      expect(full.notOnce).toEqual([]);
      const refused = (lane: LaneView) => lane.of('commit').filter(({ accepted }) => !accepted);
      expect(refused(bare)).toEqual([]);
      expect(refused(full).map(({ error }) => error)).toContainEqual(
        expect.stringMatching(/^(ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID)$/u),
      );
    },
  },
  {
    number: 27,
    id: 'aborted-and-skipped',
    visible: 'after the abort the next record is read, and nothing goes back, unless the application does',
    without: { 'app.rewindOnAbort': true },
    shows(lanes) {
      const [on, back] = [lanes('on'), lanes('back')];
      for (const lane of [on, back])
        expect(lane.of('transaction').map(({ became }) => became)).toContain('PrepareAbort');
      const taken = (lane: LaneView) =>
        lane.of('deliver').filter(({ node, record }) => node === 'processor' && record === 4);
      expect([taken(on).length, taken(back).length]).toEqual([1, 2]);
      expect(written(on, 4)).toHaveLength(1);
      expect(on.of('call').map(({ api }) => api)).toContain('abortTransaction');
      expect(on.notOnce).toEqual(['4 lost', '5 lost', '6 lost']);
      expect(back.notOnce).toEqual([]);
    },
  },
];
