/** A Mermaid sequence diagram: solid arrows arrive, crossed ones are lost, notes tell of crashes and effects. */
import { describeEvent } from '../describe';
import type { Trace, TraceEvent } from '../event';

/** Diagrams longer than this are refused by the places that people paste them into. */
export const MERMAID_MESSAGES_MAX = 200;

const NOTED = new Set<TraceEvent['kind']>(['crash', 'restart', 'pause', 'wake', 'apply', 'truncate', 'lead', 'absorb']);

/** At most `MERMAID_MESSAGES_MAX` messages, the first ones; a note at the end says how many were left out. */
export function exportMermaid(trace: Trace): string {
  const lines = trace.events.flatMap((event) => lineOf(event));
  const kept = lines.slice(0, MERMAID_MESSAGES_MAX);
  const left = lines.length - kept.length;
  const first = trace.nodes[0] ?? 'node';
  const last = left > 0 ? [`  Note over ${first}: ${left} more left out`] : [];
  return ['sequenceDiagram', ...trace.nodes.map((node) => `  participant ${node}`), ...kept, ...last].join('\n');
}

function lineOf(event: TraceEvent): readonly string[] {
  if (event.kind === 'arrive') return [arrow(event.message.from, '->>', event.message.to, messageText(event))];
  if (event.kind === 'lost') return [arrow(event.message.from, '--x', event.message.to, messageText(event))];
  return NOTED.has(event.kind) ? [`  Note over ${event.node}: ${clean(describeEvent(event))} (${event.at} ms)`] : [];
}

const arrow = (from: string, line: string, to: string, text: string): string => `  ${from}${line}${to}: ${text}`;

function messageText(event: Extract<TraceEvent, { message: unknown }>): string {
  const { name, records, attempt, says } = event.message;
  const held = records.length === 0 ? '' : ` [${records.join(', ')}]`;
  return clean(`${event.at} ms ${name}${held}${attempt > 1 ? ` attempt ${attempt}` : ''} ${says}`.trim());
}

/** Semicolons and hashes end a statement or begin an entity in Mermaid. */
const clean = (text: string): string => text.replace(/[;#\n]/g, ' ');
