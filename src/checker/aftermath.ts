/** What became of a record after it was last seen: the crash that forgot it, the leader that never had it. */
import { isKind, type EventOf, type TraceEvent } from '../trace/event';
import { recordsOf } from './evidence';

/** The last event that tells of the record itself, and what sealed its fate afterwards. */
export function aftermathOf(events: readonly TraceEvent[], record: number): readonly TraceEvent[] {
  const last = events.findLast(
    (event) => event.kind !== 'told' && event.kind !== 'send' && recordsOf(event).includes(record),
  );
  const unheard = [...abortOf(events, record), ...distrustOf(events, record)];
  if (unheard.length > 0) return [...(last === undefined ? [] : [last]), ...unheard];
  if (last === undefined) return [];
  const fate = events.find(
    (event) => event.seq > last.seq && event.kind === 'crash' && hadIt(events, event.node, record),
  );
  const stored = storedAt(events, record);
  const isGiven = events.some((event) => event.kind === 'deliver' && event.record === record);
  const after = fate ?? last;
  /** A reader may begin behind it before its sender has heard that it is stored. */
  const seen = fate ?? (isGiven ? last : (stored ?? last));
  const partition = stored?.partition;
  const sequel = events.find(
    (event) =>
      (event.kind === 'lead' && event.seq > after.seq) ||
      (event.kind === 'position' && event.seq > seen.seq && (partition === undefined || event.partition === partition)),
  );
  return [
    last,
    ...(fate === undefined ? [] : [fate]),
    ...(sequel !== undefined && passesBy(sequel, events, record) ? [sequel] : []),
  ];
}

/** Whether the record was in the hands of this node: in its log, or given to it. */
function hadIt(events: readonly TraceEvent[], node: string, record: number): boolean {
  return events.some(
    (event) =>
      event.node === node &&
      (event.kind === 'append' || event.kind === 'deliver' || event.kind === 'submit') &&
      recordsOf(event).includes(record),
  );
}

/** A new leader, or a reader that starts behind the record. */
function passesBy(sequel: TraceEvent, events: readonly TraceEvent[], record: number): boolean {
  if (sequel.kind === 'lead') return true;
  if (sequel.kind !== 'position') return false;
  const stored = storedAt(events, record);
  return stored !== undefined && sequel.offset > stored.offset;
}

/** Where it was stored last: in the log that its next reader would have read. */
function storedAt(events: readonly TraceEvent[], record: number): EventOf<'append'> | undefined {
  return events.filter(isKind('append')).findLast(({ records }) => records.includes(record));
}

/** The end of the sink's transaction in which the record lay hidden, when nobody committed it. */
function abortOf(events: readonly TraceEvent[], record: number): readonly TraceEvent[] {
  const staged = events.filter(isKind('stage')).findLast((event) => event.record === record);
  const transactions = events.filter(isKind('transaction'));
  const own = transactions.find(({ seq }) => staged?.causes.includes(seq) === true);
  const ended = transactions.find(({ id, became }) => id === own?.id && became === 'CompleteAbort');
  return ended === undefined ? [] : [ended];
}

/** The end of the certificate without which whoever had the record could not send it to anybody. */
function distrustOf(events: readonly TraceEvent[], record: number): readonly TraceEvent[] {
  const submits = events.filter(isKind('submit'));
  // What was never handed over would have been by whoever handed the others over.
  const submit = submits.findLast((event) => event.record === record) ?? submits.at(-1);
  const isSent = events.some(
    (event) => event.kind === 'send' && event.node === submit?.node && event.message.records.includes(record),
  );
  if (submit === undefined || isSent) return [];
  const expired = events
    .filter(isKind('fault'))
    .findLast(({ what, says }) => what === 'expire' && isOf(says, submit.node));
  const given = events.filter(isKind('told')).find((event) => event.record === record)?.seq ?? Infinity;
  const isRenewed = events
    .filter(isKind('grant'))
    .some(({ seq, causes }) => expired !== undefined && causes.includes(expired.seq) && seq < given);
  return expired === undefined || isRenewed || expired.seq > given ? [] : [expired];
}

/** `certificate of producer` is that of `producer`, and of `producer-2`. */
const isOf = (says: string, node: string): boolean => {
  const principal = says.replace('certificate of ', '');
  return says !== principal && (node === principal || node.startsWith(`${principal}-`));
};
