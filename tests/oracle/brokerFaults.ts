/** Faults of the produce side that strike brokers. */
import { replicasOf, type Slot } from '../../src/checker/oracle/replicas';
import type { Fault, Settings } from '../../src/scenario/scenario';
import type { EventOf, Trace } from '../../src/trace/event';
import type { Configuration } from './configurations';
import type { FaultKind } from './fault';
import { electionAfter, eventsOf, isStruck, leaderAt, logsAt, placeOf } from './happened';
import type { Luck } from './luck';
import { droppedRequests, gaveUp, isTransactional, lostAnswers, metOf, tellsAtOnce, type Sign } from './signs';

const BROKERS = ['broker-1', 'broker-2', 'broker-3'];
/** Longer than broker.session.timeout.ms, so that somebody else is elected. */
const MISSED_MS: readonly [number, number] = [320, 1200];

const crash = (node: string, atMs: number, forMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs });

const cut = (a: string, b: string, atMs: number, forMs: number): Fault => ({
  do: 'partition',
  between: [a, b],
  atMs,
  forMs,
  oneWay: false,
});

interface Failover {
  /** What the dead leader had, and its successor has not, or has. */
  readonly gone: readonly Slot[];
  readonly kept: readonly Slot[];
}

/** A clean election after the leader's death, or undefined. */
function failover(trace: Trace): Failover | undefined {
  const dead = eventsOf(trace, 'crash').find(({ node }) => BROKERS.includes(node));
  const next = dead === undefined ? undefined : electionAfter(trace, dead.seq);
  if (dead === undefined || next === undefined) return undefined;
  if (dead.node !== leaderAt(trace, dead.seq, 0) || next.leader === dead.node || !next.clean) return undefined;
  const survivors = new Set((logsAt(trace, next.seq, 0).get(next.leader) ?? []).map(placeOf));
  const had = logsAt(trace, dead.seq, 0).get(dead.node) ?? [];
  return {
    gone: had.filter((slot) => !survivors.has(placeOf(slot))),
    kept: had.filter((slot) => survivors.has(placeOf(slot))),
  };
}

/** "Batch on the whole ISR, client got no answer": of one that the next leader has. */
const keptUnanswered = (trace: Trace, configuration: Configuration, { kept }: Pick<Failover, 'kept'>): Sign => ({
  row: 'leaderCrashAfterRepl',
  isMet: lostAnswers(trace, configuration, kept).isMet,
});

/** "Leader process crash, batch on no other ISR member, clean election". Another batch may be on them, and its answer lost. */
export const leaderCrashBeforeRepl: FaultKind = {
  id: 'leaderCrashBeforeRepl',
  strike: (luck, { records }) => [
    {
      do: 'crash',
      node: 'broker-1',
      pin: { when: 'after', step: 'append', record: luck.within('record', 1, records.count), attempt: 1 },
      forMs: luck.within('down', ...MISSED_MS),
    },
  ],
  missing(trace) {
    const over = failover(trace);
    if (over === undefined) return 'no clean election';
    return over.gone.length === 0 ? 'everything was replicated' : '';
  },
  also: (trace, configuration) => metOf([keptUnanswered(trace, configuration, failover(trace)!)]),
};

/** "Leader process crash, batch on the whole ISR, client got no answer". Another batch may be on no other member. */
export const leaderCrashAfterRepl: FaultKind = {
  id: 'leaderCrashAfterRepl',
  strike(luck, { records, calm, settings }) {
    const record = luck.within('record', 1, records.count);
    const trace = calm();
    const append = eventsOf(trace, 'append').find((event) => !event.copied && event.records.includes(record));
    const copies = eventsOf(trace, 'append').filter((event) => event.copied && event.records.includes(record));
    const from = Math.max(append?.at ?? 0, ...copies.map(({ at }) => at)) + 1;
    const atMs = luck.within('instant', from, from + 15);
    const dead = crash('broker-1', atMs, luck.within('down', ...MISSED_MS));
    if (settings['acks'] !== '1') return [dead];
    return [{ do: 'drop', message: 'ProduceResponse', record, attempt: 1 }, dead];
  },
  missing(trace) {
    if (failover(trace) === undefined) return 'no clean election';
    return isStruck(trace) ? '' : 'no such answer';
  },
  also: (trace, configuration) =>
    metOf([
      { row: 'leaderCrashBeforeRepl', isMet: failover(trace)!.gone.length > 0 },
      ...(tellsAtOnce(configuration) ? [droppedRequests(trace, configuration)] : []),
    ]),
};

/** "ISR falls below min ISR around the append, later recovers". A client that gives up before that meets `deliveryTimeout` as well. */
export const minIsrDip: FaultKind = {
  id: 'minIsrDip',
  shape: (luck) => ({ records: { everyMs: luck.oneOf('dip pace', [20, 60, 120]) } }),
  strike(luck, { records }) {
    const atMs = luck.within('instant', 1, records.count * records.everyMs);
    const followers = BROKERS.slice(1);
    const forMs = luck.within('dip', 320, 1200);
    if (luck.chance('cut off', 50)) return followers.map((broker) => cut('broker-1', broker, atMs, forMs));
    return followers.map((broker, place) => crash(broker, atMs + place * luck.within('apart', 0, 40), forMs));
  },
  missing(trace) {
    const shrunk = eventsOf(trace, 'lead').some(({ isr }) => isr.length < 2);
    return shrunk ? '' : 'the ISR stayed large enough';
  },
  also: (trace) => metOf([gaveUp(trace)]),
};

/**
 * "ISR shrank to the leader, leader lost, stale replica elected". Records that were acknowledged by two need both to be out; with
 * acks below all the leader alone does. "Composite faults contain a leader crash": the stale replica may have what its sender got
 * no answer for, and an answer may be lost again when requests wait for replicas that are on their way back.
 */
