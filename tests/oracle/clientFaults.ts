/** Faults of the produce side that strike the producer or its connection. */
import { replicasOf } from '../../src/checker/oracle/replicas';
import type { Fault, StepPin } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/event';
import type { FaultKind, Shape, Target } from './fault';
import { eventsOf, isStruck, lost } from './happened';
import type { Luck } from './luck';
import {
  crashedAfterSend,
  droppedRequests,
  endedInCommit,
  gaveUp,
  isTransactional,
  lostAnswers,
  metOf,
  tellsAtOnce,
} from './signs';

const anyRecord = (luck: Luck, count: number): number => luck.within('record', 1, count);
/** The request, or its connection, is lost before the broker has read it; what it had read is answered. */
export const reqDropped: FaultKind = {
  id: 'reqDropped',
  strike: (luck, { records }) => [
    { do: 'drop', message: 'ProduceRequest', record: anyRecord(luck, records.count), attempt: 1 },
  ],
  missing: (trace) => (isStruck(trace) ? '' : 'no such request'),
  also: (trace, configuration) => metOf([lostAnswers(trace, configuration, replicasOf(trace).written)]),
};

/** The answer is lost after the append has succeeded. With acks=0 there is none to lose. */
export const ackDropped: FaultKind = {
  id: 'ackDropped',
  strike: (luck, { records }) => [
    { do: 'drop', message: 'ProduceResponse', record: anyRecord(luck, records.count), attempt: 1 },
  ],
  missing(trace, configuration) {
    if (tellsAtOnce(configuration)) return '';
    const dropped = lost(trace, 'ProduceResponse').find(({ why }) => why === 'dropped');
    return dropped?.message.says.startsWith('offset') === true ? '' : 'no answer of success was dropped';
  },
};

const downMs = (luck: Luck): number => luck.within('down', 20, 600);

/**
 * "Producer crash with the record only in its buffer". If something else had left and was not settled it is the next fault as
 * well, and so are transactions of which something had left when their application comes back and redoes them.
 */
export const producerCrashBeforeSend: FaultKind = {
  id: 'producerCrashBeforeSend',
  strike(luck, { records }) {
    const pin: StepPin = { when: 'before', step: 'send', record: anyRecord(luck, records.count), attempt: 1 };
    const staysAway = luck.chance('stays away', 30);
    return [{ do: 'crash', node: 'producer', pin, ...(staysAway ? {} : { forMs: downMs(luck) }) }];
  },
  missing: (trace) => (isStruck(trace) ? '' : 'nobody died'),
  also(trace) {
    const { seq, forMs } = eventsOf(trace, 'crash')[0]!;
    return forMs < 0 ? [] : metOf([crashedAfterSend(trace, seq), endedInCommit(trace, seq)]);
  },
};

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
  missing: (trace) => (isStruck(trace) ? '' : 'nobody died'),
};

/** Transactions that stay open for a while; some give requests up soon, and some are aborted again and again. */
function shapeOfTransactions(luck: Luck): Shape {
  const partitions = luck.within('partitions', 1, 2);
  const records = { everyMs: luck.oneOf('open for', [20, 60, 150, 300]), keys: partitions };
  const spread = { 'num.partitions': partitions };
  const requestTimeoutMs = luck.oneOf('patience', [500, 200, 60, 30]);
  if (requestTimeoutMs === 500) return { records, settings: spread };
  const network = requestTimeoutMs === 30 ? { network: { latencyMs: [9, 10] as const } } : {};
  const deliveryTimeoutMs = requestTimeoutMs + 6 + luck.within('delivery', 0, requestTimeoutMs);
  const timeouts = { 'request.timeout.ms': requestTimeoutMs, 'delivery.timeout.ms': deliveryTimeoutMs };
  return { records, settings: { ...spread, ...timeouts }, ...network };
}

