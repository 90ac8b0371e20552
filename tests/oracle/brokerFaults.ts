/** Faults of the produce side that strike brokers (`kafka.md` 8.2). */
import type { Slot } from '../../src/checker/oracle/replicas';
import type { Fault, Settings } from '../../src/scenario/scenario';
import type { EventOf, Trace } from '../../src/trace/event';
import { isTransactional, noOtherLoss, readsCommitted, tellsAtOnce } from './clientFaults';
import type { Configuration } from './configurations';
import type { FaultKind } from './fault';
import { electionAfter, eventsOf, isStruck, leaderAt, logsAt, placeOf, wasAnswered, wasToldOk } from './happened';
import type { Luck } from './luck';

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

/** A clean election after the leader's death, or undefined. */
function failover(trace: Trace): { readonly dead: EventOf<'crash'>; readonly next: EventOf<'lead'> } | undefined {
  const dead = eventsOf(trace, 'crash').find(({ node }) => BROKERS.includes(node));
  const next = dead === undefined ? undefined : electionAfter(trace, dead.seq);
  if (dead === undefined || next === undefined) return undefined;
  return dead.node !== leaderAt(trace, dead.seq, 0) || next.leader === dead.node || !next.clean
    ? undefined
    : { dead, next };
}

/** The leader's process dies with the batch on no other member of the ISR; whatever is on others has been answered. */
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
  deviation(trace, configuration) {
    const over = failover(trace);
    if (over === undefined) return 'no clean election';
    const { dead, next } = over;
    const kept = new Set((logsAt(trace, next.seq, 0).get(next.leader) ?? []).map(placeOf));
    const had = logsAt(trace, dead.seq, 0).get(dead.node) ?? [];
    if (had.every((slot) => kept.has(placeOf(slot)))) return 'everything was replicated';
    const doubtful = had.some((slot) => slot.record > 0 && kept.has(placeOf(slot)) && !wasAnswered(trace, slot));
    return doubtful && !tellsAtOnce(configuration) ? 'another batch was replicated and unanswered' : '';
  },
};

/** The leader's process dies with all that it has on the whole ISR; the client gets no answer. */
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
  deviation(trace, configuration) {
    const over = failover(trace);
    if (over === undefined) return 'no clean election';
    const { dead, next } = over;
    const kept = new Set((logsAt(trace, next.seq, 0).get(next.leader) ?? []).map(placeOf));
    const had = logsAt(trace, dead.seq, 0).get(dead.node) ?? [];
    if (had.some((slot) => !kept.has(placeOf(slot)))) return 'something was not replicated';
    return isStruck(trace) ? noOtherLoss(trace, configuration) : 'no such answer';
  },
};

/** The ISR falls below min.insync.replicas around the append and recovers, before the client gives up. */
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
  deviation(trace, configuration) {
    const shrunk = eventsOf(trace, 'lead').some(({ isr }) => isr.length < 2);
    if (!shrunk) return 'the ISR stayed large enough';
    const gaveUp = eventsOf(trace, 'told').some(({ outcome }) => outcome !== 'ok');
    return gaveUp ? 'the client gave up' : noOtherLoss(trace, configuration);
  },
};

/**
 * The ISR has shrunk to the leader, the leader is lost, a stale replica is elected. Records that were acknowledged by two
 * need both to be out; with acks below all the leader alone does.
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
  deviation(trace, configuration) {
    const elected = eventsOf(trace, 'lead').filter(({ clean }) => !clean);
    const [only] = elected;
    if (only === undefined || elected.length > 1) return `${elected.length} unclean elections`;
    if (timesOutAfter(trace, only.seq)) return 'requests waited for one another until one timed out';
    const survivors = logsAt(trace, only.seq, 0).get(only.leader) ?? [];
    if (readsCommitted(configuration) || isAllSafe(trace, survivors, only.seq)) return '';
    return 'the stale replica has what its sender is unsure of';
  },
};

/** A request that waits in the broker's socket behind others, and times out there, is sent again: a fault of its own. */
const timesOutAfter = (trace: Trace, seq: number): boolean =>
  eventsOf(trace, 'timer').some((event) => event.seq > seq && event.node === 'producer' && /^request/.test(event.name));

/** Whether the application knows of all these records that they are safe: nobody will send them again. */
const isAllSafe = (trace: Trace, slots: readonly Slot[], seq: number): boolean =>
  slots.every(({ record }) => record === 0 || wasToldOk(trace, record, seq));

/** All members of the ISR lose power together, before they have flushed everything. */
export const powerLossAllIsr: FaultKind = {
  id: 'powerLossAllIsr',
  shape: (luck, configuration) => ({
    settings: {
      'log.flush.interval.messages': luck.oneOf('flush', [2_147_483_647, 1, 2, 3, 5]),
      ...impatience(luck, configuration),
    },
  }),
  strike(luck, { records, settings, calm }) {
    const out = (atMs: number): readonly Fault[] =>
      BROKERS.map((node) => ({ do: 'powerLoss', node, pin: { atMs }, forMs: backAfterMs(luck, node) }));
    if (settings['acks'] !== '1' || !luck.chance('unanswered', 50))
      return out(luck.within('instant', 1, records.count * records.everyMs + 200));
    // With acks=1 the answer follows the append at once: the client gets none when it is lost on its way.
    const record = luck.within('record', 1, records.count);
    const append = eventsOf(calm(), 'append').find((event) => !event.copied && event.records.includes(record));
    const dropped: Fault = { do: 'drop', message: 'ProduceResponse', record, attempt: 1 };
    return [dropped, ...out((append?.at ?? 0) + luck.within('a moment', 1, 40))];
  },
  deviation(trace, configuration) {
    const out = eventsOf(trace, 'crash').filter(({ power }) => power);
    const [first] = out;
    if (first === undefined || out.length < BROKERS.length) return 'not all lost power';
    if (out.some(({ at }) => at !== first.at)) return 'not together';
    const back = eventsOf(trace, 'lead').find(({ seq }) => seq > first.seq) ?? trace.events.at(-1)!;
    const survivors = logsAt(trace, back.seq, 0).get(first.node) ?? [];
    if (!isTransactional(configuration) || readsCommitted(configuration)) return '';
    return isAllSafe(trace, survivors, first.seq) ? '' : 'part of an open transaction had been flushed';
  },
};

/** Transactions that give up soon: some are aborted for no other reason than a slow answer. Their readers do not mind. */
function impatience(luck: Luck, configuration: Configuration): Settings {
  if (!readsCommitted(configuration) || !luck.chance('impatient', 40)) return {};
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
