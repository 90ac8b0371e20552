/** What state each node is in at an instant, read off the trace. */
import type { Trace, TraceEvent } from './event';

export interface NodeMoment {
  readonly status: 'up' | 'paused' | 'down';
  /** The state of its chart. */
  readonly state: string;
  readonly incarnation: number;
}

const STATUS: Readonly<Record<string, NodeMoment['status']>> = {
  crash: 'down',
  pause: 'paused',
  restart: 'up',
  wake: 'up',
};

/** Every node's state after all events up to `seq`, that event included. */
export function stateAt(trace: Trace, seq: number): ReadonlyMap<string, NodeMoment> {
  const moments = new Map<string, NodeMoment>(
    trace.nodes.map((node) => [node, { status: 'up', state: '', incarnation: 1 }]),
  );
  for (const event of trace.events.slice(0, seq + 1)) moments.set(event.node, after(moments.get(event.node), event));
  return moments;
}

function after(before: NodeMoment | undefined, event: TraceEvent): NodeMoment {
  return { status: STATUS[event.kind] ?? before?.status ?? 'up', state: event.state, incarnation: event.incarnation };
}
