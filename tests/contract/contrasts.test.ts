/** The contrasts across systems: what their headlines say besides the verdicts, which the catalogue's test holds. */
import { expect, test } from 'vitest';
import { json } from '../support/cli';
import { first, readIndex, readScenario, runLanes, type LaneView } from '../support/catalogueRun';

const toldOf = (lane: LaneView, record: number): readonly string[] =>
  lane
    .of('told')
    .filter((event) => event.record === record)
    .map(({ outcome }) => outcome);
const appliesOf = (lane: LaneView, record: number): number =>
  lane.of('apply').filter((event) => event.record === record).length;

test.each([
  ['four-products', 6],
  ['guard-that-loses', 4],
  ['windows-both-ways', 5],
  ['same-crash', 4],
  ['seen-twice', 2],
  ['somebody-elses-clock', 4],
  ['one-exception', 4],
  ['pair-of-boundaries', 6],
  ['same-answer', 2],
  ['four-words', 3],
  ['another-answer', 3],
  ['replaced-not-stopped', 4],
  ['progress-is-a-write', 5],
  ['another-drawer', 4],
  ['fixed-not-sliding', 3],
  ['two-at-once', 4],
  ['row-that-came-back', 1],
  ['a-new-name', 5],
  ['guards-that-lose-numbers', 3],
  ['bloom-alone', 1],
  ['failover-both-errors', 2],
  ['set-heals', 3],
  ['right-you-did-not-know', 4],
])('%s: lanes of %i systems share one world, and each fault strikes in some lane', (id, systems) => {
  const { lanes, faults } = readScenario(id);
  expect(lanes.length).toBeLessThanOrEqual(6);
  expect(new Set(lanes.map(({ system }) => system)).size).toBe(systems);
  const run = runLanes(readScenario(id));
  const missed = lanes.map((lane) => new Set(run(lane.id).notMet));
  expect(faults.filter((_, index) => missed.every((one) => one.has(index)))).toEqual([]);
  for (const lane of lanes) expect(run(lane.id).ended, lane.id).toBe('quiet');
});

test('four products: whoever stored it twice told the sender once', () => {
  const run = runLanes(readScenario('four-products'));
  for (const id of ['sqs', 'pubsub', 'rabbitmq'])
    expect(
      run(id)
        .of('enqueue')
        .filter(({ record }) => record === 3),
    ).toHaveLength(2);
  expect(run('kinesis').written(3)).toHaveLength(2);
  for (const id of ['sqs', 'pubsub', 'rabbitmq', 'kinesis']) expect(toldOf(run(id), 3)).toEqual(['ok']);
  for (const id of ['jetstream', 'stripe'])
    expect(first(run(id).of('absorb')), id).toMatchObject({ record: 3, reason: 'remembered' });
});

test('the guard that loses: every sender was told ok, and a memory refused what it swallowed', () => {
  const run = runLanes(readScenario('guard-that-loses'));
  for (const [id, record] of [
    ['reused', 4],
    ['body', 4],
    ['header', 4],
    ['tick', 6],
    ['batch', 7],
    ['batch', 8],
  ] as const) {
    expect(toldOf(run(id), record), `${id} ${record}`).toEqual(['ok']);
    expect(
      run(id)
        .of('absorb')
        .some((event) => event.record === record),
      `${id} ${record}`,
    ).toBe(true);
  }
});

test('wrong in both directions: the retry of order 3 comes after 40 s, and only Stripe compares', () => {
  const run = runLanes(readScenario('windows-both-ways'));
  expect(toldOf(run('fifo'), 6).at(-1)).toBe('ok');
  expect(toldOf(run('captures'), 6).at(-1)).toBe('ok');
  expect(toldOf(run('stripe'), 6).at(-1)).toBe('fail');
  for (const id of ['gateway', 'stripe', 'captures'])
    expect(
      run(id)
        .of('absorb')
        .some(({ record }) => record === 3),
      id,
    ).toBe(true);
});

test('the same crash: it falls after the first of two steps, whichever that is', () => {
  const run = runLanes(readScenario('same-crash'));
  for (const id of ['deletesFirst', 'deletesLast', 'ticksFirst', 'ticksLast', 'withName', 'withOffset'])
    expect(run(id).of('crash').length, id).toBeGreaterThan(0);
});

test('seen twice: the work is done twice in every lane, whatever its reader saw', () => {
  const run = runLanes(readScenario('seen-twice'));
  const worked = { streamsCommitted: 'processor', streamsAll: 'processor', flinkCommitted: 'taskmanager' };
  for (const [id, node] of Object.entries({ ...worked, flinkAll: 'taskmanager' })) {
    const given = run(id).of('deliver');
    expect(given.filter((event) => event.record === 4 && event.node === node).length, id).toBeGreaterThan(1);
  }
});

