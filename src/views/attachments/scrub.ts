/** Drags along a strip: pointer down, move and up become places on it. */
import type { Attachment } from 'svelte/attachments';

export interface Scrubbing {
  grabbed(): void;
  /** `x` is in pixels from the strip's left edge. */
  moved(x: number): void;
  released(): void;
}

/** Use as `{@attach scrub({ … })}`. One pointer at a time; a captured pointer may leave the strip. */
export function scrub(told: Scrubbing): Attachment<HTMLElement> {
  return (strip) => {
    let pointer: number | undefined;
    const place = (event: PointerEvent): void => told.moved(event.clientX - strip.getBoundingClientRect().left);
    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || pointer !== undefined) return;
      pointer = event.pointerId;
      strip.setPointerCapture(pointer);
      told.grabbed();
      place(event);
    };
    const move = (event: PointerEvent): void => {
      if (event.pointerId === pointer) place(event);
    };
    const up = (event: PointerEvent): void => {
      if (event.pointerId !== pointer) return;
      pointer = undefined;
      told.released();
    };
    strip.addEventListener('pointerdown', down);
    strip.addEventListener('pointermove', move);
    strip.addEventListener('pointerup', up);
    strip.addEventListener('pointercancel', up);
    return () => {
      strip.removeEventListener('pointerdown', down);
      strip.removeEventListener('pointermove', move);
      strip.removeEventListener('pointerup', up);
      strip.removeEventListener('pointercancel', up);
    };
  };
}
