/** Dragging one of a row of items by mouse, pen or finger. The row holds the pointer, so that items may change places. */
import type { Attachment } from 'svelte/attachments';

/** Of the items marked as beads, how many lie before the pointer. */
export interface ItemPlace {
  readonly all: number;
  /** Without the one that is dragged. */
  readonly others: number;
}

export interface Dragging {
  grabbed(key: string): void;
  moved(key: string, place: ItemPlace): void;
  released(): void;
}

export const dragItems = (dragging: Dragging): Attachment<HTMLElement> =>
  function attach(row) {
    let held: string | undefined;

    function down(event: PointerEvent): void {
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-item]') : null;
      if (item === null || event.button !== 0) return;
      held = item.dataset['item'];
      item.focus();
      row.setPointerCapture(event.pointerId);
      if (held !== undefined) dragging.grabbed(held);
      event.preventDefault();
    }
    function move(event: PointerEvent): void {
      if (held === undefined) return;
      const beads = [...row.querySelectorAll<HTMLElement>('[data-bead]')];
      const before = beads.filter((bead) => middleOf(bead) < event.clientX);
      const own = before.some((bead) => bead.dataset['item'] === held) ? 1 : 0;
      dragging.moved(held, { all: before.length, others: before.length - own });
    }
    function up(): void {
      if (held === undefined) return;
      held = undefined;
      dragging.released();
    }

    row.addEventListener('pointerdown', down);
    row.addEventListener('pointermove', move);
    row.addEventListener('pointerup', up);
    row.addEventListener('pointercancel', up);
    return () => {
      row.removeEventListener('pointerdown', down);
      row.removeEventListener('pointermove', move);
      row.removeEventListener('pointerup', up);
      row.removeEventListener('pointercancel', up);
    };
  };

function middleOf(element: HTMLElement): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}
