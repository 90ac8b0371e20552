/** The role of a transaction coordinator with a log of its own. Source: Pulsar's TransactionMetadataStoreService, MLTransactionMetadataStore. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import { isLateCopy } from '../connections';
import { answer } from '../answering';
import { bodyOf, type Correlated } from '../messages';
import type { EndBody } from '../topic/memory';
import { arbiterMachine } from './arbiter.machine';
import type {
  ArbiterAnswer,
  ArbiterData,
  ArbiterParameters,
  ArbiterState,
  ArbitratedTransaction,
  BegunAnswer,
  EnlistBody,
} from './memory';

/** A coordinator's role: all that it has decided is in its log, and outlives it. */
export function arbiterRole(p: ArbiterParameters): AnyRole {
  return asAnyRole<ArbiterData>({
    chart: arbiterMachine,
    guards: {
      isLateCopy: (_, event) => isLateCopy(event),
      isOpen: (data, event) => named(data, event)?.state === 'open',
      isStillOpen: ({ durable }, event) => durable.transactions.get(event.body as string)?.state === 'open',
      isBeingEnded: (data, event) => {
        const found = named(data, event);
        return found?.state === (bodyOf<EndBody>(event).commit ? 'committing' : 'aborting');
      },
    },
    actions: actionsOf(p),
    birth: () => ({ durable: { next: 1, transactions: new Map() }, unflushed: undefined, volatile: undefined }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: undefined }),
  });
}

/** The transaction that an event is about; a timer has its name as its body. */
function named({ durable }: ArbiterData, event: NodeEvent): ArbitratedTransaction | undefined {
  const name =
    typeof event.body === 'string' ? event.body : bodyOf<{ readonly transaction: string }>(event).transaction;
  return durable.transactions.get(name);
}

const NAMES: Readonly<Record<ArbiterState, string>> = {
  open: 'Open',
  committing: 'Committing',
  aborting: 'Aborting',
  committed: 'Committed',
  aborted: 'Aborted',
};

function become(transaction: ArbitratedTransaction, state: ArbiterState): Effect {
  transaction.state = state;
  const { id } = transaction;
  const fact = { kind: 'transaction', id, producerId: -1, epoch: -1, became: NAMES[state] } as const;
  return note(fact, { as: `transaction ${id}`, durable: true });
}

type Actions = Record<string, Action<ArbiterData>>;

function actionsOf(p: ArbiterParameters): Actions {
  const withNamed = (data: ArbiterData, event: NodeEvent, react: (one: ArbitratedTransaction) => Effects): Effects => {
    const found = named(data, event);
    return found === undefined ? [] : react(found);
  };
  return {
    resume: (data, _, now) => resume(p, data, now),
    begin: (data, event, now) => begin(p, data, event, now),
    enlist: (data, event) => withNamed(data, event, (one) => enlist(one, bodyOf<EnlistBody>(event))),
    answerEnlisted: (_, event) => [answerWith(event, p.words.enlisted, 'enlisted', '')],
    refuseEnlisted: (_, event) => [answerWith(event, p.words.enlisted, 'enlisted', 'InvalidTxnStatus')],
    decideAsAsked: (data, event) =>
      withNamed(data, event, (one) => {
        one.asked.push(event);
        return decide(one, bodyOf<EndBody>(event).commit);
      }),
    decideToAbort: (data, event) => withNamed(data, event, (one) => decide(one, false)),
    tellParticipants: (data, event) => withNamed(data, event, (one) => tell(p, one)),
    waitForEnd: (data, event) =>
      withNamed(data, event, (one) => {
        one.asked.push(event);
        return [];
      }),
    answerOver: (data, event) => {
      const wished = bodyOf<EndBody>(event).commit ? 'committed' : 'aborted';
      const error = named(data, event)?.state === wished ? '' : 'InvalidTxnStatus';
      return [answerWith(event, p.words.ended, 'transactionEnded', error)];
    },
    noteTold: (data, event) => withNamed(data, event, (one) => noteTold(one, event)),
    finishIfTold: (data, event) => withNamed(data, event, (one) => finish(p, one)),
  };
}

