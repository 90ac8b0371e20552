/** Every scenario of the catalogue shows what its headline says. */
import { expect, test } from 'vitest';
import { readIndex, readScenario, runLanes } from '../support/catalogueRun';
import { json, notOnce, type LaneJson } from '../support/cli';

const SHOWS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'double-charge': { amo: ['5 lost'], alo: ['3 duplicated'], eo: [] },
  'vanished-order': { amo: ['3 lost'], alo: [], eo: [] },
  'acknowledged-and-lost': { acks1: ['4 lost', '5 lost'], acksall: [] },
  'zombie-leader': { acks1: ['5 lost', '6 lost', '7 lost', '8 lost'], acksall: [] },
  'late-copy': { one: ['4 duplicated'], idempotent: [] },
  'effect-then-crash': { pe: [], ep: ['5 duplicated'], atomic: [] },
  'commit-then-crash': { pe: ['5 lost'], ep: [], atomic: [] },
  'memory-that-swallows': { before: ['4 lost'], with: [] },
  'saved-by-the-key': { append: ['3 duplicated', '6 duplicated'], upsert: [], unique: [] },
  'one-lost-answer': { kafka: [], fifo: [], pubsub: ['3 duplicated'], stripe: [], paypal: ['3 duplicated'] },
  'aborted-and-read': { uncommitted: ['3 duplicated'], committed: [] },
  'power-cut': { unflushed: ['5 lost'], flushed: [] },
  'shield-of-epochs': { sequences: ['2 duplicated'], epochs: [] },
  'shield-of-sequences': { neither: ['3 duplicated'], sequences: [], both: [] },
  'application-resends': { resend: ['4 duplicated'], ask: [] },
  'known-not-fenced': { fences: ['3 duplicated'], knows: [] },
  'fenced-not-known': { knows: ['4 duplicated'], fences: [] },
  'saved-by-the-transaction': { alo: ['4 duplicated'], eos: [] },
  'called-twice': { inside: [], outside: ['4 duplicated'] },
  'name-of-the-group': { bare: ['4 duplicated', '5 duplicated'], full: [] },
  'aborted-and-skipped': { on: ['4 lost', '5 lost', '6 lost'], back: [] },
  'read-before-the-commit': { uncommitted: ['4 duplicated'], committed: [] },
  'slow-worker': { short: ['4 duplicated'], long: [], heartbeat: [] },
  'five-minutes-and-one-second': { thirty: ['5 duplicated', '7 lost'], sixty: ['7 lost'], ownIds: ['5 duplicated'] },
  'receipt-that-says-sorry': { memory: ['2 duplicated'], persisted: [], impatient: ['4 duplicated'] },
  'whose-clock': { order: ['2 duplicated'], capture: [] },
  'same-letter-new-postmark': {
    unguarded: ['3 duplicated', '5 duplicated'],
    byMessageId: ['3 duplicated'],
    byOrderId: [],
  },
  'the-honest-flag': {
    manual: ['2 duplicated', '6 lost'],
    flag: ['2 duplicated', '4 lost', '5 lost', '6 lost'],
    keys: ['6 failed'],
  },
  'confirmed-and-dropped': {
    noName: ['2 duplicated', '4 duplicated'],
    client: ['4 duplicated'],
    idsFall: ['5 lost'],
    counter: ['5 lost'],
    two: ['3 lost'],
    position: [],
  },
  'promise-kept': {
    committed: [],
    everything: ['6 duplicated', '7 duplicated'],
    flushed: ['6 duplicated', '7 duplicated'],
  },
  'promise-outlives': {
    short: ['1 lost', '2 lost', '3 lost', '4 lost', '5 lost'],
    everything: ['6 duplicated', '7 duplicated'],
    long: [],
  },
  'what-is-left': { workqueue: ['4 duplicated'], limits: [] },
  'damaged-file-leads': { intact: [], damaged: ['3 lost', '4 lost', '5 lost', '6 lost'], later: [] },
  'three-places-to-put-the-tick': { before: ['4 lost'], after: ['4 duplicated'], with: [] },
  'twins-past-the-window': { inside: [], past: [1, 2, 3, 4, 5, 6, 7, 8].map((record) => `${record} duplicated`) },
  'receipt-drawer': {
    append: ['5 duplicated', '6 duplicated', '7 duplicated', '8 duplicated'],
    guarded: [
      '17 lost',
      '18 lost',
      '19 lost',
      '20 lost',
      '21 lost',
      '22 lost',
      '23 lost',
      '24 lost',
      '25 lost',
      '26 lost',
      '27 lost',
      '28 lost',
      '29 lost',
      '30 lost',
      '31 lost',
      '32 lost',
    ],
  },
  'one-drawer': {
    rowsFirst: ['4 duplicated', '5 duplicated', '6 duplicated'],
    offsetFirst: ['4 lost', '5 lost', '6 lost'],
    oneCommit: [],
    goesOn: ['7 lost', '8 lost', '9 lost'],
  },
  'throw-it-away': { plain: ['8 duplicated'], dedup: [], otherPartition: ['8 duplicated'] },
  'four-packets-two-hops': { kept: [], clean: ['2 duplicated'], lower: ['4 lost'] },
  'set-or-add': {
    upsert: ['1 duplicated', '2 duplicated'],
    increment: ['1 duplicated', '2 duplicated'],
    offsetSet: [],
    offset: [],
  },
  'rows-that-know': { append: ['1 duplicated', '2 duplicated'], unique: [], versioned: [] },
  'right-you-did-not-know': {
    kafka: [3, 4, 5, 6, 7, 8].map((record) => `${record} duplicated`),
    sqs: [3, 4, 5, 6, 7, 8].map((record) => `${record} duplicated`),
    kinesis: [3, 4, 5, 6, 7, 8].map((record) => `${record} duplicated`),
    jetstream: [3, 4, 5, 6, 7, 8].map((record) => `${record} duplicated`),
    keys: [],
  },
  'when-you-throw': {
    skip: ['5 lost', '6 lost'],
    retry: ['4 duplicated'],
    block: ['4 duplicated', '5 lost', '6 lost', '7 lost', '8 lost', '9 lost'],
    paused: ['7 duplicated', '8 duplicated', '9 duplicated'],
  },
  'the-last-messenger': {
    four: ['3 lost', '5 failed', '6 failed'],
    five: ['4 lost', '5 failed', '6 failed'],
    named: [],
  },
  'harmless-repetition': { once: ['2 lost'], elsewhere: ['3 duplicated'], retry: ['3 duplicated'], named: [] },
  'remembering-is-not-undoing': { noKey: ['5 duplicated'], derived: [], random: ['5 duplicated'] },
  'free-again': { open: [], closed: ['3 duplicated'], rejects: [], key: [] },
  'innocent-neighbours': { charges: ['6 duplicated', '7 duplicated', '8 duplicated'], withKeys: [], inside: [] },
  'number-seven-was-late': { byId: ['7 lost', '8 duplicated'], log: ['8 duplicated'], inbox: [] },
  'four-products': {
    sqs: ['3 duplicated'],
    pubsub: ['3 duplicated'],
    kinesis: ['3 duplicated'],
    rabbitmq: ['3 duplicated'],
    jetstream: [],
    stripe: [],
  },
  'guard-that-loses': {
    reused: ['4 lost'],
    body: ['4 lost'],
    header: ['4 lost'],
    tick: ['6 lost'],
    batch: ['7 lost', '8 lost'],
  },
  'guards-that-lose-numbers': {
    early: ['2 lost'],
    idsFall: ['5 lost', '6 lost', '7 lost', '8 lost'],
    counter: ['5 lost', '6 lost', '7 lost'],
    bloom: ['2 lost', '7 lost', '8 lost'],
    late: ['3 lost'],
  },
  'bloom-alone': { small: ['15 lost', '17 lost', '20 lost', '22 lost'], roomy: [], exact: [] },
  'failover-both-errors': {
    translated: ['7 duplicated', '8 duplicated', '9 duplicated', '12 lost'],
    named: ['12 lost'],
    replicated: ['8 duplicated', '9 duplicated', '12 lost'],
    plain: ['10 lost', '11 lost', '12 lost'],
  },
  'set-heals': {
    queueAdds: ['4 duplicated'],
    queueSets: [],
    changesAdd: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
    changesSet: [],
    tableAdds: ['4 duplicated'],
    tableSets: [],
  },
  'windows-both-ways': {
    jetstream: ['3 duplicated', '6 lost'],
    fifo: ['3 duplicated', '6 lost'],
    gateway: ['6 lost'],
    stripe: ['6 failed'],
    vault: ['3 duplicated', '6 lost'],
    captures: ['6 lost'],
  },
  'same-crash': {
    deletesFirst: ['4 lost'],
    deletesLast: ['4 duplicated'],
    ticksFirst: ['4 lost'],
    ticksLast: ['4 duplicated'],
    withName: [],
    withOffset: [],
  },
  'seen-twice': {
    streamsCommitted: [],
    streamsAll: ['4 duplicated'],
    flinkCommitted: [],
    flinkAll: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
  },
  'somebody-elses-clock': {
    flink: ['1 lost', '2 lost', '3 lost', '4 lost', '5 lost'],
    patient: [],
    neighbour: [],
    lease: ['4 duplicated'],
    heartbeat: [],
    ackWait: ['4 duplicated', '6 duplicated'],
  },
  'one-exception': {
    kcl: ['5 lost', '6 lost'],
    queue: ['5 lost'],
    group: ['5 lost', '6 lost', '7 lost', '8 lost', '9 lost'],
    stops: ['4 lost', '5 lost', '6 lost', '7 lost', '8 lost', '9 lost'],
    goesOn: ['4 lost', '5 lost', '6 lost'],
    bundle: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
  },
  'pair-of-boundaries': {
    pubsub: ['3 duplicated'],
    fifo: ['3 duplicated'],
    mqtt: ['3 lost'],
    streams: ['3 duplicated'],
    workflow: ['3 duplicated'],
    pipeline: ['1 duplicated', '2 duplicated', '3 duplicated'],
  },
  'same-answer': {
    v1: [],
    v2: [],
    impatient: ['4 duplicated'],
    current: [],
  },
  'four-words': {
    acknowledged: ['2 lost', '3 lost', '4 lost', '5 lost'],
    confirmed: ['6 lost'],
    deleted: ['3 duplicated'],
    received: ['4 lost'],
  },
  'another-answer': {
    dice: ['1 duplicated', '2 duplicated', '3 duplicated'],
    stable: [],
    newRows: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
    sameRows: [],
    otherCode: ['4 lost', '5 lost', '6 lost'],
    sameCode: [],
  },
  'replaced-not-stopped': {
    shard: ['3 duplicated'],
    lease: ['3 duplicated'],
    step: ['4 duplicated'],
    log: [],
    email: ['4 duplicated'],
  },
  'progress-is-a-write': {
    lost: ['3 duplicated'],
    askedAgain: [],
    late: ['4 duplicated'],
    ahead: ['4 lost'],
    automatic: ['5 lost'],
    oneWrite: [],
  },
  'another-drawer': {
    queue: [],
    group: ['3 duplicated'],
    keyed: [],
    unkeyed: ['3 duplicated'],
    regions: ['3 duplicated'],
    sourced: ['3 duplicated'],
  },
  'fixed-not-sliding': {
    jetstream: ['3 duplicated'],
    restate: ['3 duplicated'],
    firstSight: ['3 duplicated'],
    lastSight: [],
  },
  'two-at-once': {
    stripe: [],
    paypal: [],
    lookUp: ['3 duplicated'],
    putIfAbsent: [],
    claims: [],
    selects: ['3 duplicated'],
  },
  'row-that-came-back': {
    unique: ['1 duplicated', '2 duplicated'],
    upsert: ['1 duplicated', '2 duplicated'],
    versioned: [],
    noTombstone: ['1 duplicated', '2 duplicated'],
    offset: [],
    ids: [],
  },
  'a-new-name': {
    stripe: ['3 duplicated'],
    fifo: ['3 duplicated'],
    jetstream: ['3 duplicated'],
    mqtt: ['3 duplicated'],
    inbox: ['3 duplicated'],
    byOrder: [],
  },
  'two-readers-two-truths': {
    committed: [],
    everything: ['4 duplicated', '5 duplicated'],
    email: ['4 duplicated', '5 duplicated'],
    plain: ['4 duplicated', '5 duplicated'],
  },
  'slow-or-dead': { long: [], heartbeat: [] },
  'replay-goes-on': {
    upsert: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
    versioned: [],
    increment: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated'],
    offset: [],
  },
  'name-and-number': {
    random: ['5 duplicated', '6 duplicated'],
    counter: ['7 lost', '8 lost', '9 lost', '10 lost', '11 lost', '12 lost'],
    asks: [],
    partition: ['6 duplicated'],
  },
  'six-times-ok': { counter: ['11 lost', '12 lost', '13 lost', '14 lost', '15 lost', '16 lost'], asks: [] },
  'six-hours-of-silence': { forgets: ['2 duplicated'], keeps: [] },
  'behind-somebody-else': { without: ['3 duplicated'], committed: [], uncommitted: ['3 duplicated'] },
  'mark-before-the-write': { early: ['2 lost'], today: [] },
  'log-you-do-not-own': {
    adding: ['5 duplicated', '6 duplicated', '7 duplicated', '8 lost', '9 lost'],
    upsert: ['8 lost', '9 lost'],
    transaction: ['8 lost', '9 lost'],
    slotKept: [],
  },
  'another-name-all-again': {
    kept: [],
    renamed: ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated', '5 duplicated'],
    renamedUpsert: [],
  },
  'translated-bookmark': {
    synced: ['7 duplicated', '8 duplicated', '9 duplicated', '12 lost'],
    named: ['12 lost'],
    latest: ['10 lost', '11 lost', '12 lost'],
  },
  'copied-again': {
    plain: ['6 duplicated', '7 duplicated', '8 duplicated', '9 duplicated'],
    committed: [],
    everything: ['9 duplicated'],
  },
  'name-across-the-sea': {
    dedup: [],
    off: ['6 duplicated', '7 duplicated', '8 duplicated', '9 duplicated'],
    kafka: ['6 duplicated', '7 duplicated', '8 duplicated', '9 duplicated'],
  },
  'two-bookmarks': {
    replicated: ['8 duplicated', '9 duplicated', '12 lost'],
    plain: ['10 lost', '11 lost', '12 lost'],
  },
  'hold-that-ran-out': { confirmed: [], early: ['8 lost'], memory: ['4 duplicated'], one: ['2 duplicated'] },
  'fenced-too-late': { plain: ['4 duplicated'], atomic: [] },
};

