/** Finds which mark of a drawing was touched. One listener a drawing, however many marks there are. */
import type { Attachment } from 'svelte/attachments';

export interface Touched {
  /** What the mark carries in `data-mark`. */
  readonly mark: string;
  readonly seq: number;
  /** Of the touch, in pixels from the drawing's corner. */
  readonly x: number;
  readonly y: number;
}

/** Use as `{@attach touch((mark) => …, (x) => …)}`: a touched mark, or an empty place. */
export function touch(told: (touched: Touched) => void, elsewhere: (x: number) => void): Attachment<SVGElement> {
  return (drawing) => {
    const listen = (event: Event): void => {
      if (!(event instanceof MouseEvent) || !(event.target instanceof Element)) return;
      const corner = drawing.getBoundingClientRect();
      const [x, y] = [event.clientX - corner.left, event.clientY - corner.top];
      const mark = event.target.closest('[data-mark]');
      if (mark === null) return elsewhere(x);
      told({ mark: mark.getAttribute('data-mark') ?? '', seq: Number(mark.getAttribute('data-seq')), x, y });
    };
    drawing.addEventListener('click', listen);
    return () => drawing.removeEventListener('click', listen);
  };
}
