/** Positions, commits, groups: where the truth stands in a trace. */
import { expect } from 'vitest';
import { first } from '../../support/catalogueRun';
import type { Row } from './row';

export const CONSUMING: readonly Row[] = [
  {
    number: 23,
    id: 'close-commits-all',
    visible: 'a poll commits what the poll before it returned; close() commits past what was not done',
    without: { 'app.throwsAt': 0 },
    shows(lanes) {
      for (const id of ['dies', 'closes']) {
        const lane = lanes(id);
        const second = first(lane.of('deliver'), ({ offset }) => offset === 3);
        const commit = first(lane.of('commit'));
        expect(commit.at).toBeGreaterThanOrEqual(second.at);
        expect(commit).toMatchObject({ offset: 3, accepted: true });
      }
      const resumed = (id: string): number | undefined => lanes(id).of('position').at(-1)?.offset;
      expect([resumed('dies'), resumed('closes')]).toEqual([3, 6]);
      expect(lanes('dies').notOnce).toEqual(['4 duplicated']);
      expect(lanes('closes').notOnce).toEqual(['5 lost', '6 lost']);
    },
  },
  {
    number: 24,
    id: 'next-is-ten',
    visible: 'after the commit of 10 the reader goes on with offset 10, which nobody had before',
    without: 'its faults',
    shows(lanes) {
      for (const id of ['ep', 'pe']) {
        const lane = lanes(id);
        const back = first(lane.of('restart'));
        const committed = lane.of('commit').filter(({ at }) => at < back.at);
        expect(committed.at(-1)).toMatchObject({ offset: 10, accepted: true });
        const delivered = lane.of('deliver');
        expect(delivered.filter(({ at }) => at < back.at).map(({ offset }) => offset)).not.toContain(10);
        expect(first(delivered, ({ at }) => at >= back.at)).toMatchObject({ offset: 10, record: 11 });
      }
      expect(lanes('ep').notOnce).toEqual([]);
      expect(lanes('pe').notOnce).toEqual(['10 lost']);
    },
  },
  {
    number: 25,
    id: 'fenced-too-late',
    visible: "the zombie's commit is refused, and its effect is there all the same",
    without: 'its faults',
    shows(lanes) {
      const lane = lanes('plain');
      const refused = first(lane.of('commit'), (event) => !event.accepted);
      expect(refused).toMatchObject({
        error: expect.stringMatching(/^(ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID)$/u) as string,
      });
      const doneBy = lane
        .of('step')
        .filter(({ step, when, record }) => step === 'effect' && when === 'after' && record === 4);
      expect(new Set(doneBy.map(({ node }) => node)).size).toBe(2);
      expect(lane.notOnce).toEqual(['4 duplicated']);
    },
  },
];
