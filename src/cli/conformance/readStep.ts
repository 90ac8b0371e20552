/** Reads one step: every field that it may have, and those that it must have. */
import type { Fields, Step, WrittenRecord } from './caseFile';
import { type Findings, byNumber, isObject, isWhole, onlyKeys, shown, wholeAt, wholesAt } from './checks';

/** So many records in one produce at most; more would only take time. */
const RECORDS_MAX = 100_000;
/** So much time in one step at most: about three hundred years. */
const MS_MAX = 10_000_000_000_000;

type Check = (value: unknown) => string | undefined;

const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'give true or false');
const whole: Check = (value) => (isWhole(value) ? undefined : 'give a whole number');
const text: Check = (value) => (typeof value === 'string' ? undefined : 'give a text');
const textOrNull: Check = (value) => (value === null ? undefined : text(value));
const from =
  (least: number, most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    isWhole(value) && value >= least && value <= most ? undefined : `give a whole number from ${least} to ${most}`;
const oneOf =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value) ? undefined : `give one of ${words.map(shown).join(', ')}`;
const list: Check = (value) => (Array.isArray(value) ? undefined : 'give a list');
const object: Check = (value) => (isObject(value) ? undefined : 'write { … }');
const numbers: Check = (value) =>
  Array.isArray(value) && value.every((one) => isWhole(one) && one >= 0) ? undefined : 'give a list of numbers from 0';

const EPOCH = from(-1, 32_767);
const SEQUENCE = from(0, 2_147_483_647);

/** Every word that a step may use, with what it may be. */
const FIELDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['expect', object],
  ['async', flag],
  ['retry', flag],
  ['note', text],
  ['as', text],
  ['from', text],
  ['producer', text],
  ['epochAdd', whole],
  ['pid', from(-1)],
  ['epoch', EPOCH],
  ['transactionalId', textOrNull],
  ['transactionTimeoutMs', whole],
  ['partition', from(0)],
  ['replica', from(0)],
  ['sequence', SEQUENCE],
  ['sequenceEnd', SEQUENCE],
  ['transactional', flag],
  ['acks', oneOf(-1, 0, 1, 'all')],
  ['values', list],
  ['partitions', numbers],
  ['group', text],
  ['offsets', object],
  ['generation', whole],
  ['member', text],
  ['instanceId', textOrNull],
  ['commit', flag],
  ['keep', flag],
  ['coordinatorEpoch', from(-1)],
  ['transactionVersion', oneOf(1, 2)],
  ['offset', from(0)],
  ['isolation', oneOf('read_committed', 'read_uncommitted')],
  ['deliver', flag],
  ['at', oneOf('latest', 'earliest')],
  ['requireStable', flag],
  ['aborted', list],
  ['origin', oneOf('client', 'coordinator', 'replication')],
  ['guard', oneOf('current', 'stale', 'none')],
  ['ms', from(0, MS_MAX)],
  ['step', from(0)],
  ['what', oneOf('abortTimedOut', 'expireProducers', 'expireTransactionalIds')],
  ['coordinator', oneOf('transaction', 'group')],
  ['broker', from(0)],
  ['brokers', numbers],
  ['clean', flag],
]);

/** By `do`: the fields without which it means nothing. `identity`: a producer's name, or pid and epoch. */
export const STEPS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['initProducerId', []],
  ['produce', []],
  ['addPartitions', ['identity', 'partitions']],
  ['verifyPartitions', ['identity', 'partitions']],
  ['addOffsets', ['identity', 'group']],
  ['txnOffsetCommit', ['identity', 'group', 'offsets']],
  ['endTxn', ['identity', 'commit']],
  ['writeMarker', ['identity', 'commit']],
  ['fetch', []],
  ['listOffsets', []],
  ['joinGroup', ['group']],
  ['leaveGroup', ['group']],
  ['heartbeat', ['group']],
  ['commitOffset', ['group', 'offsets']],
  ['fetchOffset', ['group']],
  ['deliver', ['records']],
  ['startVerification', ['identity']],
  ['append', []],
  ['appendMarker', ['identity', 'commit']],
  ['setHighWatermark', ['offset']],
  ['truncate', ['offset']],
  ['snapshot', []],
  ['reload', []],
  ['deleteSegmentsBefore', ['offset']],
  ['advance', ['ms']],
  ['await', ['step']],
  ['tick', ['what']],
  ['markersComplete', []],
  ['coordinatorFailover', ['coordinator']],
  ['stopBroker', ['broker']],
  ['startBroker', ['broker']],
  ['powerLoss', ['broker']],
  ['setIsr', ['brokers']],
  ['holdReplication', []],
  ['releaseReplication', []],
  ['electUnclean', ['broker']],
  ['describe', []],
]);