/**
 * "A copy of an already retried / abandoned request (produce or EndTxn) is processed late": the client has given its connection
 * up, because no answer came in time or because it was reset while the bytes lay unread at the other end. If a record itself is
 * given up, with its transaction, that is `deliveryTimeout` as well.
 */
export const lateCopy: FaultKind = {
  id: 'lateCopy',
  shape: (luck, configuration) => (isTransactional(configuration) ? shapeOfTransactions(luck) : {}),
  strike(luck, target) {
    const { configuration, records, settings } = target;
    const ends = isTransactional(configuration) && luck.chance('end of transaction', 50);
    const message = ends ? 'EndTxnRequest' : 'ProduceRequest';
    const attempt = luck.oneOf('attempt', isTransactional(configuration) ? [1, 1, 1, 2, 6] : [1]);
    const pin = { message, record: anyRecord(luck, records.count), attempt };
    const byMs = luck.within('late', 30, luck.oneOf('very', [300, 1_500]));
    if (!tellsAtOnce(configuration) && luck.chance('slow', 50)) {
      const timeoutMs = Number(settings['request.timeout.ms'] ?? 500);
      return [{ do: 'delay', ...pin, byMs: timeoutMs + byMs }];
    }
    return inOrderOfSending(target, { do: 'duplicate', ...pin, byMs }, [{ do: 'drop', ...pin }]);
  },
  missing: (trace) => (isStruck(trace) ? '' : 'no such request'),
  also: (trace, configuration) =>
    metOf([
      gaveUp(trace),
      ...(tellsAtOnce(configuration) ? [droppedRequests(trace, configuration, copiesOf(trace))] : []),
    ]),
};

/** Requests that were dropped and came all the same. */
const copiesOf = (trace: Trace): number => eventsOf(trace, 'copied').length;

/**
 * "One live connection is FIFO": whoever reads the late request late has read what was sent before it on the same
 * connection. What the reset would take of that is read late, too, just before it.
 */
function inOrderOfSending({ trial }: Target, late: CopyFault, faults: readonly Fault[]): readonly Fault[] {
  const trace = trial([...faults, late]);
  const dropped = lost(trace, late.message).find(({ why }) => why === 'dropped')?.message;
  const earlier = lost(trace, late.message)
    .map(({ message }) => message)
    .filter(({ connection, copy }) => connection === dropped?.connection && copy < dropped.copy);
  return [
    ...earlier.map(({ records, attempt }): Fault => ({ ...late, record: records[0]!, attempt })),
    ...faults,
    late,
  ];
}

type CopyFault = Extract<Fault, { do: 'duplicate' }>;

/**
 * "Partition unreachable longer than delivery.timeout.ms after the first attempt was appended". Of other records that are under
 * way then the request or the answer is lost as well, and they may live to see the partition again.
 */
export const deliveryTimeout: FaultKind = {
  id: 'deliveryTimeout',
  shape: (luck) => ({
    settings: { 'request.timeout.ms': 200, 'delivery.timeout.ms': luck.within('delivery', 250, 900) },
    records: { everyMs: luck.oneOf('pace', [8, 60, 300, 2500]), count: luck.within('few', 2, 4) },
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
  missing: () => '',
  also: (trace, configuration) =>
    metOf([
      droppedRequests(trace, configuration),
      lostAnswers(
        trace,
        configuration,
        replicasOf(trace).written.filter(({ record }) => !isGivenUp(trace, record)),
      ),
    ]),
};

const isGivenUp = (trace: Trace, of: number): boolean =>
  eventsOf(trace, 'told').some(({ record, outcome }) => record === of && outcome === 'unknown');

/** The same faults of the produce side that need no more than the producer and its connections. */
export const CLIENT_FAULTS: readonly FaultKind[] = [
  reqDropped,
  ackDropped,
  producerCrashBeforeSend,
  producerCrashAfterSend,
  lateCopy,
  deliveryTimeout,
];
