/** What is chosen, as a short text for a link: `alo-3` a record, `alo-e41` an event. Nodes are not worth a link. */
import type { Selection } from './selection';

export function writeSelection(selection: Selection | undefined): string | undefined {
  if (selection?.what === 'record') return `${selection.lane}-${selection.record}`;
  return selection?.what === 'event' ? `${selection.lane}-e${selection.seq}` : undefined;
}

const FORM = /^(.+)-(e?)(\d{1,9})$/;

/** Undefined for a text that names nothing in these lanes; whether there is such a record or event is not asked. */
export function readSelection(text: string | undefined, lanes: readonly string[]): Selection | undefined {
  const [, lane = '', event = '', number = ''] = FORM.exec(text ?? '') ?? [];
  if (!lanes.includes(lane)) return undefined;
  return event === 'e'
    ? { what: 'event', lane, seq: Number(number) }
    : { what: 'record', lane, record: Number(number) };
}