/** Reads a step; what is wrong with it goes to `found`, under the step's place. */
export function readStep(found: Findings, where: string, raw: unknown): Step {
  if (!isObject(raw)) {
    found.add(where, `${shown(raw)} is no object`, 'write { "do": … }');
    return { do: '' };
  }
  const required = typeof raw['do'] === 'string' ? STEPS.get(raw['do']) : undefined;
  if (required === undefined) {
    found.add(where, `"do" is ${shown(raw['do'])}`, `give one of ${[...STEPS.keys()].join(', ')}`);
    return { do: '' };
  }
  const place = `${where} (${String(raw['do'])})`;
  checkFields(found, place, raw);
  checkRequired(found, place, raw, required);
  return convert(found, place, raw);
}

function checkFields(found: Findings, where: string, raw: Fields): void {
  onlyKeys(found, where, raw, ['do', 'records', ...FIELDS.keys()]);
  for (const [name, check] of FIELDS) {
    const value = raw[name];
    const fix = value === undefined ? undefined : check(value);
    if (fix !== undefined) found.add(`${where}, ${name}`, `${shown(value)} does not fit`, fix);
  }
}

function checkRequired(found: Findings, where: string, raw: Fields, required: readonly string[]): void {
  for (const name of required) {
    if (name === 'identity') checkIdentity(found, where, raw);
    else if (raw[name] === undefined) found.add(where, `"${name}" is missing`, `say "${name}"`);
  }
  const isNamed = raw['producer'] !== undefined || raw['from'] !== undefined;
  if (!isNamed && (raw['pid'] === undefined) !== (raw['epoch'] === undefined))
    found.add(where, 'one of "pid" and "epoch" is missing', 'give both');
  if (raw['sequence'] !== undefined && ['produce', 'append'].includes(String(raw['do'])))
    checkIdentity(found, where, raw);
  const { values, records } = raw;
  if (Array.isArray(values) && isWhole(records) && values.length > records)
    found.add(where, `${values.length} values are given for ${records} records`, 'give a value a record at most');
}

function checkIdentity(found: Findings, where: string, raw: Fields): void {
  if (raw['producer'] === undefined && raw['pid'] === undefined)
    found.add(where, 'nobody is named', 'give "producer", or "pid" and "epoch"');
}

function convert(found: Findings, where: string, raw: Fields): Step {
  const { records, offsets, aborted, acks, note: _, ...plain } = raw;
  const isDeliver = raw['do'] === 'deliver';
  return {
    ...(plain as unknown as Step),
    ...(acks === undefined ? {} : { acks: acks === 'all' ? -1 : (acks as number) }),
    ...(offsets === undefined ? {} : { offsets: byNumber(found, `${where}, offsets`, offsets, offsetOf(found)) }),
    ...(aborted === undefined ? {} : { aborted: abortedOf(found, `${where}, aborted`, aborted) }),
    ...(records === undefined || isDeliver ? {} : { records: countOf(found, `${where}, records`, records) }),
    ...(isDeliver ? { log: logOf(found, `${where}, records`, records) } : {}),
  };
}

const countOf = (found: Findings, where: string, value: unknown): number =>
  wholeAt(found, where, value, 1, [1, RECORDS_MAX]);

const offsetOf =
  (found: Findings) =>
  (where: string, value: unknown): number =>
    wholeAt(found, where, value ?? null, 0, [0, Number.MAX_SAFE_INTEGER]);

function abortedOf(found: Findings, where: string, value: unknown): Step['aborted'] & {} {
  return (Array.isArray(value) ? value : []).map((one: unknown, place) => {
    const { pid, firstOffset } = isObject(one) ? one : {};
    const numbersOf = wholesAt(found, `${where}[${place}]`, [pid, firstOffset], 0);
    return { producerId: numbersOf[0] ?? 0, firstOffset: numbersOf[1] ?? 0 };
  });
}

function logOf(found: Findings, where: string, value: unknown): readonly WrittenRecord[] {
  if (!Array.isArray(value)) {
    found.add(where, `${shown(value)} is no list`, 'write the fetched log out, record by record');
    return [];
  }
  return value.map((one: unknown, place) => writtenOf(found, `${where}[${place}]`, one));
}

function writtenOf(found: Findings, where: string, one: unknown): WrittenRecord {
  const { offset, pid, marker } = isObject(one) ? one : {};
  const fits =
    isWhole(offset) && (pid === undefined || isWhole(pid)) && oneOf(undefined, 'COMMIT', 'ABORT')(marker) === undefined;
  if (fits) return one as WrittenRecord;
  found.add(where, `${shown(one)} is no record of a log`, 'give "offset", "pid", and "value" or "marker"');
  return { offset: 0 };
}
