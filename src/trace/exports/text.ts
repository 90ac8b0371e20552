import { describeEvent } from '../describe';
import type { Trace } from '../event';

/** One line an event: number, virtual milliseconds, node, what happened, and the events that caused it. */
export function exportText(trace: Trace): string {
  const width = Math.max(...trace.nodes.map((node) => node.length));
  const lines = trace.events.map(({ seq, at, node, causes, ...rest }) => {
    const because = causes.length === 0 ? '' : `  ← ${causes.join(', ')}`;
    return `${String(seq).padStart(5)} ${String(at).padStart(7)} ms  ${node.padEnd(width)}  ${describeEvent({ seq, at, node, causes, ...rest })}${because}`;
  });
  return lines.join('\n');
}
