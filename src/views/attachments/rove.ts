/**
 * One tab stop for a group of buttons: the arrow keys go from one to the next, Home and End to the first and last. The
 * button that had the focus last is where the next Tab comes back to.
 */
import type { Attachment } from 'svelte/attachments';

export interface Roving {
  /** What can have the focus. */
  readonly items?: string;
  /** Which arrow keys are taken; the others are left to the page. In a grid up and down go from row to row. */
  readonly arrows: 'sideways' | 'upAndDown' | 'both' | 'grid';
}

const STEPS: Readonly<Record<Roving['arrows'], Readonly<Record<string, number>>>> = {
  sideways: { ArrowLeft: -1, ArrowRight: 1 },
  upAndDown: { ArrowUp: -1, ArrowDown: 1 },
  both: { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 },
  grid: { ArrowLeft: -1, ArrowRight: 1 },
};
const ROW = 'tr';

/** Use as `{@attach rove({ arrows: 'upAndDown' })}` on the element around the buttons. */
export function rove({ items = 'button', arrows }: Roving): Attachment<HTMLElement> {
  return (group) => {
    let current: HTMLElement | undefined;
    const all = (): readonly HTMLElement[] =>
      [...group.querySelectorAll<HTMLElement>(items)].filter((item) => !item.matches(':disabled'));

    function mark(): void {
      const found = all();
      if (current === undefined || !found.includes(current))
        current = found.find((item) => item.matches('[aria-pressed="true"], [aria-checked="true"]')) ?? found[0];
      for (const item of found) item.tabIndex = item === current ? 0 : -1;
    }
    function focused({ target }: FocusEvent): void {
      const item = target instanceof Element ? target.closest<HTMLElement>(items) : null;
      if (item === null || !group.contains(item)) return;
      current = item;
      mark();
    }
    function pressed(event: KeyboardEvent): void {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const next = nextOf(event.key, all(), event.target, arrows);
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      next.focus();
    }

    mark();
    const observer = new MutationObserver(mark);
    observer.observe(group, { childList: true, subtree: true });
    group.addEventListener('focusin', focused);
    group.addEventListener('keydown', pressed);
    return () => {
      observer.disconnect();
      group.removeEventListener('focusin', focused);
      group.removeEventListener('keydown', pressed);
    };
  };
}

/** Where a key leads from `from`; undefined for a key that is none of the group's. */
function nextOf(
  key: string,
  items: readonly HTMLElement[],
  from: EventTarget | null,
  arrows: Roving['arrows'],
): HTMLElement | undefined {
  const index = items.findIndex((item) => item === from);
  if (index < 0) return undefined;
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (arrows === 'grid' && (key === 'ArrowUp' || key === 'ArrowDown'))
    return inNextRow(items, index, key === 'ArrowDown' ? 1 : -1) ?? items[index];
  const by = STEPS[arrows][key];
  return by === undefined ? undefined : (items[index + by] ?? items[index]);
}

/** The item of the next row that has as many of its row before it. */
function inNextRow(items: readonly HTMLElement[], index: number, by: 1 | -1): HTMLElement | undefined {
  const rows = [...new Set(items.map((item) => item.closest(ROW)))];
  const row = items[index]?.closest(ROW) ?? null;
  const own = items.filter((item) => item.closest(ROW) === row);
  const next = rows[rows.indexOf(row) + by];
  const there = next === undefined ? [] : items.filter((item) => item.closest(ROW) === next);
  const column = items[index] === undefined ? 0 : own.indexOf(items[index]);
  return there[Math.min(column, there.length - 1)];
}
