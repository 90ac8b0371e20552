/** Faults of the produce side between instances of an application and the transaction coordinator (`kafka.md` 8.2). */
import type { Fault, StepPin } from '../../src/scenario/scenario';
import type { EventOf, Trace } from '../../src/trace/event';
import { isTransactional, noOtherLoss } from './clientFaults';
import type { FaultKind } from './fault';
import { eventsOf } from './happened';
import type { Luck } from './luck';

/** What the producer asked of the coordinator last before event `seq`, while it has no answer. */
function openEnd(trace: Trace, seq: number): EventOf<'send'> | undefined {
  const before = trace.events.slice(0, seq);
  const asked = before.findLast((event) => event.kind === 'send' && event.message.name === 'EndTxnRequest');
  const answered = before.findLast(
    (event) => event.kind === 'arrive' && event.message.name === 'EndTxnResponse' && event.node === asked?.node,
  );
  if (asked?.kind !== 'send' || (answered !== undefined && answered.seq > asked.seq)) return undefined;
  return asked;
}

const isCommit = (asked: EventOf<'send'> | undefined): boolean => asked?.message.says.startsWith('commit') === true;

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
  deviation(trace) {
    const crash = eventsOf(trace, 'crash')[0];
    if (crash === undefined) return 'nobody died';
    return isCommit(openEnd(trace, crash.seq)) ? '' : 'no commit was under way';
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
  deviation: (trace) => (trace.notMet.length === 0 ? '' : 'the coordinator did not die'),
};

/** An instance is frozen, a replacement takes its work over, the old one returns. */
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
  deviation(trace, configuration) {
    const paused = eventsOf(trace, 'pause')[0];
    const woken = eventsOf(trace, 'wake')[0];
    const taken = eventsOf(trace, 'call').find(({ node }) => node === 'producer-2');
    if (paused === undefined || woken === undefined) return 'nobody was frozen';
    if (taken === undefined || taken.seq > woken.seq) return 'nobody took over';
    if (isTransactional(configuration) && isCommit(openEnd(trace, paused.seq))) return 'a commit was under way';
    if (hasTriedAgain(trace, paused.node)) return 'a request timed out as well';
    return noOtherLoss(trace, configuration);
  },
};

/** Whether a frozen instance came back to requests that had timed out: their retries are another fault. */
const hasTriedAgain = (trace: Trace, node: string): boolean =>
  eventsOf(trace, 'send').some(
    ({ message }) => message.name === 'ProduceRequest' && message.from === node && message.says.includes('attempt'),
  );

function pinOfPause(luck: Luck, count: number, everyMs: number): StepPin | { readonly atMs: number } {
  if (luck.chance('anywhere', 30)) return { atMs: luck.within('instant', 1, count * everyMs + 20) };
  const record = luck.within('record', 1, count);
  return { when: luck.oneOf('side', ['before', 'after']), step: 'send', record, attempt: 1 };
}

export const INSTANCE_FAULTS: readonly FaultKind[] = [producerCrashDuringCommit, coordinatorCrash, zombieProducer];
