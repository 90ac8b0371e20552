/** The leader takes batches and markers in, and answers when `acks` says so. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type MarkerBody, type ProduceBody } from '../messages';
import { answerProduce, answerWaiting, refuseProduce, wait, watchLag } from './answering';
import { logEnd, type BrokerData, type BrokerParameters, type Waiting } from './memory';
import { addBatch, addMarker, judgeBatch, judgeMarker } from './replica';
import { NO_GUARD, type AppendVerdict, type Batch, type KafkaError, type Marker } from './rules';

/** The request behind an event: itself, or the one that waited for its verification. */
export const requestOf = (event: NodeEvent): NodeEvent =>
  event.type === 'verified' ? (event.body as { event: NodeEvent }).event : event;

/** What the rules say of a produce request now. */
export function judgeAppend(p: BrokerParameters, data: BrokerData, event: NodeEvent): AppendVerdict {
  const { batch, acks } = bodyOf<ProduceBody>(requestOf(event));
  const guard = event.type === 'verified' ? (event.body as { guard: number }).guard : NO_GUARD;
  return judgeBatch(p, data, batch, { origin: 'client', acks, guard });
}

/** Puts a batch at the log's end. Changes the log. */
export function appendBatch(
  p: BrokerParameters,
  data: BrokerData,
  batch: Batch,
  now: number,
): { firstOffset: number; fact: Effect } {
  const firstOffset = logEnd(data);
  const entries = addBatch(p, data, batch, now);
  return {
    firstOffset,
    fact: appendNote(
      p,
      data,
      batch,
      firstOffset,
      entries.map(({ offset }) => `append ${p.partition} ${offset}`),
    ),
  };
}

function appendNote(
  { partition }: BrokerParameters,
  { unflushed: log, volatile: v }: BrokerData,
  batch: Batch,
  offset: number,
  as: readonly string[],
): Effect {
  const { records, producerId, epoch, firstSequence: sequence, transactional } = batch;
  const remembered = log.states.get(producerId)?.batches.length ?? 0;
  const relies = records.length === 0 ? [`append ${partition} ${offset - 1}`] : [];
  return note(
    {
      kind: 'append',
      partition,
      offset,
      records,
      producerId,
      epoch,
      sequence,
      transactional,
      leaderEpoch: v.leaderEpoch,
      copied: false,
      remembered,
    },
    { as: [...as, `sequence ${partition} ${producerId} ${epoch} ${sequence}`], durable: true, relies },
  );
}

/** Appends the batch of a produce request, and remembers that somebody waits for it when acks=all. */
export function append(p: BrokerParameters, data: BrokerData, event: NodeEvent, now: number): Effects {
  const request = requestOf(event);
  const { batch, acks } = bodyOf<ProduceBody>(request);
  const { firstOffset, fact } = appendBatch(p, data, batch, now);
  const waiting: Waiting = { event: request, baseOffset: firstOffset, lastOffset: logEnd(data) - 1 };
  return [fact, ...(acks === 'all' ? wait(p, data, waiting) : []), ...watchLag(p, data)];
}

/** With acks=1 the leader answers as soon as its own log has the batch. */
export function answerLeaderAck(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const request = requestOf(event);
  const { batch, acks } = bodyOf<ProduceBody>(request);
  return acks === 1 ? [answerProduce(p, request, 'NONE', logEnd(data) - batch.records.length)] : [];
}

/** A duplicate is answered with success and the original offset; with acks=all it waits like the original. */
export function answerDuplicate(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const verdict = judgeAppend(p, data, event);
  if (verdict.verdict !== 'duplicate') return [];
  const request = requestOf(event);
  const { acks } = bodyOf<ProduceBody>(request);
  if (acks === 0) return [];
  if (acks === 1) return [answerProduce(p, request, 'NONE', verdict.firstOffset)];
  return [
    ...wait(p, data, { event: request, baseOffset: verdict.firstOffset, lastOffset: verdict.lastOffset }),
    ...answerWaiting(p, data),
  ];
}

/** Writes down that a batch was known, and by what. */
export function noteDuplicate({ partition }: BrokerParameters, event: NodeEvent): Effects {
  const { batch } = bodyOf<ProduceBody>(requestOf(event));
  const { producerId, epoch, firstSequence: sequence, records } = batch;
  const why = `producer id ${producerId}, epoch ${epoch}, sequence ${sequence}`;
  return [
    note(
      { kind: 'refuse', reason: 'duplicate', error: 'NONE', records, why },
      { relies: [`sequence ${partition} ${producerId} ${epoch} ${sequence}`] },
    ),
  ];
}

/** Refuses a produce request with the rules' error; with acks=0 there is nobody to tell, so the connection is closed. */
export function refuse(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const verdict = judgeAppend(p, data, event);
  return verdict.verdict === 'refuse' ? refuseProduce(p, requestOf(event), verdict.error) : [];
}

/** The error with which a marker is refused, if it is. */
export const markerError = (p: BrokerParameters, data: BrokerData, event: NodeEvent): KafkaError | undefined =>
  judgeMarker(p, data, markerOf(p, event), 'coordinator');

const markerOf = (p: BrokerParameters, event: NodeEvent): Marker => {
  const { producerId, epoch, coordinatorEpoch, commit } = bodyOf<MarkerBody>(event);
  return {
    producerId,
    epoch,
    coordinatorEpoch,
    control: commit ? 'commit' : 'abort',
    transactionVersion: p.transactionVersion,
  };
};

/** Writes a marker, ends the transaction here, and lets the coordinator wait for the replicas. */
export function appendMarker(p: BrokerParameters, data: BrokerData, event: NodeEvent, now: number): Effects {
  const { unflushed: log } = data;
  const marker = markerOf(p, event);
  const opened = log.states.get(marker.producerId)?.currentTransactionFirstOffset;
  const records =
    opened === undefined
      ? []
      : log.entries
          .slice(opened)
          .filter((entry) => entry.producerId === marker.producerId && entry.record > 0)
          .map((entry) => entry.record);
  const firstOffset = logEnd(data);
  addMarker(p, data, marker, now);
  const { producerId, epoch } = marker;
  const fact = note(
    {
      kind: 'marker',
      partition: p.partition,
      offset: firstOffset,
      producerId,
      epoch,
      commit: marker.control === 'commit',
      records,
      copied: false,
    },
    { as: `append ${p.partition} ${firstOffset}`, durable: true },
  );
  return [fact, ...wait(p, data, { event, baseOffset: firstOffset, lastOffset: firstOffset }), ...watchLag(p, data)];
}
