/** Reads a conformance file: one case or an array of cases. Bad ones are refused with the case, the step and the reason. */
import type { Result } from '../../terms/problem';
import type { CaseFile, ClusterShape, Fields, Given, Step } from './caseFile';
import { Findings, isObject, objectAt, onlyKeys, shown, wholeAt, wordAt } from './checks';
import { readGiven } from './readGiven';
import { readStep } from './readStep';

const STEPS_MAX = 10_000;
/** So deep may lists and objects stand in one another; no field needs more than six. */
const DEPTH_MAX = 64;
const BROKERS: readonly [number, number] = [1, 100];
const PARTITIONS: readonly [number, number] = [1, 1_000];

const CASE_KEYS = ['version', 'id', 'source', 'cluster', 'holdMarkers', 'given', 'steps', 'realKafka', 'note'];
const CLUSTER_KEYS = [
  'brokers',
  'partitions',
  'replicationFactor',
  'minInsyncReplicas',
  'transactionVersion',
  'verification',
  'config',
];

/** All cases of a document, or all that is wrong with it. */
export function readCases(raw: unknown): Result<readonly CaseFile[]> {
  const found = new Findings();
  if (isTooDeep(raw)) {
    found.add('file', `lists and objects stand in one another more than ${DEPTH_MAX} deep`, 'give cases of the format');
    return { ok: false, problems: found.problems };
  }
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  if (list.length === 0) found.add('file', 'holds no case', 'give one case or an array of cases');
  const cases = list.map((one, place) => readCase(found, one, place));
  return found.problems.length > 0 ? { ok: false, problems: found.problems } : { ok: true, value: cases, warnings: [] };
}

