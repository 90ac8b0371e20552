/** Playing and pausing as a chart: the page's only clockwork. What moves the cursor asks this chart whether it may. */
import { createMachine } from 'xstate';

export type PlaybackEvent =
  | { readonly type: 'open' }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'toggle' }
  | { readonly type: 'touch' }
  | { readonly type: 'stopReached' }
  | { readonly type: 'endReached' }
  | { readonly type: 'grab' }
  | { readonly type: 'release' }
  | { readonly type: 'hide' };

/**
 * `opening` is the play that begins by itself and ends at the first thing that goes wrong; any touch takes over.
 * `scrubbing` remembers nothing: who lets go of the scrubber has paused.
 */
export const playbackMachine = createMachine({
  types: {} as { events: PlaybackEvent },
  id: 'playback',
  initial: 'idle',
  states: {
    idle: { on: { open: 'opening', play: 'playing', toggle: 'playing', grab: 'scrubbing' } },
    opening: {
      on: {
        touch: 'paused',
        stopReached: 'paused',
        endReached: 'ended',
        pause: 'paused',
        toggle: 'paused',
        play: 'playing',
        grab: 'scrubbing',
        hide: 'paused',
      },
    },
    playing: {
      on: {
        pause: 'paused',
        toggle: 'paused',
        endReached: 'ended',
        grab: 'scrubbing',
        hide: 'paused',
        stopReached: 'paused',
      },
    },
    paused: { on: { play: 'playing', toggle: 'playing', grab: 'scrubbing', open: 'opening' } },
    scrubbing: { on: { release: 'paused' } },
    ended: { on: { play: 'playing', toggle: 'playing', grab: 'scrubbing', touch: 'paused', open: 'opening' } },
  },
});
