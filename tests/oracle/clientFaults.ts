/** Faults of the produce side that strike the producer or its connection (`kafka.md` 8.2). */
import type { Fault, StepPin } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/event';
import type { Configuration } from './configurations';
import type { FaultKind, Shape } from './fault';
import { eventsOf, isStruck, lost } from './happened';
import type { Luck } from './luck';

const anyRecord = (luck: Luck, count: number): number => luck.within('record', 1, count);
/** With acks=0 nobody answers, and nothing is in doubt. */
export const tellsAtOnce = ({ settings }: Configuration): boolean => settings['acks'] === '0';

export const isTransactional = ({ settings }: Configuration): boolean => 'transactional.id' in settings;
/** A transactional row whose reader passes aborted records over. */
export const readsCommitted = (one: Configuration): boolean =>
  isTransactional(one) && one.asks.reader === 'read_committed';

/**
 * With acks=0 whatever else is lost is lost without a word, on its way or by a broker that has not heard yet that it leads: a
 * request more would be a fault more.
 */
export function noOtherLoss(trace: Trace, configuration: Configuration, allowed = 0): string {
  if (!tellsAtOnce(configuration)) return '';
  const refused = eventsOf(trace, 'refuse').filter(({ error }) => error === 'NOT_LEADER_OR_FOLLOWER');
  const others = lost(trace, 'ProduceRequest').length + refused.length;
  return others > allowed ? 'another request was lost' : '';
}

/** The request, or its connection, is lost before the broker has read it; what it had read is answered. */
export const reqDropped: FaultKind = {
  id: 'reqDropped',
  strike: (luck, { records }) => [
    { do: 'drop', message: 'ProduceRequest', record: anyRecord(luck, records.count), attempt: 1 },
  ],
  deviation(trace) {
    if (!isStruck(trace)) return 'no such request';
    return lost(trace, 'ProduceResponse').length > 0 ? 'the connection took an answer with it' : '';
  },
};

/** The answer is lost after the append has succeeded. With acks=0 there is none to lose. */
export const ackDropped: FaultKind = {
  id: 'ackDropped',
  strike: (luck, { records }) => [
    { do: 'drop', message: 'ProduceResponse', record: anyRecord(luck, records.count), attempt: 1 },
  ],
  deviation(trace, configuration) {
    if (tellsAtOnce(configuration)) return '';
    const dropped = lost(trace, 'ProduceResponse').find(({ why }) => why === 'dropped');
    return dropped?.message.says.startsWith('offset') === true ? '' : 'no answer of success was dropped';
  },
};

const downMs = (luck: Luck): number => luck.within('down', 20, 600);

/**
 * The producer dies with the record only in its buffer: all that had left it is settled. A transaction of which something
 * had left is the next fault's matter if its application comes back and redoes it; here that application stays away.
 */
export const producerCrashBeforeSend: FaultKind = {
  id: 'producerCrashBeforeSend',
  strike(luck, { configuration, records }) {
    const pin: StepPin = { when: 'before', step: 'send', record: anyRecord(luck, records.count), attempt: 1 };
    const staysAway = isTransactional(configuration) && luck.chance('stays away', 50);
    return [{ do: 'crash', node: 'producer', pin, ...(staysAway ? {} : { forMs: downMs(luck) }) }];
  },
  deviation(trace, configuration) {
    const crash = eventsOf(trace, 'crash')[0];
    if (crash === undefined) return 'nobody died';
    if (isTransactional(configuration) && crash.forMs < 0) return '';
    return isAllSettled(trace, crash.seq) ? '' : 'something had left and was not settled';
  },
};

/** Whether the application has been told of everything that had left the producer before event `seq`. */
function isAllSettled(trace: Trace, seq: number): boolean {
  const before = trace.events.slice(0, seq);
  const told = new Set(before.flatMap((event) => (event.kind === 'told' ? [event.record] : [])));
  return before.every(
    (event) =>
      event.kind !== 'send' ||
      event.message.name !== 'ProduceRequest' ||
      event.message.records.every((record) => told.has(record)),
  );
}

/** The producer dies after the request has left, before its answer. */
export const producerCrashAfterSend: FaultKind = {
  id: 'producerCrashAfterSend',
  strike: (luck, { records }) => [
    {
      do: 'crash',
      node: 'producer',
      pin: { when: 'after', step: 'send', record: anyRecord(luck, records.count), attempt: 1 },
      forMs: downMs(luck),
    },
  ],
  deviation: (trace) => (isStruck(trace) ? '' : 'nobody died'),
};