test('somebody else’s clock: no worker of these lanes has died, but for Flink’s and Pulsar’s, which came back', () => {
  const run = runLanes(readScenario('somebody-elses-clock'));
  for (const id of ['lease', 'heartbeat', 'ackWait']) expect(run(id).of('crash'), id).toEqual([]);
  for (const id of ['flink', 'neighbour']) expect(run(id).of('restart'), id).toHaveLength(1);
  const neighbours = run('neighbour');
  expect(toldOf(neighbours, 4), 'the neighbour has no transaction, and was told ok').toEqual(['ok']);
  const over = first(neighbours.of('transaction'), ({ became }) => became === 'Aborting').at;
  expect(over, 'the transaction was open for its five seconds').toBeGreaterThan(5_000);
  expect(first(neighbours.of('apply'), ({ record }) => record === 4).at).toBeGreaterThan(over);
  expect(
    run('lease')
      .of('return')
      .map(({ why }) => why),
  ).toContain('leaseOver');
  expect(
    run('ackWait')
      .of('return')
      .map(({ why }) => why),
  ).toContain('leaseOver');
});

test('one exception: what each library does after it', () => {
  const run = runLanes(readScenario('one-exception'));
  expect(run('queue').of('bury')[0]).toMatchObject({ record: 5, to: 'deadLetters', why: 'receives' });
  expect(
    run('group')
      .of('lease')
      .filter(({ record }) => record > 5),
  ).toEqual([]);
  expect(
    run('kcl')
      .of('apply')
      .map(({ record }) => record),
  ).toEqual([1, 2, 3, 4, 7, 8, 9]);
  expect(
    run('goesOn')
      .of('apply')
      .map(({ record }) => record),
  ).toEqual([1, 2, 3, 7, 8, 9]);
  expect(
    run('stops')
      .of('apply')
      .map(({ record }) => record),
  ).toEqual([1, 2, 3]);
});

test('the same answer: the first API repeats its 500 for a charge that was made, the second finishes', () => {
  const run = runLanes(readScenario('same-answer'));
  expect([toldOf(run('v1'), 4).at(-1), appliesOf(run('v1'), 4)]).toEqual(['fail', 1]);
  expect([toldOf(run('v2'), 4).at(-1), appliesOf(run('v2'), 4)]).toEqual(['ok', 1]);
  expect([toldOf(run('current'), 4).at(-1), appliesOf(run('current'), 4)]).toEqual(['ok', 1]);
});

test('four words: the sender was told ok, and the worker deleted or received', () => {
  const run = runLanes(readScenario('four-words'));
  for (const record of [2, 3, 4, 5]) expect(toldOf(run('acknowledged'), record)).toEqual(['ok']);
  expect(toldOf(run('confirmed'), 6)).toEqual(['ok']);
  expect(run('deleted').of('return')[0]).toMatchObject({ record: 3, why: 'ghost' });
  expect(
    run('received')
      .of('lease')
      .filter(({ record }) => record === 4),
  ).toHaveLength(1);
  expect(run('received').of('bury')[0]).toMatchObject({ record: 4, to: 'deadLetters' });
});

test('replaced, not stopped: the refusal comes after the harm', () => {
  const run = runLanes(readScenario('replaced-not-stopped'));
  expect(first(run('shard').of('commit'), ({ accepted }) => !accepted).at).toBeGreaterThan(12_000);
  expect(first(run('lease').of('settle'), ({ accepted }) => !accepted).record).toBe(3);
  expect(first(run('step').of('refuse'))).toMatchObject({ reason: 'fenced', records: [4] });
  for (const id of ['log', 'email'])
    expect(first(run(id).of('commit'), ({ accepted }) => !accepted).error).toBe('UNKNOWN_MEMBER_ID');
});

test('fixed, not sliding: refused, let through, refused again', () => {
  const run = runLanes(readScenario('fixed-not-sliding'));
  for (const id of ['jetstream', 'restate', 'firstSight'])
    expect(
      run(id)
        .of('absorb')
        .filter(({ record }) => record === 3).length,
      id,
    ).toBe(2);
  expect(
    run('lastSight')
      .of('absorb')
      .filter(({ record }) => record === 3),
  ).toHaveLength(3);
});

