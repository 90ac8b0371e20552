/**
 * The yardstick: the quickest event loop that a sensible person would write by hand for one pipeline. A heap of objects,
 * a trace of objects, no machines, no guarantees. For each record: submit, produce, append, acknowledge, fetch, effect.
 */

type Kind = 'submit' | 'ProduceRequest' | 'ProduceResponse' | 'FetchResponse' | 'Write' | 'WriteResponse';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly kind: Kind;
  readonly record: number;
  readonly cause: number;
}

export interface PlainEvent {
  readonly seq: number;
  readonly at: number;
  readonly node: string;
  readonly kind: string;
  readonly record: number;
  readonly causes: readonly number[];
}

const EVERY_MS = 100;
const LATENCY_MS = { least: 5, span: 11 };

/** Runs `records` records to the end and returns what happened. */
export function pingPong(records: number): readonly PlainEvent[] {
  const queue = createHeap();
  const trace: PlainEvent[] = [];
  const acked = new Set<number>();
  let luck = 1;

  const tell = (at: number, node: string, kind: string, record: number, cause: number): number => {
    trace.push({ seq: trace.length, at, node, kind, record, causes: cause < 0 ? [] : [cause] });
    return trace.length - 1;
  };
  const latency = (): number => {
    luck = (Math.imul(luck, 1_664_525) + 1_013_904_223) >>> 0;
    return LATENCY_MS.least + ((luck >>> 8) % LATENCY_MS.span);
  };
  const send = (at: number, node: string, kind: Kind, record: number, cause: number): void => {
    queue.push(at + latency(), kind, record, tell(at, node, `send ${kind}`, record, cause));
  };

  for (let record = 1; record <= records; record += 1) queue.push(record * EVERY_MS, 'submit', record, -1);
  for (let due = queue.pop(); due !== undefined; due = queue.pop()) {
    const { at, kind, record, cause } = due;
    switch (kind) {
      case 'submit':
        send(at, 'producer', 'ProduceRequest', record, tell(at, 'producer', 'submit', record, cause));
        break;
      case 'ProduceRequest': {
        const appended = tell(at, 'broker', 'append', record, tell(at, 'broker', 'arrive', record, cause));
        send(at, 'broker', 'ProduceResponse', record, appended);
        send(at, 'broker', 'FetchResponse', record, appended);
        break;
      }
      case 'ProduceResponse':
        tell(at, 'producer', 'told', record, tell(at, 'producer', 'arrive', record, cause));
        acked.add(record);
        break;
      case 'FetchResponse':
        send(at, 'consumer', 'Write', record, tell(at, 'consumer', 'deliver', record, cause));
        break;
      case 'Write':
        send(at, 'sink', 'WriteResponse', record, tell(at, 'sink', 'apply', record, cause));
        break;
      case 'WriteResponse':
        tell(at, 'consumer', 'commit', record, tell(at, 'consumer', 'arrive', record, cause));
        break;
      default:
        break;
    }
  }
  if (acked.size !== records) throw new Error(`The yardstick lost a record: ${acked.size} of ${records}`);
  return trace;
}

interface Heap {
  push(at: number, kind: Kind, record: number, cause: number): void;
  pop(): Due | undefined;
}

const isBefore = (one: Due, other: Due): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

function createHeap(): Heap {
  const heap: Due[] = [];
  let made = 0;
  return {
    push(at, kind, record, cause) {
      heap.push({ at, order: made, kind, record, cause });
      made += 1;
      rise(heap);
    },
    pop() {
      const first = heap[0];
      const last = heap.pop();
      if (first !== last && last !== undefined) {
        heap[0] = last;
        sink(heap);
      }
      return first;
    },
  };
}

function rise(heap: Due[]): void {
  let at = heap.length - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!swapIfWrong(heap, above, at)) return;
    at = above;
  }
}

function sink(heap: Due[]): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const [one, other] = [heap[left], heap[right]];
    const least = one !== undefined && other !== undefined && isBefore(other, one) ? right : left;
    if (!swapIfWrong(heap, at, least)) return;
    at = least;
  }
}

/** Puts the two in order; true when it had to. */
function swapIfWrong(heap: Due[], above: number, below: number): boolean {
  const [one, other] = [heap[above], heap[below]];
  if (one === undefined || other === undefined || !isBefore(other, one)) return false;
  heap[above] = other;
  heap[below] = one;
  return true;
}