const run = async (id: string): Promise<readonly LaneJson[]> => (await json<{ lanes: LaneJson[] }>('run', id)).lanes;

test.each(Object.entries(SHOWS))('%s', async (id, shows) => {
  const lanes = await run(id);
  expect(Object.fromEntries(lanes.map((lane) => [lane.id, notOnce(lane)]))).toEqual(shows);
});

test('what-is-left: j3 at 8 s is refused everywhere, j4 at 12 s where its message is still stored', async () => {
  for (const [lane, stored, refused] of [
    ['workqueue', [1, 2, 3, 4, 5, 4], [3]],
    ['limits', [1, 2, 3, 4, 5], [3, 4]],
  ] as const) {
    const view = runLanes(readScenario('what-is-left'))(lane);
    expect(view.of('enqueue').map(({ record }) => record)).toEqual(stored);
    expect(view.of('absorb').map(({ record }) => record)).toEqual(refused);
    const again = view.messages('send', 'JetStreamPublish').slice(5);
    expect(again.map(({ at }) => at)).toEqual([8_000, 12_000]);
  }
});

test('slow-worker: the fourth message is handled by both, whoever is slow, and both delete it', async () => {
  const counts = await run('slow-worker');
  expect(Object.fromEntries(counts.map(({ id, outcome }) => [id, outcome['effects']]))).toEqual({
    short: 7,
    long: 6,
    heartbeat: 6,
  });
  const short = runLanes(readScenario('slow-worker'))('short');
  const ofFourth = ({ record }: { readonly record: number }): boolean => record === 4;
  expect(short.of('apply').filter(ofFourth)).toHaveLength(2);
  expect(
    new Set(
      short
        .of('lease')
        .filter(ofFourth)
        .map(({ worker }) => worker),
    ).size,
  ).toBe(2);
  expect(short.messages('send', 'DeleteMessageRequest', 4)).toHaveLength(2);
});

