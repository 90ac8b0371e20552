/** Gives an element the focus when it appears, and gives it back to whoever had it when it goes. */
import type { Attachment } from 'svelte/attachments';

/** `scrolls`: the element comes into view as well. */
export function takeFocus(scrolls: boolean): Attachment<HTMLElement> {
  return (element) => {
    const before = element.ownerDocument.activeElement;
    element.focus({ preventScroll: !scrolls });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  };
}