/** Layer by layer, since a file may be deeper than the stack. */
function isTooDeep(raw: unknown): boolean {
  let layer: readonly unknown[] = [raw];
  for (let depth = 0; layer.length > 0; depth += 1) {
    if (depth > DEPTH_MAX) return true;
    layer = layer.flatMap((value): readonly unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}

function readCase(found: Findings, value: unknown, place: number): CaseFile {
  const id = isObject(value) && typeof value['id'] === 'string' ? value['id'] : '';
  const where = id === '' ? `case ${place}` : `case "${id.slice(0, 80)}"`;
  const raw = objectAt(found, where, value ?? null);
  onlyKeys(found, where, raw, CASE_KEYS);
  if (raw['version'] !== 1) found.add(where, `"version" is ${shown(raw['version'])}`, 'give 1');
  if (id === '') found.add(where, `"id" is ${shown(raw['id'])}`, 'give the case a name');
  const source = raw['source'] ?? '';
  if (typeof source !== 'string') found.add(where, `"source" is ${shown(source)}`, 'say where the answers come from');
  const steps = readSteps(found, where, raw['steps']);
  const given = readGiven(found, `${where}, given`, raw['given']);
  const cluster = readCluster(found, `${where}, cluster`, raw['cluster'], highestPartition(steps, given));
  const one: CaseFile = {
    id,
    source: typeof source === 'string' ? source : '',
    cluster,
    holdMarkers: wordAt(found, `${where}, holdMarkers`, raw['holdMarkers'], [false, true]),
    given,
    steps,
  };
  checkReferences(found, where, one);
  return one;
}

function readSteps(found: Findings, where: string, raw: unknown): readonly Step[] {
  if (!Array.isArray(raw) || raw.length > STEPS_MAX) {
    found.add(where, `"steps" is ${shown(raw)}`, `give a list of at most ${STEPS_MAX} steps`);
    return [];
  }
  return raw.map((step: unknown, index) => readStep(found, `${where}, step ${index}`, step));
}

/** Where nothing is said, there are as many partitions as the case speaks of. */
function highestPartition(steps: readonly Step[], given: Given): number {
  const ofTransactions = [...given.transactions.values()].flatMap(({ partitions }) => partitions);
  const spoken = [...given.partitions.keys(), ...ofTransactions, ...steps.flatMap(partitionsOf)];
  return spoken.reduce((most, one) => Math.max(most, one), 0);
}

/** A group's offsets may be of any topic, so of partitions that this cluster does not have. */
const partitionsOf = ({ do: what, partition, partitions }: Step): readonly number[] => [
  ...(partition === undefined ? [] : [partition]),
  ...(what === 'fetchOffset' ? [] : (partitions ?? [])),
];

function readCluster(found: Findings, where: string, value: unknown, highest: number): ClusterShape {
  const raw = objectAt(found, where, value);
  onlyKeys(found, where, raw, CLUSTER_KEYS);
  const asked = wholeAt(found, `${where}.replicationFactor`, raw['replicationFactor'], 1, BROKERS);
  const brokers = wholeAt(found, `${where}.brokers`, raw['brokers'], asked, BROKERS);
  const replicationFactor = raw['replicationFactor'] === undefined ? brokers : asked;
  if (replicationFactor > brokers)
    found.add(
      `${where}.replicationFactor`,
      `${replicationFactor} replicas need as many brokers`,
      `give ${brokers} or less`,
    );
  const config = readConfig(found, `${where}.config`, raw['config']);
  const configured = Number(config.get('min.insync.replicas') ?? 1);
  return {
    brokers,
    partitions: wholeAt(
      found,
      `${where}.partitions`,
      raw['partitions'],
      Math.min(highest + 1, PARTITIONS[1]),
      PARTITIONS,
    ),
    replicationFactor,
    minInsyncReplicas: wholeAt(found, `${where}.minInsyncReplicas`, raw['minInsyncReplicas'], configured, BROKERS),
    transactionVersion: wordAt(found, `${where}.transactionVersion`, raw['transactionVersion'], [2, 1]),
    verification: wordAt(found, `${where}.verification`, raw['verification'], [
      config.get('transaction.partition.verification.enable') !== false,
      true,
      false,
    ]),
    config,
  };
}

function readConfig(found: Findings, where: string, value: unknown): ClusterShape['config'] {
  const raw: Fields = objectAt(found, where, value);
  const config = new Map<string, number | string | boolean>();
  for (const [name, setting] of Object.entries(raw)) {
    if (typeof setting === 'number' || typeof setting === 'string' || typeof setting === 'boolean')
      config.set(name, setting);
    else found.add(`${where}.${name}`, `${shown(setting)} is no setting`, 'give a number, a text, true or false');
  }
  return config;
}

/** Names, steps, partitions and brokers that a step speaks of must be there. */
function checkReferences(found: Findings, where: string, { steps, cluster, given }: CaseFile): void {
  const names = new Set<string>();
  steps.forEach((step, index) => {
    const place = `${where}, step ${index} (${step.do})`;
    for (const name of [step.producer, step.from]) {
      if (name !== undefined && !names.has(name))
        found.add(place, `no step before it made the producer ${shown(name)}`, 'let an initProducerId have it as "as"');
    }
    if (step.as !== undefined) names.add(step.as);
    if (step.do === 'await' && steps[step.step ?? -1]?.async !== true)
      found.add(place, `step ${String(step.step)} is not async`, 'await a step before it that says "async": true');
    if (step.do === 'await' && (step.step ?? 0) >= index)
      found.add(place, `step ${String(step.step)} comes later`, 'await a step before it');
    checkPlaces(found, place, step, cluster);
  });
  for (const partition of given.partitions.keys())
    if (partition >= cluster.partitions)
      found.add(
        `${where}, given.partitions`,
        `there is no partition ${partition}`,
        `count from 0 to ${cluster.partitions - 1}`,
      );
}

function checkPlaces(found: Findings, place: string, step: Step, cluster: ClusterShape): void {
  for (const partition of partitionsOf(step))
    if (partition >= cluster.partitions)
      found.add(place, `there is no partition ${partition}`, `count from 0 to ${cluster.partitions - 1}`);
  const brokers = [step.broker, step.replica, ...(step.brokers ?? [])].filter((one) => one !== undefined);
  const isOfReplicas = !['stopBroker', 'startBroker', 'powerLoss'].includes(step.do);
  for (const broker of brokers)
    if (broker >= cluster.brokers)
      found.add(place, `there is no broker ${broker}`, `count from 0 to ${cluster.brokers - 1}`);
    else if (isOfReplicas && broker >= cluster.replicationFactor)
      found.add(place, `broker ${broker} has no replica`, `count from 0 to ${cluster.replicationFactor - 1}`);
}