test.each(['throw-it-away', 'two-readers-two-truths'])('%s: no lane breaks what its preset promises', async (id) => {
  const lanes = await run(id);
  expect(lanes.filter(({ keepsClaim }) => !keepsClaim).map((lane) => lane.id)).toEqual([]);
});

test('reordered-pair: only many in flight without sequence numbers change places', async () => {
  const lanes = await run('reordered-pair');
  expect(Object.fromEntries(lanes.map(({ id, outcome }) => [id, outcome['reordered']! > 0]))).toEqual({
    five: true,
    one: false,
    idempotent: false,
  });
});

test('the index lists every scenario with the title that it has, and each has a test here or among the misconceptions', async () => {
  const index = readIndex();
  const listed = await json<{ id: string; title: string; systems: string[] }[]>('scenarios');
  const bare = (entries: readonly { id: string; title: string; systems: readonly string[] }[]): readonly object[] =>
    entries.map(({ id, title, systems }) => ({ id, title, systems })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(bare(index)).toEqual(bare(listed));
  const taught = index.filter(({ misconception }) => misconception !== undefined).map(({ id }) => id);
  const tested = new Set([...Object.keys(SHOWS), 'reordered-pair', ...taught]);
  expect([...tested].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(listed.map(({ id }) => id));
});
