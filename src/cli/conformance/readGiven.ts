/** Reads the state that a case puts in place before its first step. */
import type { Fields, Given, GivenGroup, GivenPartition, GivenProducer, GivenTransaction } from './caseFile';
import { type Findings, byNumber, objectAt, onlyKeys, shown, wholeAt, wholesAt, wordAt } from './checks';

/** So long may a given log be; the next offset after it would only take memory. */
const LOG_MAX = 1_000_000;
const NUMBER: readonly [number, number] = [-1, Number.MAX_SAFE_INTEGER];
const EPOCH: readonly [number, number] = [-1, 32_767];
const OFFSET: readonly [number, number] = [0, LOG_MAX];
const SEQUENCE: readonly [number, number] = [0, 2_147_483_647];
const SEQUENCES = 2_147_483_648;

const TRANSACTION_STATES = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
] as const;
/** Assigning and Reconciling are states of the consumer protocol alone. */
const GROUP_STATES = [
  'Stable',
  'Empty',
  'PreparingRebalance',
  'CompletingRebalance',
  'Assigning',
  'Reconciling',
  'Dead',
] as const;

/** Reads `given`; what is wrong with it goes to `found`. */
export function readGiven(found: Findings, where: string, raw: unknown): Given {
  const given = objectAt(found, where, raw);
  onlyKeys(found, where, given, ['partitions', 'transactions', 'groups', 'nextPid']);
  return {
    partitions: byNumber(found, `${where}.partitions`, given['partitions'], partition(found)),
    transactions: byName(found, `${where}.transactions`, given['transactions'], transaction),
    groups: byName(found, `${where}.groups`, given['groups'], group),
    nextPid:
      given['nextPid'] === undefined ? null : wholeAt(found, `${where}.nextPid`, given['nextPid'], 0, [0, 2 ** 53 - 1]),
  };
}

function byName<T>(
  found: Findings,
  where: string,
  raw: unknown,
  read: (found: Findings, where: string, raw: Fields) => T,
): Map<string, T> {
  const entries = Object.entries(objectAt(found, where, raw));
  return new Map(
    entries.map(([name, value]) => [name, read(found, `${where}.${name}`, objectAt(found, `${where}.${name}`, value))]),
  );
}

const partition =
  (found: Findings) =>
  (where: string, value: unknown): GivenPartition => {
    const raw = objectAt(found, where, value);
    onlyKeys(found, where, raw, ['logEndOffset', 'highWatermark', 'leaderEpoch', 'producers']);
    const producers = byNumber(found, `${where}.producers`, raw['producers'], producer(found));
    const ends = [...producers.values()].flatMap(({ batches }) => batches.map((batch) => endOf(batch)));
    const least = ends.reduce((most, end) => Math.max(most, end), 0);
    const logEndOffset = wholeAt(found, `${where}.logEndOffset`, raw['logEndOffset'], least, OFFSET);
    if (least > logEndOffset)
      found.add(
        `${where}.producers`,
        `a batch ends at ${least}`,
        `let the log end there or later, not at ${logEndOffset}`,
      );
    const highWatermark = wholeAt(found, `${where}.highWatermark`, raw['highWatermark'], logEndOffset, [
      0,
      logEndOffset,
    ]);
    const leaderEpoch = wholeAt(found, `${where}.leaderEpoch`, raw['leaderEpoch'], 0, [0, 1_000_000]);
    return { logEndOffset, highWatermark, leaderEpoch, producers };
  };

/** The offset after a batch: sequences count records, and wrap. */
function endOf(batch: { firstSequence: number; lastSequence: number; baseOffset: number }): number {
  return batch.baseOffset + ((batch.lastSequence - batch.firstSequence + SEQUENCES) % SEQUENCES) + 1;
}

