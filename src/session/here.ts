/** What has happened in each lane where the cursor stands, and what happens there now. */
import type { LabelMark } from '../layout/marks';
import type { LaneReading } from '../layout/reading';
import type { Late } from './late';
import type { Playback } from './playback.svelte';
import { lastSeqIn, tellingOf } from './stages';

export interface HereGround {
  readonly playback: () => Playback;
  readonly readingOf: (lane: string) => LaneReading | undefined;
  readonly late: () => Late | undefined;
  readonly kind: () => string;
}

/** Functions only. */
export function createHere({ playback, readingOf, late, kind }: HereGround) {
  const lastSeqOf = (lane: string): number => {
    const reading = readingOf(lane);
    return reading === undefined ? -1 : lastSeqIn(reading.trace, playback().place);
  };
  return {
    /** Which marks of a lane are still to come: those of later instants, and of this one what no stage has reached yet. */
    aheadIn(lane: string): (mark: Pick<LabelMark, 'atMs' | 'seqs'>) => boolean {
      const events = readingOf(lane)?.trace.events ?? [];
      const { cursorMs, place } = playback();
      const lastSeq = place.stage === undefined ? Infinity : lastSeqOf(lane);
      return ({ atMs, seqs }) => {
        if (atMs !== place.atMs || lastSeq === Infinity) return atMs > cursorMs;
        const own = seqs.filter((seq) => events[seq]?.at === atMs);
        return own.length > 0 && own.every((seq) => seq > lastSeq);
      };
    },
    /** The number of the event at which a reader who steps has stopped; -1 while the cursor moves by itself or was put. */
    nowSeqOf(lane: string): number {
      const reading = readingOf(lane);
      if (reading === undefined || playback().isPlaying || playback().place.stage === undefined) return -1;
      return tellingOf(reading.trace, playback().place)?.seq ?? -1;
    },
    /** What happens in a lane here, in a few words; empty while the cursor moves by itself, and where nothing happens. */
    nowIn(lane: string): string {
      const reading = readingOf(lane);
      return reading === undefined || playback().isPlaying
        ? ''
        : (late()?.sayNow(reading, playback().place, kind()) ?? '');
    },
  };
}
