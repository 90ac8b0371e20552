import { createRecorder } from '../../src/trace/recorder';
import type { Fact, MessageRef, Trace } from '../../src/trace/event';

/** Builds small traces by hand: `trace([at, node, fact, causes?], …)`; an `end` event is added unless one is given. */
export type Line = readonly [at: number, node: string, fact: Fact, causes?: readonly number[]];

export function trace(...lines: readonly Line[]): Trace {
  const recorder = createRecorder('lane');
  const nodes = new Set<string>();
  for (const [at, node, fact, causes = []] of lines) {
    nodes.add(node);
    const durable = fact.kind === 'apply' || fact.kind === 'append';
    recorder.append({ at, node, incarnation: 1, causes, control: [], durable, part: '', state: 'up' }, fact);
  }
  const last = lines.at(-1);
  if (last?.[2].kind !== 'end') {
    const head = {
      at: last?.[0] ?? 0,
      node: 'producer',
      incarnation: 1,
      causes: [],
      control: [],
      durable: false,
      part: '',
      state: 'up',
    };
    recorder.append(head, { kind: 'end', ended: 'quiet', limit: '' });
  }
  return recorder.finish({ nodes: [...nodes], partitions: ['payments-0', 'payments-1', 'payments-2'] }, []);
}

export const submit = (record: number): Fact => ({ kind: 'submit', record });
export const told = (record: number, outcome: 'ok' | 'fail' | 'unknown' = 'ok'): Fact => ({
  kind: 'told',
  record,
  outcome,
  why: 'test',
});
export const apply = (record: number, outside = false): Fact => ({ kind: 'apply', record, outside });
export const remembered = (record: number): Fact => ({ kind: 'absorb', record, reason: 'remembered' });
export const cutOff: Fact = { kind: 'end', ended: 'limit', limit: 'events' };
export const crash: Fact = { kind: 'crash', power: false, forMs: 10 };

/** A message that holds these records. */
export function message(name: string, records: readonly number[], attempt = 1): MessageRef {
  return {
    name,
    id: `${name} ${records.join()} ${attempt}`,
    copy: 1,
    from: 'a',
    to: 'b',
    connection: 1,
    attempt,
    records,
    says: '',
  };
}
