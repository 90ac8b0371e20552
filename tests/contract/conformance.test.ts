/** `conformance FILE`: the shape of its answer, and exit 0, 1 and 2. */
import { describe, expect, test } from 'vitest';
import { ackward } from '../../src/cli/ackward';
import { scratchFolder } from '../support/scratchFolder';

const file = scratchFolder();

/** The example of the format's description. */
const EXAMPLE = {
  version: 1,
  id: 'retry-of-a-cached-batch',
  source: 'where the expected answers come from',
  cluster: {
    brokers: 1,
    partitions: 2,
    replicationFactor: 1,
    minInsyncReplicas: 1,
    transactionVersion: 2,
    verification: true,
    config: { 'producer.id.expiration.ms': 86_400_000 },
  },
  realKafka: true,
  steps: [
    { do: 'initProducerId', as: 'P', expect: { error: 'NONE', epoch: 0 } },
    { do: 'produce', producer: 'P', partition: 0, sequence: 0, records: 3, expect: { error: 'NONE', baseOffset: 0 } },
    {
      do: 'produce',
      producer: 'P',
      partition: 0,
      sequence: 0,
      records: 3,
      expect: { error: 'NONE', baseOffset: 0, duplicate: true },
    },
    { do: 'produce', pid: 7, epoch: 2, sequence: 5, records: 1, expect: { error: 'NONE' } },
    { do: 'produce', producer: 'P', partition: 0, sequence: 7, expect: { error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' } },
    {
      do: 'fetch',
      partition: 0,
      offset: 0,
      isolation: 'read_uncommitted',
      expect: { offsets: [0, 1, 2, 3], highWatermark: 4, lastStableOffset: 4 },
    },
    { do: 'describe' },
  ],
};
const WRONG = { ...EXAMPLE, id: 'wrong', steps: [{ do: 'initProducerId', expect: { epoch: 7 } }] };

describe('conformance', () => {
  test('one case that passes: exit 0', async () => {
    const reply = await ackward(['conformance', file('one.json', EXAMPLE), '--json']);
    expect(reply.exitCode).toBe(0);
    const result = JSON.parse(reply.stdout) as { cases: { steps: object[] }[] };
    expect(Object.keys(result)).toEqual(['cases', 'passed', 'failed']);
    expect(result).toMatchObject({ passed: 1, failed: 0, cases: [{ id: 'retry-of-a-cached-batch', passed: true }] });
    expect(result.cases[0]?.steps).toHaveLength(7);
    expect(result.cases[0]?.steps[1]).toEqual({
      index: 1,
      do: 'produce',
      got: { error: 'NONE', baseOffset: 0, duplicate: false },
      expected: { error: 'NONE', baseOffset: 0 },
      ok: true,
    });
  });

  test('a step without expect is only recorded', async () => {
    const reply = await ackward(['conformance', file('one.json', EXAMPLE), '--json']);
    const { cases } = JSON.parse(reply.stdout) as { cases: { steps: object[] }[] };
    expect(cases[0]?.steps[6]).toMatchObject({ expected: {}, ok: true, got: { logEndOffset: 4, isr: [0] } });
  });

  test('an array with a case that fails: exit 1, and both are told', async () => {
    const reply = await ackward(['conformance', file('two.json', [EXAMPLE, WRONG]), '--json']);
    expect(reply.exitCode).toBe(1);
    expect(JSON.parse(reply.stdout)).toMatchObject({
      passed: 1,
      failed: 1,
      cases: [{ passed: true }, { id: 'wrong', passed: false, steps: [{ index: 0, got: { epoch: 0 }, ok: false }] }],
    });
  });

  test('in words: what failed, where, and how', async () => {
    const reply = await ackward(['conformance', file('two.json', [EXAMPLE, WRONG])]);
    expect(reply.stdout).toMatch(/^wrong: failed\n {2}step 0 \(initProducerId\): expected \{"epoch":7\}, got \{/u);
    expect(reply.stdout).toMatch(/1 passed, 1 failed\n$/u);
  });

  test('the same file gives the same bytes', async () => {
    const args = ['conformance', file('two.json', [EXAMPLE, WRONG]), '--json'];
    expect((await ackward(args)).stdout).toBe((await ackward(args)).stdout);
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    ['no file', [], /FILE/u],
    ['two files', ['a.json', 'b.json'], /2 files/u],
    ['no such file', ['nowhere.json'], /nowhere\.json.*no such file/u],
    ['a folder', ['tests'], /is a folder/u],
    ['no JSON', [file('bad.json', 'nonsense{')], /bad\.json.*not JSON/u],
    ['no case', [file('number.json', 3)], /case 0: 3 is no object/u],
    [
      'a bad step',
      [file('step.json', [EXAMPLE, { ...EXAMPLE, id: 'b', steps: [{ do: 'fetch' }, { do: 'dance' }] }])],
      /case "b", step 1: "do" is "dance"/u,
    ],
    ['an unknown option', ['x.json', '--loud'], /--loud/u],
  ])('%s: exit 2, nothing on standard output', async (_, args, says) => {
    const reply = await ackward(['conformance', ...args]);
    expect(reply).toMatchObject({ exitCode: 2, stdout: '' });
    expect(reply.stderr).toMatch(says);
  });
});