export const uncleanElection: FaultKind = {
  id: 'uncleanElection',
  shape: (luck, configuration) => ({
    settings: { 'unclean.leader.election.enable': true, ...impatience(luck, configuration) },
    records: { everyMs: luck.oneOf('slow pace', [30, 60, 120, 200]), count: luck.within('more', 5, 8) },
    network: { latencyMs: luck.oneOf('slow wire', [[2, 9] as const, [20, 50] as const]) },
  }),
  strike(luck, { records }) {
    const span = records.count * records.everyMs;
    const atMs = luck.within('cut', 1, Math.floor(span / 2));
    const loseLeaderMs = atMs + luck.within('leader lost', 320, 900);
    const healMs = loseLeaderMs + luck.within('elected', 320, 700);
    const leaderGone = crash('broker-1', loseLeaderMs, healMs - loseLeaderMs + luck.within('leader back', 20, 600));
    const [stale, other] = luck.chance('second is stale', 50) ? ['broker-2', 'broker-3'] : ['broker-3', 'broker-2'];
    if (luck.chance('both cut off', 30))
      return [cut('broker-1', stale, atMs, healMs - atMs), cut('broker-1', other, atMs, healMs - atMs), leaderGone];
    const otherGoneMs = loseLeaderMs - luck.within('other lost', 0, 200);
    return [
      cut('broker-1', stale, atMs, healMs - atMs),
      cut(other, stale, atMs, healMs - atMs),
      crash(other, otherGoneMs, healMs - otherGoneMs + luck.within('other back', 20, 600)),
      leaderGone,
    ];
  },
  missing: (trace) => (uncleanOf(trace) === undefined ? 'no unclean election' : ''),
  also(trace, configuration) {
    const { seq, leader } = uncleanOf(trace)!;
    const kept = logsAt(trace, seq, 0).get(leader) ?? [];
    const later = replicasOf(trace).written.filter((slot) => slot.seq > seq);
    return metOf([
      keptUnanswered(trace, configuration, { kept }),
      lostAnswers(trace, configuration, later),
      gaveUp(trace),
    ]);
  },
};

const uncleanOf = (trace: Trace): EventOf<'lead'> | undefined => eventsOf(trace, 'lead').find(({ clean }) => !clean);

/**
 * "All ISR members lose power together before flushing": what a log.flush.interval.messages had made safe before stays. "Composite
 * faults contain a leader crash", with a batch that is safe and unanswered.
 */
export const powerLossAllIsr: FaultKind = {
  id: 'powerLossAllIsr',
  shape: (luck, configuration) => ({
    settings: {
      'log.flush.interval.messages': luck.oneOf('flush', [2_147_483_647, 1, 2, 3, 5]),
      ...impatience(luck, configuration),
    },
    ...(isTransactional(configuration) ? { records: { everyMs: luck.oneOf('open for', [3, 20, 60, 150]) } } : {}),
  }),
  strike(luck, { configuration, records, settings, calm }) {
    const out = (atMs: number): readonly Fault[] =>
      BROKERS.map((node) => ({ do: 'powerLoss', node, pin: { atMs }, forMs: backAfterMs(luck, node) }));
    const markers = isTransactional(configuration) && luck.chance('behind a marker', 50) ? markersOf(calm(), luck) : [];
    if (markers.length > 0) return out(luck.oneOf('which marker', markers).at + luck.within('behind it', 1, 20));
    if (settings['acks'] !== '1' || !luck.chance('unanswered', 50))
      return out(luck.within('instant', 1, records.count * records.everyMs + 200));
    // With acks=1 the answer follows the append at once: the client gets none when it is lost on its way.
    const record = luck.within('record', 1, records.count);
    const append = eventsOf(calm(), 'append').find((event) => !event.copied && event.records.includes(record));
    const dropped: Fault = { do: 'drop', message: 'ProduceResponse', record, attempt: 1 };
    return [dropped, ...out((append?.at ?? 0) + luck.within('a moment', 1, 40))];
  },
  missing(trace) {
    const out = eventsOf(trace, 'crash').filter(({ power }) => power);
    const [first] = out;
    if (first === undefined || out.length < BROKERS.length) return 'not all lost power';
    return out.some(({ at }) => at !== first.at) ? 'not together' : '';
  },
  also: (trace) => metOf([gaveUp(trace)]),
};

/** Markers that leaders wrote; rather those of aborts, where there are any. */
function markersOf(trace: Trace, luck: Luck): readonly EventOf<'marker'>[] {
  const markers = eventsOf(trace, 'marker').filter(({ copied }) => !copied);
  const aborts = markers.filter(({ commit }) => !commit);
  return aborts.length > 0 && luck.chance('of an abort', 70) ? aborts : markers;
}

/** Transactions that give up soon: some are aborted for no other reason than a slow answer. */
function impatience(luck: Luck, configuration: Configuration): Settings {
  if (!isTransactional(configuration) || !luck.chance('impatient', 40)) return {};
  const requestTimeoutMs = luck.within('request timeout', 15, 150);
  return {
    'request.timeout.ms': requestTimeoutMs,
    'delivery.timeout.ms': requestTimeoutMs + 10 + luck.within('delivery', 0, 100),
  };
}

const backAfterMs = (luck: Luck, node: string): number => 100 + luck.within(`back ${node}`, 0, 500);

export const BROKER_FAULTS: readonly FaultKind[] = [
  leaderCrashBeforeRepl,
  leaderCrashAfterRepl,
  minIsrDip,
  uncleanElection,
  powerLossAllIsr,
];
