/** A bad conformance file is refused with the case, the step and the reason. */
import { describe, expect, test } from 'vitest';
import { readCases } from '../../../src/cli/conformance/readCases';
import { sentenceOf } from '../../../src/terms/problem';

const step = (fields: object): object => ({ version: 1, id: 'x', steps: [{ do: 'initProducerId', as: 'P' }, fields] });

/** All complaints, one a line. */
function complaints(raw: unknown): string {
  const read = readCases(raw);
  return read.ok ? 'read' : read.problems.map(sentenceOf).join('\n');
}

describe('a bad step is named', () => {
  test.each<readonly [string, object, RegExp]>([
    [
      'an unknown request',
      { do: 'frobnicate' },
      /^case "x", step 1: "do" is "frobnicate"; give one of initProducerId,/u,
    ],
    ['no request', {}, /^case "x", step 1: "do" is nothing/u],
    ['an unknown field', { do: 'fetch', colour: 1 }, /^case "x", step 1 \(fetch\): "colour" means nothing here/u],
    ['a text for a number', { do: 'fetch', offset: 'x' }, /step 1 \(fetch\), offset: "x" does not fit/u],
    ['a broken number', { do: 'advance', ms: 1.5 }, /step 1 \(advance\), ms: 1\.5 does not fit/u],
    ['a negative time', { do: 'advance', ms: -1 }, /step 1 \(advance\), ms: -1/u],
    ['an unknown isolation', { do: 'fetch', isolation: 'serializable' }, /isolation: "serializable"/u],
    ['an unknown sweep', { do: 'tick', what: 'everything' }, /what: "everything".*"abortTimedOut"/u],
    ['acks of 2', { do: 'produce', acks: 2 }, /acks: 2 does not fit; give one of -1, 0, 1/u],
    ['no identity', { do: 'endTxn', commit: true }, /step 1 \(endTxn\): nobody is named/u],
    ['a producer id without epoch', { do: 'endTxn', pid: 1, commit: true }, /one of "pid" and "epoch" is missing/u],
    ['a sequence of nobody', { do: 'produce', sequence: 0 }, /step 1 \(produce\): nobody is named/u],
    ['no commit', { do: 'endTxn', producer: 'P' }, /"commit" is missing/u],
    ['no partitions', { do: 'addPartitions', producer: 'P' }, /"partitions" is missing/u],
    [
      'a name that nobody has',
      { do: 'produce', producer: 'Q', sequence: 0 },
      /no step before it made the producer "Q"/u,
    ],
    ['a partition that is not there', { do: 'fetch', partition: -1 }, /partition: -1 does not fit/u],
    ['a broker that is not there', { do: 'stopBroker', broker: 1 }, /there is no broker 1; count from 0 to 0/u],
    ['waiting for what is not async', { do: 'await', step: 0 }, /step 1 \(await\): step 0 is not async/u],
    ['waiting for what comes later', { do: 'await', step: 7 }, /step 1 \(await\): step 7/u],
    ['an expectation that is no object', { do: 'fetch', expect: 'NONE' }, /expect: "NONE" does not fit/u],
    ['a million records', { do: 'produce', records: 1_000_000 }, /records: 1000000 does not fit/u],
    ['more values than records', { do: 'produce', records: 1, values: [1, 2] }, /2 values are given for 1 records/u],
    ['no record', { do: 'produce', records: 0 }, /records: 0 does not fit/u],
    [
      'an offset of no partition',
      { do: 'commitOffset', group: 'g', offsets: { first: 1 } },
      /offsets: "first" is no number/u,
    ],
    ['a negative offset', { do: 'commitOffset', group: 'g', offsets: { 0: -1 } }, /offsets\.0: -1 does not fit/u],
    ['a log that is none', { do: 'deliver', records: 3 }, /records: 3 is no list/u],
    ['a record that is none', { do: 'deliver', records: [{ pid: 1 }] }, /records\[0\]: \{"pid":1\} is no record/u],
    ['an unknown marker', { do: 'deliver', records: [{ offset: 0, marker: 'END' }] }, /records\[0\]:/u],
  ])('%s', (_, fields, says) => {
    expect(complaints(step(fields))).toMatch(says);
  });

  test('a replica that is not there', () => {
    const cluster = { brokers: 3, replicationFactor: 2 };
    for (const fields of [
      { do: 'setIsr', brokers: [2] },
      { do: 'describe', replica: 2 },
      { do: 'electUnclean', broker: 2 },
    ])
      expect(complaints({ version: 1, id: 'x', cluster, steps: [fields] })).toMatch(/broker 2 has no replica/u);
    expect(complaints({ version: 1, id: 'x', cluster, steps: [{ do: 'stopBroker', broker: 2 }] })).toBe('read');
  });

  test('a file that is deeper than any format', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    expect(complaints(deep)).toMatch(/^file: lists and objects stand in one another more than 64 deep/u);
  });

  test('a step that is no object', () => {
    expect(complaints({ version: 1, id: 'x', steps: [3] })).toMatch(/^case "x", step 0: 3 is no object/u);
  });

  test('a partition beyond those that the cluster has', () => {
    const one = { version: 1, id: 'x', cluster: { partitions: 2 }, steps: [{ do: 'fetch', partition: 2 }] };
    expect(complaints(one)).toMatch(/step 0 \(fetch\): there is no partition 2; count from 0 to 1/u);
  });
});

