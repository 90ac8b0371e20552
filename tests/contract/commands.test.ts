/** Every row of the table of commands: what it prints, and with which exit code. */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ackward } from '../../src/cli/ackward';
import { json, type LaneJson } from '../support/cli';
import { scratchFolder } from '../support/scratchFolder';

const file = scratchFolder();

interface RunJson {
  readonly engine: number;
  readonly scenario: { readonly seed: string; readonly lanes: readonly object[]; readonly limits: object };
  readonly link: string;
  readonly lanes: readonly LaneJson[];
}

interface ViewsJson {
  readonly reader: string;
  readonly oracle: readonly { readonly code: string; readonly record: number }[];
  readonly clientView: { readonly anomalies: readonly object[]; readonly hidden: readonly object[] };
}

describe('run', () => {
  test('prints the result of the contract', async () => {
    const result = await json<RunJson>('run', 'double-charge');
    expect(Object.keys(result)).toEqual(['engine', 'scenario', 'link', 'lanes']);
    expect(result.engine).toBe(1);
    expect(result.link).toMatch(/^#v=1&/u);
    for (const lane of result.lanes) {
      expect(lane).toMatchObject({
        id: expect.any(String) as string,
        system: 'kafka',
        digest: expect.stringMatching(/^[0-9a-f]{8}$/u) as string,
        ended: 'quiet',
      });
      const { sent, once, duplicated, lost, failed, unknown } = lane.outcome as Record<string, number>;
      expect(once! + duplicated! + lost! + failed! + unknown!).toBe(sent);
      for (const { outcome, because } of lane.records) expect(because.length > 0).toBe(outcome !== 'once');
    }
  });

  test('says what is seen from above and from outside', async () => {
    const { lanes } = await json<{ lanes: readonly ViewsJson[] }>('run', 'late-copy');
    const [one, idempotent] = lanes;
    expect(one?.reader).toBe('read_uncommitted');
    expect(one?.oracle.map(({ code, record }) => `${code} ${record}`)).toEqual(['DP 4', 'RO 4']);
    expect(one?.clientView.anomalies).toMatchObject([{ name: 'duplicate', record: 4 }]);
    expect(one?.clientView.hidden).toMatchObject([{ code: 'RO', record: 4 }]);
    expect([idempotent?.oracle, idempotent?.clientView]).toEqual([[], { anomalies: [], hidden: [] }]);
    const { stdout } = await ackward(['run', 'late-copy']);
    expect(stdout).toContain('seen from above (read_uncommitted): 1 stored twice by the library (DP)');
    expect(stdout).toContain('seen from outside: 1 duplicate; 1 of 2 stay hidden');
  });

  test('takes a seed and settings, and a link gives the same run as its scenario', async () => {
    const result = await json<RunJson>(
      'run',
      'double-charge',
      '--seed',
      'other',
      '--set',
      'alo.enable.idempotence=true',
    );
    expect(result.scenario.seed).toBe('other');
    const again = await json<RunJson>('run', result.link);
    expect(again.lanes.map(({ digest }) => digest)).toEqual(result.lanes.map(({ digest }) => digest));
    expect(again.scenario).toEqual(result.scenario);
  });

  test('with --strict a broken claim is exit 1, and without it exit 0', async () => {
    expect((await ackward(['run', 'commit-then-crash', '--strict'])).exitCode).toBe(1);
    expect((await ackward(['run', 'commit-then-crash'])).exitCode).toBe(0);
    expect((await ackward(['run', 'vanished-order', '--strict'])).exitCode).toBe(0);
  });
});

describe('a link that had to be repaired', () => {
  const damaged: readonly (readonly [string, (link: string) => string, RegExp])[] = [
    ['cut off', (link) => link.slice(0, -3), /ackward: (note: )?c: the link has no complete checksum/u],
    ['of a version from the future', (link) => link.replace('v=1', 'v=9'), /ackward: (note: )?v: 9 is a version/u],
    ['with a setting that there is not', (link) => link.replace('&s=', '&o=alo.nope.1&s='), /nope/u],
  ];
  test.each(damaged)('%s: played with a note, and refused with --strict', async (_, damage, says) => {
    const link = damage((await ackward(['link', 'vanished-order'])).stdout.trim());
    for (const command of [['run'], ['sweep', '--seeds', '1']]) {
      const played = await ackward([...command, link]);
      expect(played.exitCode).toBe(0);
      expect(played.stderr).toMatch(says);
      expect(played.stderr).toContain('ackward: note: ');
      const refused = await ackward([...command, link, '--strict']);
      expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
      expect(refused.stderr).toMatch(says);
      expect(refused.stderr).toContain('or leave --strict out to play what could be read.');
    }
  });

  test('a link that is whole is played with --strict as well', async () => {
    const link = (await ackward(['link', 'vanished-order'])).stdout.trim();
    expect(await ackward(['run', link, '--strict'])).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('what is wrong with a word is said in a sentence: where, what, and what to do', () => {
  const scenario = (name: string, more: object, lane: object = {}): readonly string[] => {
    const lanes = [{ id: 'a', system: 'kafka', preset: 'at-least-once', ...lane }];
    return ['run', file(`${name}.json`, JSON.stringify({ version: 1, seed: 's', lanes, ...more }))];
  };
  const cases: readonly (readonly [readonly string[], string])[] = [
    [['sweep', 'double-charge', '--seeds', '-3'], '--seeds: "-3" is given; give a whole number from 1 to 1000000.'],
    [['sweep', 'double-charge', '--seeds=-3'], '--seeds: "-3" is given; give a whole number from 1 to 1000000.'],
    [['sweep', 'double-charge', '--seeds'], '--seeds: no value is given; write --seeds=VALUE.'],
    [
      ['run', 'double-charge', '--seed', '--json'],
      '--seed: "--json" stands where its value should be; write --seed=VALUE.',
    ],
    [['run', 'double-charge', '--strict=1'], '--strict: "1" is given, and it takes no value; write --strict alone.'],
    [
      ['run', 'double-charge', '--loud'],
      '--loud: the command has no such option; it has --seed, --set, --json, --strict.',
    ],
    [['run', 'double-charge', '-x'], '-x: the command has no such option; it has --seed, --set, --json, --strict.'],
    [scenario('no-preset', {}, { preset: undefined }), 'lanes[0].preset: no preset of kafka is given; use one of '],
    [scenario('preset', {}, { preset: 'nothing' }), 'lanes[0].preset: "nothing" is not a preset of kafka; use one of '],
    [scenario('seed', { seed: 5 }), 'seed: 5 is not a string; write one in quotes.'],
    [scenario('count', { records: { count: 'x' } }), 'records.count: "x" is not a whole number from '],
    [scenario('lanes', { lanes: 4 }), 'lanes: 4 is not a list; write [ … ].'],
    [scenario('fault', { faults: [{ do: 'crash', atMs: 1 }] }), 'faults[0].node: no node is given; use one of '],
  ];
  test.each(cases)('%j', async (args, says) => {
    const reply = await ackward(args);
    expect(reply).toMatchObject({ exitCode: 2, stdout: '' });
    expect(reply.stderr).toContain(`ackward: ${says}`);
  });

  test('a seed below zero is a seed', async () => {
    expect((await json<RunJson>('run', 'double-charge', '--seed', '-5')).scenario.seed).toBe('-5');
  });
});

test('trace prints every event, in four formats', async () => {
  const events = await json<Record<string, unknown>[]>('trace', 'double-charge', '--lane', 'alo');
  for (const event of events)
    expect(Object.keys(event)).toEqual(expect.arrayContaining(['seq', 'at', 'node', 'kind', 'causes']));
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, place) => place));
  for (const [format, start] of [
    ['text', /^ +0 /u],
    ['mermaid', /^sequenceDiagram/u],
    ['shiviz', /^\(\?<host>/u],
    ['json', /^\[/u],
  ] as const) {
    expect((await ackward(['trace', 'double-charge', '--lane', 'alo', '--format', format])).stdout).toMatch(start);
  }
});

test('explain prints why, with the chain of events', async () => {
  const why = await json<{ record: number; outcome: string; because: string[]; chain: number[] }>(
    'explain',
    'double-charge',
    '--lane',
    'alo',
    '--record',
    '3',
  );
  expect(why).toMatchObject({ record: 3, outcome: 'duplicated' });
  expect(why.because.join(' ')).toContain('ProduceResponse');
  expect(why.chain.length).toBeGreaterThan(2);
});

test('sweep gives the same in one piece and in shards', async () => {
  const args = ['sweep', 'effect-then-crash', '--seeds', '12', '--from', '5'];
  const whole = await ackward([...args, '--json']);
  const shards = await Promise.all(
    ['1/3', '2/3', '3/3'].map((shard) => ackward([...args, '--shard', shard, '--json'])),
  );
  const paths = shards.map(({ stdout }, place) => file(`shard-${place}.json`, stdout));
  expect((await ackward(['merge', ...paths, '--json'])).stdout).toBe(whole.stdout);
  expect(JSON.parse(whole.stdout)).toMatchObject({
    seeds: 12,
    lanes: [
      { id: 'pe', runs: 12 },
      { id: 'ep', runs: 12 },
      { id: 'atomic', broken: 0 },
    ],
  });
});

test('systems, presets and scenarios print arrays', async () => {
  const systems = await json<{ id: string; settings: object[] }[]>('systems');
  for (const setting of systems[0]!.settings)
    expect(Object.keys(setting)).toEqual(expect.arrayContaining(['name', 'type', 'values', 'default', 'source']));
  expect(await json<object[]>('presets')).toContainEqual({
    id: 'at-least-once',
    system: 'kafka',
    claim: 'at-least-once',
    title: 'At least once',
  });
  const scenarios = await json<{ id: string; title: string; systems: string[] }[]>('scenarios');
  expect(scenarios.length).toBeGreaterThanOrEqual(8);
  expect(scenarios).toContainEqual({
    id: 'double-charge',
    title: 'The charge that was made twice',
    systems: ['kafka'],
  });
});

test('scenarios says which sentence a scenario answers, and what is true', async () => {
  const taught = await json<{ id: string; misconception?: number }[]>('scenarios');
  expect(taught.find(({ misconception }) => misconception === 6)).toEqual({
    id: 'power-cut',
    title: 'Acknowledged is not on disk',
    systems: ['kafka'],
    headline: '“Acked = on disk.”',
    truth: 'Acknowledged means: in the page caches of the in-sync replicas. Kafka does not wait for the disk.',
    misconception: 6,
  });
  expect((await ackward(['scenarios'])).stdout).toContain('“Acked = on disk.”');
});

test('link goes there and back', async () => {
  const there = await ackward(['link', 'double-charge']);
  const back = await ackward(['link', there.stdout.trim()]);
  expect(JSON.parse(back.stdout)).toEqual((await json<RunJson>('run', 'double-charge')).scenario);
});

describe('bad input is exit 2, with a sentence that says where, and nothing on standard output', () => {
  const good = { version: 1, seed: 's', lanes: [{ id: 'a', system: 'kafka', preset: 'at-least-once' }] };
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no command of that name', ['frobnicate'], /frobnicate/u],
    ['no input', ['run'], /INPUT/u],
    ['no such file', ['run', 'nowhere.json'], /nowhere\.json/u],
    ['not JSON', ['run', file('bad.json', 'nonsense{')], /bad\.json.*not JSON/u],
    ['50 MB of nonsense', ['run', file('huge.json', 'x'.repeat(50_000_000))], /huge\.json.*larger/u],
    ['an unknown key', ['run', file('key.json', JSON.stringify({ ...good, colour: 1 }))], /colour/u],
    [
      'an unknown setting',
      ['run', file('setting.json', JSON.stringify({ ...good, lanes: [{ ...good.lanes[0], settings: { nope: 1 } }] }))],
      /lanes\[0\].*nope/u,
    ],
    [
      'a huge number',
      ['run', file('number.json', JSON.stringify({ ...good, records: { count: 1e300 } }))],
      /records\.count/u,
    ],
    [
      'a million faults',
      [
        'run',
        file('faults.json', JSON.stringify({ ...good, faults: Array.from({ length: 20_000 }, () => ({ do: 'x' })) })),
      ],
      /faults/u,
    ],
    [
      'a fault on nobody',
      ['run', file('node.json', JSON.stringify({ ...good, faults: [{ do: 'crash', node: 'moon', atMs: 1 }] }))],
      /faults\[0\]\.node/u,
    ],
    ['an unknown lane to set', ['run', 'double-charge', '--set', 'nope.acks=1'], /nope/u],
    ['a value that does not fit', ['run', 'double-charge', '--set', 'alo.retries=many'], /retries/u],
    ['settings that Kafka refuses', ['run', 'double-charge', '--set', 'eo.acks=0'], /acks/u],
    ['no lane', ['trace', 'double-charge'], /--lane/u],
    ['no format of that name', ['trace', 'double-charge', '--lane', 'alo', '--format', 'pdf'], /pdf/u],
    ['a record that is not there', ['explain', 'double-charge', '--lane', 'alo', '--record', '9'], /--record/u],
    ['an unknown system', ['systems', 'nosuch'], /there is no system nosuch/u],
    ['presets of an unknown system', ['presets', 'nosuch'], /there is no system nosuch/u],
    ['no seeds', ['sweep', 'double-charge'], /--seeds/u],
    ['an unknown option', ['run', 'double-charge', '--loud'], /--loud/u],
  ];
  test.each(cases)('%s', async (_, args, says) => {
    const reply = await ackward(args);
    expect(reply).toMatchObject({ exitCode: 2, stdout: '' });
    expect(reply.stderr).toMatch(says);
  });
});

test('as a process: exit codes, and a standard output that holds nothing but the document', () => {
  const options = { encoding: 'utf8', cwd: process.cwd() } as const;
  const stdout = execFileSync('npx', ['tsx', 'src/cli/main.ts', 'run', 'double-charge', '--json'], {
    ...options,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect((JSON.parse(stdout) as RunJson).lanes).toHaveLength(3);
  const bad = spawnSync('npx', ['tsx', 'src/cli/main.ts', 'run', '-'], { ...options, input: '[]' });
  expect([bad.status, bad.stdout]).toEqual([2, '']);
});

test('as a process: a reader that stops early, as `head` does, is no error', () => {
  const { status, stderr } = spawnSync('bash', ['-c', 'npx tsx src/cli/main.ts systems | head -n 1'], {
    encoding: 'utf8',
    cwd: process.cwd(),
  });
  expect([status, stderr]).toEqual([0, '']);
});
