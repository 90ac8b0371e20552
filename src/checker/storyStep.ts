/** Which step of a story an event makes: a code for the sentence, what fills its gaps, and how telling it is. */
import type { EventOf, TraceEvent } from '../trace/event';

export interface Told {
  readonly code: string;
  /** The code of a repeat, where a repeat is told otherwise. */
  readonly again?: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** Steps with different places are no repetitions of each other: the same record in two topics, two nodes that are called. */
  readonly place?: string;
  /** 3: the story falls apart without it; 1: the first to be left out. */
  readonly weight: 1 | 2 | 3;
}

/** The step for an event in the story of `record`; `undefined` for what nobody would tell. */
export function stepFor(event: TraceEvent, record: number): Told | undefined {
  switch (event.kind) {
    case 'submit':
      return { code: 'submitted', again: 'submittedAgain', params: {}, weight: 1 };
    case 'send':
      return sendStep(event);
    case 'lost':
      return lostStep(event);
    case 'copied':
      return { code: 'lateCopy', params: { name: event.message.name }, weight: 3 };
    case 'append':
      return event.copied
        ? undefined
        : {
            code: 'stored',
            again: event.sequence < 0 ? 'storedAgain' : 'storedAnew',
            params: { offset: event.offset + event.records.indexOf(record), node: event.node },
            place: `partition ${event.partition}`,
            weight: 2,
          };
    case 'truncate':
      return { code: 'truncated', params: { node: event.node, offset: event.offset }, weight: 3 };
    case 'refuse':
      return {
        code: refusalCode(event, record),
        params: { node: event.node, why: event.why, error: event.error },
        weight: 3,
      };
    case 'told':
      return {
        code: event.outcome === 'ok' ? 'toldOk' : 'toldFailed',
        params: { why: event.why, outcome: event.outcome },
        weight: 2,
      };
    case 'transaction':
      return event.producerId < 0 && event.became === 'CompleteAbort'
        ? { code: 'sinkAborted', params: { node: event.node }, weight: 3 }
        : undefined;
    case 'fault':
      return event.what === 'expire' && event.says.startsWith('certificate of ')
        ? { code: 'certificateOver', params: { says: event.says }, weight: 3 }
        : undefined;
    case 'marker':
      return event.commit ? undefined : { code: 'abortMarker', params: { offset: event.offset }, weight: 3 };
    case 'deliver':
      return event.offset < 0
        ? { code: 'handed', again: 'handedAgain', params: { node: event.node }, weight: 1 }
        : {
            code: 'delivered',
            again: 'deliveredAgain',
            params: { offset: event.offset, node: event.node },
            place: `partition ${event.partition}`,
            weight: 1,
          };
    case 'exception':
      return { code: `threw.${event.leadsTo}`, params: { node: event.node, error: event.error }, weight: 3 };
    case 'skip':
      return {
        code: SKIPPED[event.why],
        params: { node: event.node },
        weight: 3,
      };
    default:
      return effectStep(event) ?? queueStep(event) ?? nodeStep(event);
  }
}

/** A denial that does not name the record was for progress, for whatever there was to read, or for one that stands before it. */
function refusalCode({ reason, records }: EventOf<'refuse'>, record: number): string {
  if (reason === 'duplicate') return 'knownBatch';
  if (reason !== 'unauthorized') return 'refused';
  return records.includes(record) ? 'denied' : 'deniedAll';
}

const SKIPPED = { aborted: 'skippedAborted', remembered: 'skippedKnown', lost: 'droppedLost' } as const;

/** What the senders of other systems call the request that stores a message. */
const STORING_CALLS = new Set([
  'SendMessageRequest',
  'PublishRequest',
  'BasicPublish',
  'PUBLISH',
  'JetStreamPublish',
  'PutRecordRequest',
  'Send',
  'PrepareRequest',
  'ConfirmRequest',
  'ApplyRequest',
]);

/** Sendings that have a sentence of their own. */
const SENDINGS = new Set(['ProduceRequest', 'Write', 'ServiceRequest']);

/** Only what is sent again is worth a step: the first sending is told by where it arrives or vanishes. */
function sendStep({ message }: EventOf<'send'>): Told | undefined {
  const { name, attempt, from } = message;
  if (SENDINGS.has(name))
    return attempt === 1
      ? { code: `first${name}`, params: { node: from }, place: from, weight: 1 }
      : { code: `again${name}`, params: { node: from, attempt }, place: from, weight: 2 };
  return attempt > 1 && STORING_CALLS.has(name)
    ? { code: 'againCall', params: { node: from, attempt, name }, weight: 2 }
    : undefined;
}

function lostStep({ message, why }: EventOf<'lost'>): Told {
  const { name, from, to } = message;
  return { code: `lost.${why}`, params: { name, from, to }, weight: 3 };
}

function effectStep(event: TraceEvent): Told | undefined {
  switch (event.kind) {
    case 'apply':
      return {
        code: event.outside ? 'appliedOutside' : 'applied',
        again: event.outside ? 'appliedOutsideAgain' : 'appliedAgain',
        params: {},
        place: event.node,
        weight: 3,
      };
    case 'absorb':
      return { code: `absorbed.${event.reason}`, params: {}, weight: 3 };
    case 'remember':
      return { code: 'remembered', params: {}, weight: 2 };
    case 'stage':
      return { code: 'staged', params: {}, weight: 1 };
    default:
      return undefined;
  }
}

function queueStep(event: TraceEvent): Told | undefined {
  switch (event.kind) {
    case 'enqueue':
      return { code: 'enqueued', again: 'enqueuedAgain', params: { id: event.messageId }, weight: 2 };
    case 'lease':
      return undefined;
    case 'settle':
      return {
        code: event.accepted ? 'settled' : 'settledLate',
        params: { worker: event.worker },
        weight: event.accepted ? 1 : 3,
      };
    case 'return':
      return { code: `returned.${event.why}`, params: {}, weight: 3 };
    case 'bury':
      return { code: `buried.${event.why}`, params: {}, weight: 3 };
    default:
      return undefined;
  }
}

function nodeStep(event: TraceEvent): Told | undefined {
  const { node } = event;
  switch (event.kind) {
    case 'crash':
      return { code: event.power ? 'lostPower' : 'crashed', params: { node }, weight: 3 };
    case 'restart':
      return { code: 'restarted', params: { node }, weight: 1 };
    case 'pause':
      return { code: 'paused', params: { node, forMs: event.forMs }, weight: 3 };
    case 'wake':
      return { code: 'woke', params: { node }, weight: 2 };
    case 'cut':
      return { code: 'cut', params: { a: event.between[0], b: event.between[1] }, weight: 3 };
    case 'lead':
      return event.leader === ''
        ? { code: 'leaderless', params: {}, weight: 2 }
        : {
            code: event.clean ? 'newLeader' : 'uncleanLeader',
            params: { leader: event.leader, epoch: event.leaderEpoch },
            weight: 3,
          };
    case 'position':
      return {
        code: `position.${event.from}`,
        params: { node, offset: event.offset },
        weight: event.from === 'reset' && event.offset === 0 ? 1 : 2,
      };
    default:
      return undefined;
  }
}
