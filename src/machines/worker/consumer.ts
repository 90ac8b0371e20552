/**
 * The consumer's role: position and committed offset are two things. The position advances when a poll returns records;
 * the committed offset is read only at a start. What it does with a record, in which order, is the step string.
 * Source: Kafka's ConsumerCoordinator, SubscriptionState and CompletedFetch classes.
 */
import { asAnyRole, note, type AnyRole, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { filterAborted } from '../log/rules/filterAborted';
import { CONTROLLER, COORDINATOR, SINK } from '../addresses';
import { askAgainForLeader, askForLeader, learnLeader, type MetadataAnswer } from '../leader';
import {
  bodyOf,
  type Correlated,
  type FetchAnswer,
  type OffsetAnswer,
  type OffsetFetchAnswer,
  type WriteAnswer,
} from '../messages';
import { consumerMachine } from './consumer.machine';
import { freshMemory, type ConsumerData, type ConsumerMemory, type ConsumerParameters } from './memory';
import { faultStep, operationsOf, type Operation } from './operations';
import * as membership from './membership';
import * as ask from './requests';

/** A consumer's role. */
export function consumerRole(parameters: ConsumerParameters): AnyRole {
  const p = parameters;
  return asAnyRole<ConsumerData>({
    chart: consumerMachine,
    guards: {
      isStale: ({ volatile: v }, event) =>
        event.connection < 0 || v.open?.correlation !== bodyOf<Correlated>(event).correlation,
      isLastPeer: ({ volatile: v }, event) => isLastPeer(v, event, p),
      isLastPeerOfMember: ({ volatile: v }, event) => p.joinsGroup && isLastPeer(v, event, p),
      ...membership.guards,
      isEffectOpen: ({ volatile: v }, event) => v.open?.peer() === event.from && v.open.effect,
      isAnswerOpen: ({ volatile: v }, event) => v.open?.peer() === event.from,
      hasPosition: (_, event) => offsetIn(event) >= 0,
      isRefusedByBroker: (_, event) => bodyOf<{ error: string }>(event).error !== '',
      isOutOfRange: (_, event) => bodyOf<FetchAnswer>(event).error === 'OFFSET_OUT_OF_RANGE',
      bringsRecords: (_, event) => filtered(bodyOf<FetchAnswer>(event), p).delivered.length > 0,
      isNewLeader: ({ volatile: v }, event) => bodyOf<MetadataAnswer>(event).leaderEpoch > v.view.leaderEpoch,
      isLastOperation: ({ volatile: v }) => v.current + 1 >= v.operations.length,
      hasBuffered: ({ volatile: v }) => v.buffer.length > 0,
      isAutoCommitOwed: ({ volatile: v }) => v.autoCommitDue && v.position > v.committed,
    },
    actions: actionsOf(p),
    birth: () => ({ durable: undefined, unflushed: undefined, volatile: freshMemory(1) }),
    rebirth: ({ volatile }) => ({ durable: undefined, unflushed: undefined, volatile: freshMemory(volatile.life + 1) }),
  });
}

/** The offset in an answer of the group coordinator, or of the sink. */
function offsetIn(event: NodeEvent): number {
  const answer = bodyOf<OffsetFetchAnswer | OffsetAnswer>(event);
  return 'offsets' in answer ? (answer.offsets[0]?.offset ?? -1) : answer.offset;
}

/** Whether progress is kept in the sink's own transaction. */
const savesInSink = (p: ConsumerParameters): boolean =>
  p.groups.some(({ steps }) => steps.includes('progress') && steps.length > 1);

const isLastPeer = (v: ConsumerMemory, event: NodeEvent, p: ConsumerParameters): boolean =>
  peersOf(p).every((peer) => peer === event.from || v.connected.has(peer));

function peersOf(p: ConsumerParameters): readonly string[] {
  return ['broker-1', COORDINATOR, SINK, ...(p.brokers > 1 ? [CONTROLLER] : [])];
}

function actionsOf(
  p: ConsumerParameters,
): Record<string, (data: ConsumerData, event: NodeEvent, now: number) => Effects> {
  const connect = (peer: string, backoffMs = p.reconnectBackoffMs): Effect => ({ do: 'connect', peer, backoffMs });
  return {
    ...membership.actionsOf(p),
    connectAll: () => peersOf(p).map((peer) => connect(peer, 0)),
    greetPeer: ({ volatile: v }, event) => {
      v.connected.add(event.from);
      if (event.from === CONTROLLER) return askAgainForLeader(v.view, p.brokers);
      if (event.from === COORDINATOR && v.assigned) return membership.beatHeart(v, p);
      return event.from === v.view.leader ? [{ do: 'watch', peer: event.from, silenceMs: p.requestTimeoutMs }] : [];
    },
    forgetPeer: ({ volatile: v }, event) => {
      v.connected.delete(event.from);
      return [];
    },
    abandonPeer: ({ volatile: v }, event) => {
      const peer = event.from === '' ? (v.open?.peer() ?? '') : event.from;
      v.connected.delete(peer);
      return peer === '' ? [] : [{ do: 'disconnect', peer }, connect(peer)];
    },
    reconnect: ({ volatile: v }, event) => {
      const again = event.type === 'disconnected' ? [connect(event.from)] : [];
      const doubtsLeader = event.from === v.view.leader || event.from === '';
      return doubtsLeader ? [...again, ...askForLeader(v.view, p.brokers)] : again;
    },
    findLeader: ({ volatile: v }) => askForLeader(v.view, p.brokers),
    askLater: () => [{ do: 'startTimer', name: 'ask', event: 'askDue', delayMs: p.retryBackoffMs }],
    moveToLeader: ({ volatile: v }, event) => {
      learnLeader(v.view, bodyOf<MetadataAnswer>(event));
      return v.connected.has(v.view.leader) ? [] : [connect(v.view.leader, 0)];
    },
    askAgain: ({ volatile: v }) => (v.open !== undefined && v.connected.has(v.open.peer()) ? v.open.again() : []),
    askPosition: ({ volatile: v }) => (savesInSink(p) ? ask.storedOffset(v, p) : ask.committedOffset(v, p)),
    takePosition: ({ volatile: v }, event) => moveTo(p, v, offsetIn(event), savesInSink(p) ? 'sink' : 'committed'),
    askReset: ({ volatile: v }) => ask.resetOffset(v, p),
    takeReset: ({ volatile: v }, event) => moveTo(p, v, bodyOf<OffsetAnswer>(event).offset, 'reset'),
    fetch: ({ volatile: v }) => ask.fetch(v, p),
    buffer: ({ volatile: v }, event) => buffer(v, bodyOf<FetchAnswer>(event), p),
    poll: ({ volatile: v }) => poll(v, p),
    beginOperation: ({ volatile: v }) => beginOperation(v, p),
    finishOperation: ({ volatile: v }, event) => finishOperation(v, event),
    skipOperation: ({ volatile: v }) => {
      v.current += 1;
      return [];
    },
    recoverEffect: ({ volatile: v }) => recoverEffect(v, p),
    raisePolled: () => [{ do: 'raise', event: 'polled' }],
    markAutoCommitDue: ({ volatile: v }) => {
      v.autoCommitDue = true;
      return [];
    },
    autoCommit: ({ volatile: v }) => ask.commit(v, p, v.position, []),
    finishAutoCommit: ({ volatile: v }) => {
      v.committed = v.position;
      v.autoCommitDue = false;
      return answered(v);
    },
  };
}

function moveTo(
  { committedOnly }: ConsumerParameters,
  v: ConsumerMemory,
  offset: number,
  from: 'committed' | 'sink' | 'reset',
): Effects {
  v.open = undefined;
  v.fetchOffset = offset;
  v.position = offset;
  v.committed = offset;
  const relies = from === 'sink' ? ['sink offset 0'] : from === 'committed' ? ['group offset 0'] : [];
  return [
    note({ kind: 'position', partition: 0, offset, from, committedOnly }, { relies }),
    { do: 'stopTimer', name: 'request' },
  ];
}

const filtered = ({ entries, aborted }: FetchAnswer, p: ConsumerParameters) =>
  filterAborted(entries, aborted, p.committedOnly ? 'read_committed' : 'read_uncommitted');

function buffer(v: ConsumerMemory, answer: FetchAnswer, p: ConsumerParameters): Effects {
  const { delivered, dropped } = filtered(answer, p);
  v.open = undefined;
  v.buffer = delivered.map(({ record, offset }) => ({ record, offset }));
  v.bufferEnd = (answer.entries.at(-1)?.offset ?? v.fetchOffset - 1) + 1;
  v.fetchOffset = v.bufferEnd;
  return dropped.map(({ record, offset }) =>
    note({ kind: 'skip', records: [record], partition: 0, offset, why: 'aborted' }),
  );
}

function poll(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const taken = v.buffer.splice(0, p.pollRecordsMax);
  const next = v.buffer[0]?.offset ?? v.bufferEnd;
  const records = taken.map(({ record }) => record);
  v.operations = operationsOf(p.groups, records, next);
  v.current = 0;
  v.saved = false;
  v.known.clear();
  v.position = next;
  const effects: Effect[] = taken.flatMap(({ record, offset }): Effect[] => [
    { do: 'reach', when: 'before', step: 'receive', record },
    note(
      { kind: 'deliver', record, partition: 0, offset },
      { as: `delivered ${record}`, relies: [`append 0 ${offset}`] },
    ),
    { do: 'reach', when: 'after', step: 'receive', record },
  ]);
  if (p.autoCommitMs !== undefined)
    effects.push({ do: 'startTimer', name: 'autoCommit', event: 'autoCommitDue', delayMs: p.autoCommitMs });
  return effects;
}

function beginOperation(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const operation = v.operations[v.current];
  if (operation === undefined || isPassedOver(v, operation)) return [{ do: 'raise', event: 'operationSkipped' }];
  const before = reaches('before', operation);
  return operation.via === 'group'
    ? [...before, ...ask.commit(v, p, operation.progress ?? 0, operation.records)]
    : [...before, ...ask.write(v, p, operation)];
}

/** A name that was known passes over everything but the progress. */
function isPassedOver(v: ConsumerMemory, { records, progress }: Operation): boolean {
  return progress === undefined && records.every((record) => v.known.has(record));
}

function reaches(when: 'before' | 'after', { steps, records }: Operation): Effect[] {
  return records.flatMap((record) =>
    steps.map((step): Effect => ({
      do: 'reach',
      when,
      step: faultStep(step),
      record,
      relies: [`delivered ${record}`],
    })),
  );
}

function finishOperation(v: ConsumerMemory, event: NodeEvent): Effects {
  const operation = v.operations[v.current]!;
  const known = event.type === 'WriteResponse' ? bodyOf<WriteAnswer>(event).remembered : [];
  known.forEach((record) => v.known.add(record));
  if (operation.progress !== undefined) {
    v.saved = true;
    v.committed = operation.progress;
  }
  v.current += 1;
  const passed = known.map((record) =>
    note(
      { kind: 'skip', records: [record], partition: 0, offset: -1, why: 'remembered' },
      { relies: [`remembered ${record}`] },
    ),
  );
  return [...answered(v), ...passed, ...reaches('after', operation)];
}

const answered = (v: ConsumerMemory): Effects => {
  v.open = undefined;
  return [{ do: 'stopTimer', name: 'request' }];
};

/**
 * The answer to a write was lost: nobody knows whether the effect happened. An application whose progress is not saved
 * starts this poll again; one whose progress is saved goes on, because nothing will ever bring the record back.
 */
function recoverEffect(v: ConsumerMemory, p: ConsumerParameters): Effects {
  v.open = undefined;
  if (v.saved) return [{ do: 'raise', event: 'operationSkipped' }];
  v.current = 0;
  v.known.clear();
  return beginOperation(v, p);
}
