/** What a broker answers, and when: at once, when the replicas have it, or that it is not in charge. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type ProduceAnswer, type ProduceBody } from '../messages';
import type { BrokerData, BrokerParameters, Waiting } from './memory';
import { readLimits } from './reading';
import { acksAllAnswer, refusalWordOf, type KafkaError } from './rules';

const timerOf = ({ event, lastOffset }: Waiting): string =>
  `produce ${lastOffset} ${event.connection}.${bodyOf<{ correlation: number }>(event).correlation}`;

/** Somebody waits until the replicas have what was appended. Changes the list of who waits. */
export function wait(p: BrokerParameters, { volatile: v }: BrokerData, waiting: Waiting): Effects {
  v.produces.push(waiting);
  if (v.isr.length === 1) return [];
  return [
    { do: 'startTimer', name: timerOf(waiting), event: 'produceTimedOut', delayMs: p.requestTimeoutMs, body: waiting },
  ];
}

/** Answers everybody whose records are now below the high watermark. */
export function answerWaiting(p: BrokerParameters, data: BrokerData): Effects {
  const { volatile: v } = data;
  const effects: Effect[] = [];
  v.produces = v.produces.filter((waiting) => {
    const error = acksAllAnswer(waiting.lastOffset, data.durable.highWatermark, v.isr.length, p.minIsr);
    if (error === undefined) return true;
    effects.push(
      { do: 'stopTimer', name: timerOf(waiting) },
      answerProduce(p, waiting.event, error, waiting.baseOffset),
    );
    return false;
  });
  return effects;
}

/** The batch is in the log, but not on enough replicas in time: the client learns nothing for certain. */
export function failWaitingProduce(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const late = event.body as Waiting;
  data.volatile.produces = data.volatile.produces.filter((waiting) => waiting !== late);
  return [answerProduce(p, late.event, 'REQUEST_TIMED_OUT', late.baseOffset)];
}

/** Leadership is lost: everybody who waits is told to look for the new leader. */
export function failWaiting(p: BrokerParameters, data: BrokerData): Effects {
  const { volatile: v } = data;
  const produces = v.produces.flatMap((waiting): Effect[] => [
    { do: 'stopTimer', name: timerOf(waiting) },
    answerProduce(p, waiting.event, 'NOT_LEADER_OR_FOLLOWER', -1),
  ]);
  const fetches = v.fetches.map((event) => refuseRead(event, 'NOT_LEADER_OR_FOLLOWER'));
  v.produces = [];
  v.fetches = [];
  v.replicaFetches.clear();
  return [...produces, ...fetches];
}

/** An answer with an error to a fetch or a question for an offset. */
export function refuseRead(event: NodeEvent, error: string): Effect {
  const { correlation } = bodyOf<{ correlation: number }>(event);
  const name = event.type.replace('Request', 'Response');
  const body = { correlation, error, entries: [], aborted: [], highWatermark: -1, offset: -1, baseOffset: -1 };
  return {
    do: 'send',
    message: { name, to: event.from, body, records: event.records, about: event.about, says: error, answers: event },
  };
}

/** The answer to a produce request, or to a marker. */
export function answerProduce(
  { partition }: BrokerParameters,
  event: NodeEvent,
  error: string,
  baseOffset: number,
): Effect {
  const { correlation } = bodyOf<ProduceBody>(event);
  const body: ProduceAnswer = { correlation, error, baseOffset };
  const name = event.type === 'WriteTxnMarkersRequest' ? 'WriteTxnMarkersResponse' : 'ProduceResponse';
  const says = error === 'NONE' ? `offset ${baseOffset}` : error;
  const relies = error === 'NONE' ? [`append ${partition} ${baseOffset}`] : [];
  return {
    do: 'send',
    message: { name, to: event.from, body, records: event.records, about: event.about, says, answers: event },
    relies,
  };
}

/** Notes and answers a refusal. */
export function refuseProduce(p: BrokerParameters, request: NodeEvent, error: KafkaError): Effects {
  const { batch, acks } = bodyOf<ProduceBody>(request);
  const why = `epoch ${batch.epoch}, sequence ${batch.firstSequence}`;
  const fact = note({ kind: 'refuse', reason: refusalWordOf(error), error, records: batch.records, why });
  return acks === 0 ? [fact, { do: 'dismiss', peer: request.from }] : [fact, answerProduce(p, request, error, -1)];
}

/** What readers may read changed: written down when it did. */
export function noteWatermark({ partition }: BrokerParameters, data: BrokerData): Effect {
  const { highWatermark, lastStable, logEnd: end } = readLimits(data);
  return note(
    { kind: 'watermark', partition, highWatermark, lastStable, logEnd: end },
    { as: `watermark ${partition}` },
  );
}

/** While a follower of the in-sync set lacks something, its lag is looked at, however much is appended meanwhile. */
export function watchLag(p: BrokerParameters, { volatile: v }: BrokerData, delayMs = p.lagMaxMs): Effects {
  if (v.isr.length === 1 || v.lagWatched) return [];
  v.lagWatched = true;
  return [{ do: 'startTimer', name: 'lag', event: 'lagDue', delayMs }];
}
