/** The log format of ShiViz: a parser expression on the first line, then one line an event with its vector clock. */
import { vectorClocks } from '../causality';
import { describeEvent } from '../describe';
import type { Trace } from '../event';

/** What to type into ShiViz as the log parsing expression. */
export const SHIVIZ_PARSER = '(?<host>\\S*) (?<clock>{.*}) (?<event>.*)';

/** The whole trace with vector clocks. Its size grows with events times nodes. */
export function exportShiviz(trace: Trace): string {
  const clocks = vectorClocks(trace.events);
  const lines = trace.events.map((event, index) => {
    const clock = JSON.stringify(Object.fromEntries(clocks[index] ?? []));
    return `${event.node} ${clock} ${event.at} ms: ${describeEvent(event)}`;
  });
  return [SHIVIZ_PARSER, '', ...lines].join('\n');
}
