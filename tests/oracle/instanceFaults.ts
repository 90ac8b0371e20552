/** Faults of the produce side between instances of an application and the transaction coordinator. */
import type { Fault, StepPin } from '../../src/scenario/scenario';
import type { FaultKind } from './fault';
import { eventsOf } from './happened';
import type { Luck } from './luck';
import { endedInCommit, metOf } from './signs';

/** The producer dies after EndTxn(commit) has left, before its answer. */
export const producerCrashDuringCommit: FaultKind = {
  id: 'producerCrashDuringCommit',
  strike(luck, { calm }) {
    const trace = calm();
    const asked = eventsOf(trace, 'send').filter(({ message }) => message.name === 'EndTxnRequest');
    const which = luck.oneOf('which', asked);
    const answer = eventsOf(trace, 'arrive').find(
      ({ message, seq }) => message.name === 'EndTxnResponse' && seq > which.seq,
    );
    const slowMs = luck.chance('slow', 40) ? luck.within('slow', 20, 400) : 0;
    const atMs = luck.within('instant', which.at + 1, Math.max(which.at + 1, answer?.at ?? 0) + slowMs);
    const crash: Fault = { do: 'crash', node: 'producer', pin: { atMs }, forMs: luck.within('down', 1, 500) };
    const pin = { message: 'EndTxnRequest', record: which.message.records[0] ?? 1, attempt: 1 };
    return slowMs > 0 ? [{ do: 'delay', ...pin, byMs: slowMs }, crash] : [crash];
  },
  missing(trace) {
    const crash = eventsOf(trace, 'crash')[0];
    if (crash === undefined) return 'nobody died';
    return endedInCommit(trace, crash.seq).isMet ? '' : 'no commit was under way';
  },
};

/** The transaction coordinator dies at any point. */
export const coordinatorCrash: FaultKind = {
  id: 'coordinatorCrash',
  shape: (luck) => ({ settings: { 'transaction.timeout.ms': luck.oneOf('transaction timeout', [400, 2_000]) } }),
  strike(luck, { records }) {
    const atMs = luck.within('instant', 1, records.count * records.everyMs + 60);
    return [{ do: 'crash', node: 'coordinator', pin: { atMs }, forMs: luck.within('down', 20, 1_200) }];
  },
  missing: (trace) => (trace.notMet.length === 0 ? '' : 'the coordinator did not die'),
};

/**
 * "Old instance paused/partitioned, replacement started, old one returns". "An instance that is paused while its commit is in flight
 * behaves like `producerCrashDuringCommit`."
 */
export const zombieProducer: FaultKind = {
  id: 'zombieProducer',
  shape: (luck) => ({ settings: { 'app.replacement.after.ms': luck.within('patience', 60, 400) } }),
  strike(luck, { records, settings }) {
    const patienceMs = Number(settings['app.replacement.after.ms']);
    return [
      {
        do: 'pause',
        node: 'producer',
        pin: pinOfPause(luck, records.count, records.everyMs),
        forMs: patienceMs + luck.within('longer', 20, 1_500),
      },
    ];
  },
  missing(trace) {
    const woken = eventsOf(trace, 'wake')[0];
    const taken = eventsOf(trace, 'call').find(({ node }) => node === 'producer-2');
    if (woken === undefined) return 'nobody was frozen';
    return taken === undefined || taken.seq > woken.seq ? 'nobody took over' : '';
  },
  also: (trace) => metOf([endedInCommit(trace, eventsOf(trace, 'pause')[0]!.seq)]),
};

function pinOfPause(luck: Luck, count: number, everyMs: number): StepPin | { readonly atMs: number } {
  if (luck.chance('anywhere', 30)) return { atMs: luck.within('instant', 1, count * everyMs + 20) };
  const record = luck.within('record', 1, count);
  return { when: luck.oneOf('side', ['before', 'after']), step: 'send', record, attempt: 1 };
}

export const INSTANCE_FAULTS: readonly FaultKind[] = [producerCrashDuringCommit, coordinatorCrash, zombieProducer];
