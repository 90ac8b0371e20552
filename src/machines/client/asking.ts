/** What a producer client asks of coordinators. One question is open at a time. Source: TransactionManager. */
import type { Effect, Effects } from '../../engine/contracts';
import { COORDINATOR, GROUP, transactionPart } from '../addresses';
import type {
  AddOffsetsBody,
  AddPartitionsBody,
  EndTxnBody,
  InitProducerIdBody,
  TxnOffsetCommitBody,
} from '../messages';
import type { ClientMemory, ClientParameters, ClientTransaction, CoordinatorApi } from './memory';
import { askBackoffMs } from './reactions';
import type { OffsetsToSend } from './talk';

interface Question {
  readonly api: CoordinatorApi;
  readonly part: string;
  readonly body: object;
  readonly records: readonly number[];
  readonly about: string;
  readonly says: string;
  readonly partitions?: readonly number[];
}

/** Asks, or remembers to ask as soon as there is a connection. */
function pose(p: ClientParameters, v: ClientMemory, question: Question): Effects {
  v.correlation += 1;
  const { correlation } = v;
  const { api, part, records, about, says, partitions = [] } = question;
  v.open = { correlation, api, partitions, again: () => pose(p, v, question) };
  if (!v.connected.has(COORDINATOR)) return [];
  const body = { ...question.body, correlation };
  return [
    { do: 'send', message: { name: `${api}Request`, to: COORDINATOR, part, body, records, about, says } },
    { do: 'startTimer', name: 'question', event: 'questionTimedOut', delayMs: p.requestTimeoutMs },
  ];
}

/** The question is answered. */
export function close(v: ClientMemory): Effect {
  v.open = undefined;
  return { do: 'stopTimer', name: 'question' };
}

/** The question will be asked again after a while. */
export function askLater(p: ClientParameters, v: ClientMemory, error: string): Effects {
  const api = v.open?.api ?? 'EndTxn';
  const delayMs = askBackoffMs(api, error, v.transaction?.started !== true, p.retryBackoffMs);
  return [
    { do: 'stopTimer', name: 'question' },
    { do: 'startTimer', name: 'ask', event: 'askDue', delayMs },
  ];
}

/**
 * A producer id and epoch; with a transactional id this also fences and aborts what a former instance left open. Who has
 * an epoch already asks for the next one.
 */
export function producerId(p: ClientParameters, v: ClientMemory): Effects {
  const { transactionalId, transactionTimeoutMs: timeoutMs } = p;
  const body: Omit<InitProducerIdBody, 'correlation'> = {
    transactionalId,
    timeoutMs,
    producerId: v.producerId,
    epoch: v.epoch,
  };
  const says = transactionalId === '' ? 'a producer id?' : `transactional.id ${transactionalId}`;
  const part = transactionPart(transactionalId);
  return pose(p, v, { api: 'InitProducerId', part, body, records: [], about: 'init', says });
}

const identityOf = ({ transactionalId }: ClientParameters, { producerId: id, epoch }: ClientMemory) => ({
  transactionalId,
  producerId: id,
  epoch,
});

const inWords = ({ transactionalId }: ClientParameters, { epoch }: ClientMemory): string =>
  `${transactionalId} · epoch ${epoch}`;

/** Transactions V1: these partitions will be written to. */
export function addPartitions(p: ClientParameters, v: ClientMemory, { fresh, records }: ClientTransaction): Effects {
  const partitions = [...fresh];
  const body: Omit<AddPartitionsBody, 'correlation'> = { ...identityOf(p, v), partitions, verifyOnly: false };
  const part = transactionPart(p.transactionalId);
  return pose(p, v, {
    api: 'AddPartitionsToTxn',
    part,
    body,
    records: [...records],
    about: 'add',
    says: inWords(p, v),
    partitions,
  });
}

/** Transactions V1: offsets of this group will be committed. */
export function addOffsets(p: ClientParameters, v: ClientMemory, { group }: OffsetsToSend): Effects {
  const body: Omit<AddOffsetsBody, 'correlation'> = { ...identityOf(p, v), group };
  const part = transactionPart(p.transactionalId);
  const says = `${inWords(p, v)} · group ${group}`;
  return pose(p, v, { api: 'AddOffsetsToTxn', part, body, records: [], about: 'add offsets', says });
}

/** The offsets themselves, for the group coordinator. */
export function commitOffsets(
  p: ClientParameters,
  v: ClientMemory,
  of: OffsetsToSend,
  records: readonly number[],
): Effects {
  const { group, offsets, member, generation, instanceId } = of;
  const membership = { group, offsets, member, generation, instanceId };
  const body: Omit<TxnOffsetCommitBody, 'correlation'> = { ...identityOf(p, v), ...membership };
  const next = offsets.map(({ partition, offset }) => `${partition}: ${offset}`).join(', ');
  const says = `${inWords(p, v)} · next of ${next}`;
  return pose(p, v, { api: 'TxnOffsetCommit', part: GROUP, body, records: [...records], about: 'offsets', says });
}

/** Asks to commit or to abort. */
export function endTransaction(p: ClientParameters, v: ClientMemory, { ending, records }: ClientTransaction): Effects {
  const commit = ending === 'commit';
  const body: Omit<EndTxnBody, 'correlation'> = { ...identityOf(p, v), commit };
  const says = `${ending} · epoch ${v.epoch}`;
  const part = transactionPart(p.transactionalId);
  return pose(p, v, { api: 'EndTxn', part, body, records: [...records], about: 'end', says });
}
