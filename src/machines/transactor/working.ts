/** What the application does with its messages, one deed after the other; one question is open at a time. */
import { note, type Effect, type Effects, type Outgoing } from '../../engine/contracts';
import type { EnlistBody } from '../arbiter/memory';
import type { DeliveredMessage, ReceiveBody, SettleBody } from '../queue/memory';
import type { EndBody, PublishBody, RegisterBody, TopicAckBody } from '../topic/memory';
import { reachOf } from '../worker/reaching';
import type { Deed, TransactorData, TransactorMemory, TransactorParameters } from './memory';

type Question = Omit<Outgoing, 'body'> & { readonly body: object; readonly relies: readonly string[] };

function pose(v: TransactorMemory, question: Question): Effects {
  v.correlation += 1;
  const { correlation } = v;
  const { relies, ...message } = question;
  v.open = { correlation, peer: question.to, again: () => pose(v, question) };
  return [{ do: 'send', message: { ...message, body: { ...question.body, correlation } }, relies }];
}

/** Lets the broker send it messages. */
export function subscribe(p: TransactorParameters, v: TransactorMemory): Effects {
  v.buffer = [];
  v.correlation += 1;
  const body: ReceiveBody = { correlation: v.correlation, most: p.most, stays: true };
  const { subscribe: name } = p.words;
  const message = { name, as: 'receive', to: p.input, body, records: [], about: 'subscribe', says: `up to ${p.most}` };
  return [{ do: 'send', message }];
}

/** Registers its producer at the output topic. In its life it keeps the name that it was given. */
export function register(p: TransactorParameters, v: TransactorMemory): Effects {
  v.correlation += 1;
  const name = p.name === '' ? v.name : p.name;
  const body: RegisterBody = { correlation: v.correlation, name };
  const says = name === '' ? 'without a name' : name;
  const { register: word } = p.words;
  return [
    { do: 'send', message: { name: word, as: 'register', to: p.output, body, records: [], about: 'producer', says } },
  ];
}

/** The deeds for the next message; with the first one a transaction begins. */
export function plan(p: TransactorParameters, v: TransactorMemory): Effects {
  const message = v.buffer.shift()!;
  if (p.coordinator === '') {
    const steps: readonly Deed[] = [
      { do: 'produce', message },
      { do: 'acknowledge', message },
    ];
    v.todo = [{ do: 'handle', message }, ...(p.acknowledgesFirst ? steps.toReversed() : steps)];
    return [];
  }
  const first: readonly Deed[] = v.transaction === '' ? [{ do: 'begin' }] : [];
  const once = (deed: 'enlistMessages' | 'enlistAcknowledgements'): readonly Deed[] =>
    v.enlisted.has(deed) ? [] : [{ do: deed }];
  v.inside.push(message);
  v.todo = [
    ...first,
    { do: 'handle', message },
    ...once('enlistMessages'),
    { do: 'produce', message },
    ...once('enlistAcknowledgements'),
    { do: 'acknowledge', message },
  ];
  return [];
}

/** The fault step that a deed is, and for which records. */
function stepOf(deed: Deed, v: TransactorMemory): { readonly step: string; readonly records: readonly number[] } {
  switch (deed.do) {
    case 'produce':
      return { step: 'effect', records: [deed.message.record] };
    case 'acknowledge':
      return { step: 'progress', records: [deed.message.record] };
    case 'commit':
      return { step: 'publish', records: v.inside.map(({ record }) => record) };
    default:
      return { step: '', records: [] };
  }
}

/** Before or after a deed that a fault can strike at, for each record that it is about. */
export function reaches(when: 'before' | 'after', deed: Deed, v: TransactorMemory): Effect[] {
  const { step, records } = stepOf(deed, v);
  return records.map((record) => reachOf(when, step, record, 'delivered'));
}

/** Does the next deed. */
export function act(p: TransactorParameters, data: TransactorData): Effects {
  const { volatile: v } = data;
  const deed = v.todo.shift()!;
  v.current = deed;
  if (deed.do === 'handle') return handle(p, data, deed.message);
  return [...reaches('before', deed, v), ...ask(p, v, deed)];
}

function handle(p: TransactorParameters, { durable }: TransactorData, { record }: DeliveredMessage): Effects {
  const isSlow = record === p.slowRecord && !durable.handled.has(record);
  durable.handled.add(record);
  return [{ do: 'startTimer', name: 'handling', event: 'handlingDone', delayMs: isSlow ? p.slowMs : p.processingMs }];
}

function ask(p: TransactorParameters, v: TransactorMemory, deed: Deed): Effects {
  switch (deed.do) {
    case 'produce':
      return produce(p, v, deed.message);
    case 'acknowledge':
      return acknowledge(p, v, deed.message);
    default:
      return askCoordinator(p, v, deed.do);
  }
}