function answerWith(event: NodeEvent, name: string, as: string, error: ArbiterAnswer['error']): Effect {
  const body: ArbiterAnswer = { correlation: bodyOf<Correlated>(event).correlation, error };
  return answer(event, name, as, body, error === '' ? 'ok' : error);
}

/** A transaction begins, and with it its clock. */
function begin(p: ArbiterParameters, { durable }: ArbiterData, event: NodeEvent, now: number): Effects {
  const id = `0:${durable.next}`;
  durable.next += 1;
  const opened: ArbitratedTransaction = {
    id,
    openedMs: now,
    state: 'open',
    participants: [],
    missing: [],
    asked: [],
  };
  durable.transactions.set(id, opened);
  const body: BegunAnswer = { correlation: bodyOf<Correlated>(event).correlation, transaction: id };
  const relies = [`transaction ${id}`];
  return [become(opened, 'open'), clock(id, p.timeoutMs), answer(event, p.words.begun, 'begun', body, id, { relies })];
}

const clock = (id: string, delayMs: number): Effect => ({
  do: 'startTimer',
  name: `transaction ${id}`,
  event: 'transactionTimedOut',
  delayMs,
  body: id,
});

function enlist({ participants }: ArbitratedTransaction, { node, share }: EnlistBody): Effects {
  if (!participants.some((one) => one.node === node && one.share === share)) participants.push({ node, share });
  return [];
}

/** From here on it cannot end otherwise, whoever crashes. */
function decide(transaction: ArbitratedTransaction, commit: boolean): Effects {
  transaction.missing = [...transaction.participants];
  const stop: Effect = { do: 'stopTimer', name: `transaction ${transaction.id}` };
  return [stop, become(transaction, commit ? 'committing' : 'aborting')];
}

/** Tells those who have not answered, and again later. */
function tell(p: ArbiterParameters, { id, state, missing }: ArbitratedTransaction): Effects {
  if (missing.length === 0) return [];
  const commit = state === 'committing';
  const sends = missing.map(({ node, share }): Effect => {
    const name = p.words.end[share];
    const body: EndBody & { readonly share: string } = { correlation: 0, transaction: id, commit, share };
    const says = `${commit ? 'commit' : 'abort'} ${id}`;
    return {
      do: 'send',
      message: { name, as: 'endTransaction', to: node, call: true, body, records: [], about: name, says },
      relies: [`transaction ${id}`],
    };
  });
  const again: Effect = { do: 'startTimer', name: `tell ${id}`, event: 'tellDue', delayMs: p.retryMs, body: id };
  return [...sends, again];
}

function noteTold(transaction: ArbitratedTransaction, event: NodeEvent): Effects {
  const { share } = bodyOf<{ readonly share: string }>(event);
  transaction.missing = transaction.missing.filter((one) => one.node !== event.from || one.share !== share);
  return [];
}

/** Everybody who takes part has answered. */
function finish(p: ArbiterParameters, transaction: ArbitratedTransaction): Effects {
  const { id, state, missing, asked } = transaction;
  if (missing.length > 0 || (state !== 'committing' && state !== 'aborting')) return [];
  transaction.asked = [];
  const done = become(transaction, state === 'committing' ? 'committed' : 'aborted');
  const told = asked.map((event) => answerWith(event, p.words.ended, 'transactionEnded', ''));
  return [{ do: 'stopTimer', name: `tell ${id}` }, done, ...told];
}

/** After a restart: what is open is timed by when it began, what is decided is told on. */
function resume(p: ArbiterParameters, { durable }: ArbiterData, now: number): Effects {
  return [...durable.transactions.values()].flatMap((one) => {
    one.asked = [];
    if (one.state === 'open') return [clock(one.id, Math.max(0, one.openedMs + p.timeoutMs - now))];
    return tell(p, one);
  });
}