describe('a bad case is named', () => {
  const good = { version: 1, id: 'x', steps: [] };
  test.each<readonly [string, unknown, RegExp]>([
    ['no object', 3, /^case 0: 3 is no object/u],
    ['nothing', null, /^case 0: null is no object/u],
    ['an empty list', [], /^file: holds no case/u],
    ['another version', { ...good, version: 2 }, /^case "x": "version" is 2/u],
    ['no id', { version: 1, steps: [] }, /^case 0: "id" is nothing/u],
    ['no steps', { version: 1, id: 'x' }, /^case "x": "steps" is nothing/u],
    ['an unknown key', { ...good, colour: 1 }, /^case "x": "colour" means nothing/u],
    ['the second of two', [good, { ...good, id: 'y', version: 0 }], /^case "y": "version" is 0/u],
    ['an unknown key of the cluster', { ...good, cluster: { nodes: 1 } }, /case "x", cluster: "nodes"/u],
    ['no broker', { ...good, cluster: { brokers: 0 } }, /cluster\.brokers: 0/u],
    ['more replicas than brokers', { ...good, cluster: { brokers: 1, replicationFactor: 3 } }, /3 replicas need/u],
    ['transactions of version 3', { ...good, cluster: { transactionVersion: 3 } }, /transactionVersion: 3/u],
    [
      'a setting that is a list',
      { ...good, cluster: { config: { x: [] } } },
      /cluster\.config\.x: \[\] is no setting/u,
    ],
    [
      'an unknown state',
      { ...good, given: { transactions: { t: { state: 'Lost' } } } },
      /given\.transactions\.t\.state: "Lost"/u,
    ],
    [
      'an unknown protocol',
      { ...good, given: { groups: { g: { protocol: 'share' } } } },
      /given\.groups\.g\.protocol/u,
    ],
    ['an unknown kind of state', { ...good, given: { topics: {} } }, /case "x", given: "topics" means nothing/u],
    [
      'a batch beyond the log',
      {
        ...good,
        given: {
          partitions: {
            0: {
              logEndOffset: 1,
              producers: { 7: { batches: [{ firstSequence: 0, lastSequence: 4, baseOffset: 0 }] } },
            },
          },
        },
      },
      /a batch ends at 5/u,
    ],
    [
      'a high watermark beyond the log',
      { ...good, given: { partitions: { 0: { logEndOffset: 1, highWatermark: 2 } } } },
      /highWatermark: 2/u,
    ],
  ])('%s', (_, raw, says) => {
    expect(complaints(raw)).toMatch(says);
  });

  test('its note and its mark for a real Kafka are no mistake', () => {
    expect(complaints({ ...good, realKafka: '4.1', note: 'why' })).toBe('read');
  });
});

test('what is not said has the defaults of the format', () => {
  const read = readCases({ version: 1, id: 'x', steps: [{ do: 'fetch', partition: 3 }] });
  expect(read.ok && read.value[0]?.cluster).toEqual({
    brokers: 1,
    partitions: 4,
    replicationFactor: 1,
    minInsyncReplicas: 1,
    transactionVersion: 2,
    verification: true,
    config: new Map(),
  });
  const given = readCases({
    version: 1,
    id: 'x',
    cluster: { brokers: 3 },
    given: { transactions: { t: { pid: 4 } }, groups: { g: {} }, partitions: { 0: { logEndOffset: 2 } } },
    steps: [],
  });
  const one = given.ok ? given.value[0] : undefined;
  expect(one?.cluster.replicationFactor).toBe(3);
  expect(one?.given.transactions.get('t')).toMatchObject({
    state: 'Empty',
    epoch: 0,
    previousPid: -1,
    timeoutMs: 60_000,
  });
  expect(one?.given.groups.get('g')).toMatchObject({ state: 'Empty', protocol: 'classic', generation: 0 });
  expect(one?.given.partitions.get(0)).toMatchObject({ highWatermark: 2, leaderEpoch: 0 });
});
