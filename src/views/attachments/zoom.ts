/**
 * Zooms and pans the time axis: pinch, Ctrl or Cmd with the wheel, Shift with the wheel, and dragging once there is
 * something to drag. The plain wheel scrolls the page. d3-zoom knows the gestures and is fetched after the first picture.
 */
import type { Attachment } from 'svelte/attachments';
import type { Window } from '../../layout';

export interface Zooming {
  window(): Window;
  /** Pixels of the element between which time runs. */
  span(): readonly [number, number];
  zoomed(next: Window): void;
}

const CLOSEST = 400;

/** Use as `{@attach zoomTime({ … })}`. */
export function zoomTime(told: Zooming): Attachment<HTMLElement> {
  return (element) => {
    let stop: (() => void) | undefined;
    let gone = false;
    void import('./zoomGestures').then(({ listenToZoom }) => {
      if (!gone) stop = listenToZoom(element, told, CLOSEST);
    });
    return () => {
      gone = true;
      stop?.();
    };
  };
}