function produce(p: TransactorParameters, v: TransactorMemory, { record }: DeliveredMessage): Effects {
  const body: Omit<PublishBody, 'correlation'> = {
    producer: v.name,
    partition: 0,
    records: [record],
    sequence: v.sequence,
    transaction: v.transaction,
  };
  v.sequence += 1;
  return pose(v, {
    name: p.words.publish,
    as: 'publish',
    to: p.output,
    body,
    records: [record],
    about: 'publish',
    says: v.transaction === '' ? `${v.name} ${body.sequence}` : `${v.name} ${body.sequence} in ${v.transaction}`,
    relies: [`delivered ${record}`],
  });
}

/** Outside every transaction an acknowledgement is not answered. */
function acknowledge(
  p: TransactorParameters,
  v: TransactorMemory,
  { record, id, handle: held }: DeliveredMessage,
): Effects {
  const body: Omit<TopicAckBody, 'correlation'> & { readonly handle: number } = {
    id,
    handle: held,
    transaction: v.transaction,
  };
  const asking = pose(v, {
    name: p.words.settle,
    as: 'settle',
    to: p.input,
    body,
    records: [record],
    about: 'settle',
    says: v.transaction === '' ? `message ${id}` : `message ${id} in ${v.transaction}`,
    relies: [`delivered ${record}`],
  });
  if (v.transaction !== '') return asking;
  v.open = undefined;
  return [...asking, { do: 'raise', event: 'handlingDone' }];
}

function askCoordinator(
  p: TransactorParameters,
  v: TransactorMemory,
  deed: 'begin' | 'enlistMessages' | 'enlistAcknowledgements' | 'commit' | 'handle',
): Effects {
  const records = v.inside.map(({ record }) => record);
  const relies = v.transaction === '' ? [] : [`transaction ${v.transaction}`];
  const common = { to: p.coordinator, records, about: 'transaction', relies };
  const { transaction } = v;
  switch (deed) {
    case 'begin':
      return pose(v, { ...common, name: p.words.begin, as: 'begin', body: {}, says: 'a new transaction' });
    case 'commit': {
      const body: Omit<EndBody, 'correlation'> = { transaction, commit: true };
      return pose(v, { ...common, name: p.words.end, as: 'end', body, says: `commit ${transaction}` });
    }
    default: {
      const isOutput = deed === 'enlistMessages';
      const name = isOutput ? p.words.enlistMessages : p.words.enlistAcknowledgements;
      const node = isOutput ? p.output : p.input;
      const share = isOutput ? 'messages' : 'acknowledgements';
      const body: Omit<EnlistBody, 'correlation'> = { transaction, node, share };
      return pose(v, { ...common, name, as: 'enlist', body, says: `${share} of ${node} in ${transaction}` });
    }
  }
}

/** The deed in hand is done. */
export function finish(v: TransactorMemory): Effects {
  const deed = v.current;
  v.current = undefined;
  v.open = undefined;
  if (deed === undefined) return [];
  if (deed.do === 'acknowledge') v.settled.add(deed.message.id);
  if (deed.do === 'enlistMessages' || deed.do === 'enlistAcknowledgements') v.enlisted.add(deed.do);
  return reaches('after', deed, v);
}

/**
 * The transaction is none any more. What was acknowledged in it comes again when the broker has heard of its end; the rest
 * is this consumer's until it gives it back.
 */
export function abandon(p: TransactorParameters, v: TransactorMemory, error: string): Effects {
  const records = v.inside.map(({ record }) => record);
  const rest = p.givesBack ? v.inside.filter(({ id }) => !v.settled.has(id)) : [];
  forgetTransaction(v);
  v.todo = [];
  v.current = undefined;
  v.open = undefined;
  return [note({ kind: 'exception', error, records, leadsTo: 'abort' }), ...rest.map((one) => release(p, v, one))];
}

function release(p: TransactorParameters, v: TransactorMemory, { id, record, handle: held }: DeliveredMessage): Effect {
  v.correlation += 1;
  const body: SettleBody = { correlation: v.correlation, id, handle: held };
  const { release: name } = p.words;
  const says = `message ${id}`;
  return {
    do: 'send',
    message: { name, as: 'release', to: p.input, body, records: [record], about: 'release', says },
    relies: [`delivered ${record}`],
  };
}

/** It is over, one way or the other: nothing is inside any more. */
export function forgetTransaction(v: TransactorMemory): void {
  v.transaction = '';
  v.inside = [];
  v.settled = new Set();
  v.enlisted = new Set();
}
