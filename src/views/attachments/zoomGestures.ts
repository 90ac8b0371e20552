/** The gestures themselves: d3-zoom's transform, taken as a window on the run. */
import { select, zoom, zoomIdentity, type D3ZoomEvent } from 'd3';
import type { Zooming } from './zoom';

/** Listens until the returned function is called. */
export function listenToZoom(element: HTMLElement, told: Zooming, closest: number): () => void {
  const selected = select<HTMLElement, unknown>(element);
  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([1, closest])
    .clickDistance(6)
    .filter((event: Event) => isZooming(event, told))
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      if (sourceEvent === null) return;
      const [left, right] = told.span();
      const size = 1 / transform.k;
      const from = ((left - transform.x) * size - left) / Math.max(1, right - left);
      const clamped = Math.min(Math.max(0, from), 1 - size);
      told.zoomed({ from: clamped, to: clamped + size });
    });
  selected.call(behaviour).on('dblclick.zoom', null);
  const settle = (): void => {
    const { from, to } = told.window();
    const [left, right] = told.span();
    const k = 1 / (to - from);
    const x = left - k * (left + from * (right - left));
    selected.property('__zoom', zoomIdentity.translate(x, 0).scale(k));
  };
  element.addEventListener('pointerenter', settle);
  element.addEventListener('wheel', settle, { capture: true, passive: true });
  element.addEventListener('touchstart', settle, { capture: true, passive: true });
  element.addEventListener('mousedown', settle, { capture: true });
  return () => {
    selected.on('.zoom', null);
    element.removeEventListener('pointerenter', settle);
    element.removeEventListener('wheel', settle, { capture: true });
    element.removeEventListener('touchstart', settle, { capture: true });
    element.removeEventListener('mousedown', settle, { capture: true });
  };
}

/** Pinch arrives as a wheel event with Ctrl set; one finger or a plain wheel belongs to the page. */
function isZooming(event: Event, told: Zooming): boolean {
  if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
  if (typeof TouchEvent !== 'undefined' && event instanceof TouchEvent) return event.touches.length > 1;
  const { from, to } = told.window();
  return event instanceof MouseEvent && event.button === 0 && to - from < 1;
}