/** Transactions that stay open for a while; some give requests up soon, and some are aborted again and again. */
function shapeOfTransactions(luck: Luck, configuration: Configuration): Shape {
  const partitions = luck.within('partitions', 1, 2);
  const records = { everyMs: luck.oneOf('open for', [20, 60, 150, 300]), keys: partitions };
  const spread = { 'num.partitions': partitions };
  if (!readsCommitted(configuration)) return { records, settings: spread };
  const requestTimeoutMs = luck.oneOf('patience', [500, 200, 60, 30]);
  if (requestTimeoutMs === 500) return { records, settings: spread };
  const network = requestTimeoutMs === 30 ? { network: { latencyMs: [9, 10] as const } } : {};
  const deliveryTimeoutMs = requestTimeoutMs + 6 + luck.within('delivery', 0, requestTimeoutMs);
  const timeouts = { 'request.timeout.ms': requestTimeoutMs, 'delivery.timeout.ms': deliveryTimeoutMs };
  return { records, settings: { ...spread, ...timeouts }, ...network };
}

/**
 * The client has given up a connection; what it had sent on it is processed late. Either the client closed it because no
 * answer came in time, or it was reset while the bytes lay unread at the other end.
 */
export const lateCopy: FaultKind = {
  id: 'lateCopy',
  shape: (luck, configuration) => (isTransactional(configuration) ? shapeOfTransactions(luck, configuration) : {}),
  strike(luck, { configuration, records, settings }) {
    const ends = isTransactional(configuration) && luck.chance('end of transaction', 50);
    const message = ends ? 'EndTxnRequest' : 'ProduceRequest';
    const attempt = luck.oneOf('attempt', isTransactional(configuration) ? [1, 1, 1, 2, 6] : [1]);
    const pin = { message, record: anyRecord(luck, records.count), attempt };
    const byMs = luck.within('late', 30, luck.oneOf('very', [300, 1_500]));
    if (!tellsAtOnce(configuration) && luck.chance('slow', 50)) {
      const timeoutMs = Number(settings['request.timeout.ms'] ?? 500);
      return [{ do: 'delay', ...pin, byMs: timeoutMs + byMs }];
    }
    return [
      { do: 'drop', ...pin },
      { do: 'duplicate', ...pin, byMs },
    ];
  },
  deviation(trace, configuration) {
    if (!isStruck(trace)) return 'no such request';
    if (tookEarlierOnes(trace)) return 'an earlier request was lost with it';
    const aborts = eventsOf(trace, 'call').some(({ api }) => api === 'abortTransaction');
    if (aborts && !readsCommitted(configuration)) return 'the transaction was given up, not the request alone';
    return noOtherLoss(trace, configuration, 1);
  },
};

/**
 * Requests before the late one were lost with their connection: a broker that has never heard of the producer id takes any
 * sequence, so the late one would come first. That is two faults.
 */
function tookEarlierOnes(trace: Trace): boolean {
  const dropped = lost(trace, 'ProduceRequest').find(({ why }) => why === 'dropped');
  const first = dropped?.message.records[0] ?? 0;
  return lost(trace, 'ProduceRequest').some(
    ({ why, message }) => why !== 'dropped' && (message.records[0] ?? 0) < first,
  );
}

/**
 * The partition cannot be reached for longer than delivery.timeout.ms, after the first attempt was appended. Records lie far
 * apart: a second one under way would be lost on the way to the unreachable partition, which is another fault.
 */
export const deliveryTimeout: FaultKind = {
  id: 'deliveryTimeout',
  shape: (luck) => ({
    settings: { 'request.timeout.ms': 200, 'delivery.timeout.ms': luck.within('delivery', 250, 900) },
    records: { everyMs: 2500, count: luck.within('few', 2, 4) },
  }),
  strike(luck, { records, settings, calm }) {
    const record = anyRecord(luck, records.count);
    const trace = calm();
    const append = eventsOf(trace, 'append').find((event) => !event.copied && event.records.includes(record));
    const answer = eventsOf(trace, 'arrive').find(
      ({ message, seq }) => message.name === 'ProduceResponse' && seq > (append?.seq ?? 0),
    );
    const from = (append?.at ?? 0) + 1;
    const atMs = luck.within('instant', from, Math.max(from, answer?.at ?? from));
    const forMs = Number(settings['delivery.timeout.ms']) + luck.within('longer', 20, 600);
    const cut = (broker: string): Fault => ({
      do: 'partition',
      between: ['producer', broker],
      atMs,
      forMs,
      oneWay: false,
    });
    return ['broker-1', 'broker-2', 'broker-3'].map(cut);
  },
  deviation: (trace, configuration) => noOtherLoss(trace, configuration),
};

/** The same faults of the produce side that need no more than the producer and its connections. */
export const CLIENT_FAULTS: readonly FaultKind[] = [
  reqDropped,
  ackDropped,
  producerCrashBeforeSend,
  producerCrashAfterSend,
  lateCopy,
  deliveryTimeout,
];
