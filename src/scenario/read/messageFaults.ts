/** Faults that strike a message: it is lost, comes twice, or comes late. */
import { DEFAULT_ATTEMPT } from '../defaults';
import type { MessageFault, MessagePin } from '../scenario';
import type { Fields } from './fields';
import { ATTEMPTS, DURATION_MS } from './targets';
import type { Reading } from './targets';
import { orElse, readName, readWhole } from './values';

export function readDrop(reading: Reading, fields: Fields): MessageFault | undefined {
  const pin = readPin(reading, fields);
  return pin && Object.freeze({ do: 'drop' as const, ...pin });
}

export function readLate(
  reading: Reading,
  fields: Fields,
  kind: 'duplicate' | 'delay',
  defaultMs: number,
): MessageFault | undefined {
  const pin = readPin(reading, fields);
  const byMs = orElse(fields.take('byMs'), defaultMs, (value) =>
    readWhole(reading.report, value, fields.at('byMs'), DURATION_MS),
  );
  if (pin === undefined || byMs === undefined) return undefined;
  return Object.freeze({ do: kind, ...pin, byMs });
}

function readPin({ report, targets }: Reading, fields: Fields): MessagePin | undefined {
  const message = readName(report, fields.take('message'), fields.at('message'), targets.messages, 'message');
  const record = readWhole(report, fields.take('record'), fields.at('record'), [1, targets.records]);
  const attempt = orElse(fields.take('attempt'), DEFAULT_ATTEMPT, (value) =>
    readWhole(report, value, fields.at('attempt'), ATTEMPTS),
  );
  const from = readEnd({ report, targets }, fields, 'from');
  const to = readEnd({ report, targets }, fields, 'to');
  if (message === undefined || record === undefined || attempt === undefined) return undefined;
  if (from === undefined || to === undefined) return undefined;
  return { message, record, attempt, ...from, ...to };
}

/** An empty object when the fault does not say which end it means; undefined when it says it wrongly. */
function readEnd(
  { report, targets }: Reading,
  fields: Fields,
  key: 'from' | 'to',
): { from?: string; to?: string } | undefined {
  const value = fields.take(key);
  if (value === undefined) return {};
  const node = readName(report, value, fields.at(key), targets.nodes, 'node');
  return node === undefined ? undefined : { [key]: node };
}