test('no scenario shows whether a refused repeat restarts the five minutes of a FIFO queue, which nobody has documented', () => {
  for (const { id, systems } of readIndex().filter((entry) => entry.systems.includes('sqs'))) {
    const scenario = readScenario(id);
    const run = runLanes(scenario);
    for (const lane of scenario.lanes.filter(({ system }) => system === 'sqs')) {
      const refused = run(lane.id)
        .of('absorb')
        .filter(({ node }) => node === 'queue');
      const storedAfter = run(lane.id)
        .of('enqueue')
        .filter(({ record, at }) => refused.some((event) => event.record === record && event.at < at));
      expect(storedAfter, `${id} ${lane.id} of ${systems.join()}`).toEqual([]);
    }
  }
});

test('two at once: Stripe and PayPal answer the second with a conflict, and it tries again', () => {
  const run = runLanes(readScenario('two-at-once'));
  for (const id of ['stripe', 'paypal'])
    expect(
      first(run(id).of('refuse'), ({ reason }) => reason === 'conflict'),
      id,
    ).toMatchObject({ records: [3] });
  expect(
    run('claims')
      .of('refuse')
      .map(({ error }) => error),
  ).toContain('in progress');
});

test.each([
  ['reused', 4, /a name that no message before it had/u],
  ['body', 4, /a name that no message before it had/u],
  ['tick', 6, /in the same step as the effect/u],
])('the guard that loses: what would have saved %s', async (lane, record, advice) => {
  const { because } = await json<{ because: string[] }>(
    'explain',
    'guard-that-loses',
    '--lane',
    lane,
    '--record',
    `${record}`,
  );
  expect(because.at(-1)).toMatch(advice);
});

test('confirmed, and not there: every sender was told ok, and what was not stored was taken for known', () => {
  const run = runLanes(readScenario('guards-that-lose-numbers'));
  for (const [id, records] of [
    ['early', [2]],
    ['idsFall', [5, 6, 7, 8]],
    ['counter', [5, 6, 7]],
    ['bloom', [2, 7, 8]],
    ['late', [3]],
  ] as const)
    for (const record of records) {
      expect(toldOf(run(id), record).at(-1), `${id} ${record}`).toBe('ok');
      expect(appliesOf(run(id), record), `${id} ${record}`).toBe(0);
    }
});

test('a filter that takes the new for seen: it knows the repetition, and four events that it never saw', () => {
  const run = runLanes(readScenario('bloom-alone'));
  const taken = (id: string): readonly number[] =>
    run(id)
      .of('absorb')
      .map(({ record }) => record);
  expect(taken('small').toSorted((a, b) => a - b)).toEqual([6, 15, 17, 20, 22]);
  expect(taken('roomy')).toEqual([6]);
  expect(taken('exact')).toEqual([6]);
});

test('failover: what was lost had been told ok, and what comes again was done in both clusters', () => {
  const run = runLanes(readScenario('failover-both-errors'));
  for (const [id, again] of [
    ['translated', [7, 8, 9]],
    ['replicated', [8, 9]],
  ] as const) {
    const lane = run(id);
    expect(toldOf(lane, 12).at(-1), id).toBe('ok');
    for (const record of again) {
      const died = lane.of('crash').at(-1)!.at;
      const done = lane.of('apply').filter((event) => event.record === record);
      expect(
        done.map(({ at }) => at > died),
        `${id} ${record}`,
      ).toEqual([false, true]);
    }
  }
});

test.each([
  ['queueAdds', 'queueSets'],
  ['changesAdd', 'changesSet'],
  ['tableAdds', 'tableSets'],
])('set heals, add does not: %s and %s are asked for the same writes', (adds, sets) => {
  const run = runLanes(readScenario('set-heals'));
  const asked = (id: string): number => run(id).messages('arrive', 'Write').length;
  expect(asked(adds)).toBe(asked(sets));
  expect(appliesOf(run(adds), 4)).toBe(2);
  expect(appliesOf(run(sets), 4)).toBe(1);
});

test('the right you did not know you used: each system refuses in its own words, and none of the effects', () => {
  const run = runLanes(readScenario('right-you-did-not-know'));
  for (const [id, error] of [
    ['kafka', 'GROUP_AUTHORIZATION_FAILED'],
    ['sqs', 'AccessDenied'],
    ['kinesis', 'AccessDeniedException'],
    ['jetstream', 'Permissions Violation for Publish'],
    ['keys', 'GROUP_AUTHORIZATION_FAILED'],
  ] as const) {
    const denied = run(id)
      .of('refuse')
      .filter(({ reason }) => reason === 'unauthorized');
    expect(new Set(denied.map((event) => event.error)), id).toEqual(new Set([error]));
    for (const record of [3, 4, 5, 6, 7, 8]) expect(appliesOf(run(id), record), id).toBeGreaterThan(0);
  }
});
