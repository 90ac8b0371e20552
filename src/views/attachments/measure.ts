/** Tells the size of an element, now and whenever it changes. */
import type { Attachment } from 'svelte/attachments';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Use as `{@attach measure((size) => …)}`; sizes are whole pixels of the content box. */
export function measure(tell: (size: Size) => void): Attachment<Element> {
  return (element) => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      tell({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