const producer =
  (found: Findings) =>
  (where: string, value: unknown): GivenProducer => {
    const raw = objectAt(found, where, value);
    onlyKeys(found, where, raw, ['epoch', 'coordinatorEpoch', 'openTransactionAt', 'batches']);
    const open = raw['openTransactionAt'] ?? null;
    const batches = raw['batches'] ?? [];
    if (!Array.isArray(batches)) found.add(`${where}.batches`, `${shown(batches)} is no list`, 'write [ … ]');
    return {
      epoch: wholeAt(found, `${where}.epoch`, raw['epoch'], 0, EPOCH),
      coordinatorEpoch: wholeAt(found, `${where}.coordinatorEpoch`, raw['coordinatorEpoch'], -1, NUMBER),
      openTransactionAt: open === null ? null : wholeAt(found, `${where}.openTransactionAt`, open, 0, OFFSET),
      batches: (Array.isArray(batches) ? batches : []).map((one: unknown, place) =>
        batch(found, `${where}.batches[${place}]`, objectAt(found, `${where}.batches[${place}]`, one)),
      ),
    };
  };

function batch(found: Findings, where: string, raw: Fields): GivenProducer['batches'][number] {
  onlyKeys(found, where, raw, ['firstSequence', 'lastSequence', 'baseOffset']);
  const firstSequence = wholeAt(found, `${where}.firstSequence`, raw['firstSequence'], 0, SEQUENCE);
  return {
    firstSequence,
    lastSequence: wholeAt(found, `${where}.lastSequence`, raw['lastSequence'], firstSequence, SEQUENCE),
    baseOffset: wholeAt(found, `${where}.baseOffset`, raw['baseOffset'], 0, OFFSET),
  };
}

const TRANSACTION_KEYS = [
  'pid',
  'epoch',
  'lastEpoch',
  'previousPid',
  'nextPid',
  'state',
  'pending',
  'partitions',
  'timeoutMs',
  'startedMs',
  'transactionVersion',
];

function transaction(found: Findings, where: string, raw: Fields): GivenTransaction {
  onlyKeys(found, where, raw, TRANSACTION_KEYS);
  const number = (name: string, byDefault: number, bounds = NUMBER): number =>
    wholeAt(found, `${where}.${name}`, raw[name], byDefault, bounds);
  const pending = raw['pending'] ?? null;
  return {
    pid: number('pid', 0),
    epoch: number('epoch', 0, EPOCH),
    lastEpoch: number('lastEpoch', -1, EPOCH),
    previousPid: number('previousPid', -1),
    nextPid: number('nextPid', -1),
    state: wordAt(found, `${where}.state`, raw['state'], TRANSACTION_STATES),
    pending: pending === null ? null : wordAt(found, `${where}.pending`, pending, TRANSACTION_STATES),
    partitions: wholesAt(found, `${where}.partitions`, raw['partitions'], 0),
    timeoutMs: number('timeoutMs', 60_000),
    startedMs: number('startedMs', 0),
    transactionVersion:
      raw['transactionVersion'] === undefined
        ? null
        : wordAt<1 | 2>(found, `${where}.transactionVersion`, raw['transactionVersion'], [2, 1]),
  };
}

function group(found: Findings, where: string, raw: Fields): GivenGroup {
  onlyKeys(found, where, raw, ['state', 'protocol', 'generation', 'members', 'offsets', 'pending']);
  const offset = (place: string, value: unknown): number => wholeAt(found, place, value ?? null, 0, OFFSET);
  const members = byName(found, `${where}.members`, raw['members'], member);
  return {
    state:
      raw['state'] === undefined && members.size === 0
        ? 'Empty'
        : wordAt(found, `${where}.state`, raw['state'], GROUP_STATES),
    protocol: wordAt(found, `${where}.protocol`, raw['protocol'], ['classic', 'consumer']),
    generation: wholeAt(found, `${where}.generation`, raw['generation'], 0, NUMBER),
    members,
    offsets: byNumber(found, `${where}.offsets`, raw['offsets'], offset),
    pending: byNumber(found, `${where}.pending`, raw['pending'], (place, value) =>
      byNumber(found, place, value, offset),
    ),
  };
}

function member(found: Findings, where: string, raw: Fields): { instanceId: string | null; epoch: number | null } {
  onlyKeys(found, where, raw, ['instanceId', 'epoch']);
  const instanceId = raw['instanceId'] ?? null;
  const epoch = raw['epoch'] ?? null;
  if (instanceId !== null && typeof instanceId !== 'string')
    found.add(`${where}.instanceId`, `${shown(instanceId)} is no text`, 'give a text, or null');
  return {
    instanceId: typeof instanceId === 'string' ? instanceId : null,
    epoch: epoch === null ? null : wholeAt(found, `${where}.epoch`, epoch, 0, NUMBER),
  };
}
