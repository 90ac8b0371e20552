import { inOrder, type Evidence } from './evidence';
import type { Slot } from './replicas';
import type { Send } from './sends';
import type { Finding } from './verdict';

/**
 * AR: a consumer was given a record of a transaction that the application aborted or was told had failed, or that was
 * aborted after its application had died. What the application was told had been committed is no such record.
 */
export function abortedRead(evidence: Evidence): readonly Finding[] {
  const found = new Map<string, Finding>();
  const { reader } = evidence.options;
  for (const { event, slot, reader: given = reader } of evidence.deliveries) {
    if (slot === undefined || !slot.transactional || given !== reader) continue;
    const proof = proofOfAbort(evidence, slot);
    const key = `${slot.seq} ${slot.offset}`;
    if (proof === undefined || found.has(key)) continue;
    found.set(key, { code: 'AR', record: event.record, witness: inOrder([slot.seq, event.seq, ...proof]) });
  }
  return [...found.values()];
}

function proofOfAbort(evidence: Evidence, slot: Slot): readonly number[] | undefined {
  const send = evidence.origins.get(slot)?.send;
  if (send !== undefined && send.ok >= 0) return undefined;
  if (send !== undefined && hasFailed(send)) return [send.fail];
  const marker = decidingMarker(evidence, slot);
  return marker === undefined || marker.commit ? undefined : [marker.seq];
}

const hasFailed = ({ transaction, fail }: Send): boolean => fail >= 0 || transaction?.asked === 'abort';

/** The marker that decides a slot in the final log; for one that was cut off, the first that came after it. */
function decidingMarker({ logs, replicas }: Evidence, slot: Slot): Slot | undefined {
  const log = logs.find(({ partition }) => partition === slot.partition);
  const fate = log?.fates.get(slot);
  const decides = (other: Slot): boolean =>
    other.record === 0 && other.partition === slot.partition && other.producerId === slot.producerId;
  if (fate === undefined) return replicas.written.find((other) => decides(other) && other.seq > slot.seq);
  return fate === 'aborted' ? log?.slots.find((other) => decides(other) && other.offset > slot.offset) : undefined;
}
