/**
 * What is due, in a total order: the earlier instant first, then the one scheduled first. No two entries compare equal,
 * so no tie is ever broken by luck.
 */
export interface Queue<T> {
  readonly size: number;
  push(at: number, item: T): void;
  pop(): { readonly at: number; readonly item: T } | undefined;
}

interface Entry<T> {
  readonly at: number;
  readonly seq: number;
  readonly item: T;
}

const before = <T>(a: Entry<T>, b: Entry<T>): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);

/** A binary heap of entries at whole virtual milliseconds. */
export function createQueue<T>(): Queue<T> {
  const heap: Entry<T>[] = [];
  let scheduled = 0;
  return {
    get size() {
      return heap.length;
    },
    push(at, item) {
      heap.push({ at, seq: scheduled, item });
      scheduled += 1;
      rise(heap, heap.length - 1);
    },
    pop() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first;
    },
  };
}

function rise<T>(heap: Entry<T>[], from: number): void {
  let index = from;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!swapIfBefore(heap, index, parent)) return;
    index = parent;
  }
}

function sink<T>(heap: Entry<T>[]): void {
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    if (left >= heap.length) return;
    const child = left + 1 < heap.length && before(heap[left + 1]!, heap[left]!) ? left + 1 : left;
    if (!swapIfBefore(heap, child, index)) return;
    index = child;
  }
}

function swapIfBefore<T>(heap: Entry<T>[], lower: number, upper: number): boolean {
  const a = heap[lower]!;
  const b = heap[upper]!;
  if (!before(a, b)) return false;
  heap[lower] = b;
  heap[upper] = a;
  return true;
}
