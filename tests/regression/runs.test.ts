/** Runs that once went wrong. Each says what was wrong; none may come back. */
import { expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Fault, LaneSpec, Scenario } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { json } from '../support/cli';
import { kafkaScenario, lane } from '../support/kafkaScenario';
import { scratchFolder } from '../support/scratchFolder';

const file = scratchFolder();
const verdictOf = (one: LaneSpec, faults: readonly Fault[], change: Partial<Scenario> = {}) =>
  judge(kafkaScenario([one], faults, change), SYSTEMS)[0]!.verdict;
const close = { records: { count: 6, everyMs: 3, keys: 1, kind: 'payment' } };

test('a batch that two verifications waited for was appended twice', () => {
  const verdict = verdictOf(lane('exactly-once'), [{ do: 'pause', node: 'broker-1', pin: { atMs: 257 }, forMs: 788 }], {
    seed: 's256',
  });
  expect(verdict.outcome).toMatchObject({ duplicated: 0, lost: 0 });
});

test('a reader whose fetch waited at a deposed leader never asked the next one', () => {
  const verdict = verdictOf(
    lane('acks-all-replicated'),
    [{ do: 'crash', node: 'broker-1', pin: { when: 'before', step: 'append', record: 4, attempt: 1 }, forMs: 247 }],
    { seed: 's8', ...close },
  );
  expect(verdict.outcome.lost).toBe(0);
  expect(verdict.outcome.effects).toBeGreaterThan(0);
});

test('a server frozen for good was asked for ever', () => {
  for (const preset of ['at-least-once', 'exactly-once']) {
    expect(verdictOf(lane(preset), [{ do: 'pause', node: 'broker-1', pin: { atMs: 20 } }], close).ended).toBe('quiet');
  }
});

test('a restarted producer read back from a broker that no longer led, for ever', () => {
  const crashes = { perMille: 25, forMs: [200, 400] as const };
  const verdict = verdictOf(
    lane('acks-all-replicated', { 'app.onRestart': 'ask' }),
    [{ do: 'crash', node: 'broker-1', pin: { atMs: 14 }, forMs: 183 }],
    { seed: 'a', crashes, ...close },
  );
  expect(verdict.ended).toBe('quiet');
});

test('a late copy of a join took the place of the join that could be answered', () => {
  const verdict = verdictOf(lane('at-least-once', { 'app.consumers': 2 }), [], {
    seed: 's304',
    network: { latencyMs: [5, 15], lossPerMille: 30, duplicatePerMille: 43, delayPerMille: 29, delayMs: [50, 400] },
    crashes: { perMille: 5, forMs: [200, 400] },
  });
  expect(verdict.outcome.lost).toBe(0);
});

test('a follower that was cut off stayed in sync for as long as records kept coming', () => {
  const cut = (follower: string): Fault => ({
    do: 'partition',
    between: ['broker-1', follower],
    atMs: 150,
    forMs: 5_000,
    oneWay: false,
  });
  const [judged] = judge(
    kafkaScenario([lane('acks-all-replicated', { 'min.insync.replicas': 1 })], [cut('broker-2'), cut('broker-3')]),
    SYSTEMS,
  );
  const shrunk = judged!.trace.events.find((event) => event.kind === 'lead' && event.isr.length === 1);
  expect(shrunk?.at).toBeLessThan(600);
});

test('a late batch of an ended transaction was answered as a duplicate before the coordinator was asked', () => {
  const late: Fault = { do: 'duplicate', message: 'ProduceRequest', record: 2, attempt: 1, byMs: 60 };
  const [judged] = judge(kafkaScenario([lane('exactly-once', { 'transaction.version': 1 })], [late]), SYSTEMS);
  const refusals = judged!.trace.events.filter((event) => event.kind === 'refuse' && event.records.includes(2));
  expect(refusals).toMatchObject([{ node: 'broker-1', error: 'TRANSACTION_ABORTABLE' }]);
});

test('a transaction that asked again while the last one’s marker was written was refused with an old guard', () => {
  const streams: LaneSpec = { id: 'one', system: 'kafka-streams', preset: 'no-rewind', settings: {} };
  const [judged] = judge(kafkaScenario([streams], [], { seed: 'contract' }), SYSTEMS);
  expect(judged!.trace.events.filter(({ kind }) => kind === 'refuse' || kind === 'exception')).toEqual([]);
  expect(judged!.verdict.outcome.once).toBe(8);
});

test('a late copy of a join took a member’s heartbeat away, so it never heard of the rebalance', () => {
  const settings = {
    'num.partitions': 3,
    'app.consumers': 3,
    'max.poll.records': 4,
    'partition.assignment.strategy': 'cooperative-sticky',
  };
  const verdict = verdictOf(lane('at-least-once', settings), [], {
    seed: 'a/30',
    records: { count: 12, everyMs: 60, keys: 4, kind: 'payment' },
    network: { latencyMs: [5, 15], lossPerMille: 30, duplicatePerMille: 30, delayPerMille: 30, delayMs: [50, 400] },
    crashes: { perMille: 10, forMs: [200, 400] },
  });
  expect(verdict.outcome.lost).toBe(0);
});

test('a leader that was told of a smaller in-sync set did not move its high watermark until the next record came', () => {
  const [judged] = judge(
    kafkaScenario([lane('acks-all-replicated')], [{ do: 'crash', node: 'broker-3', pin: { atMs: 150 }, forMs: 900 }], {
      records: { count: 3, everyMs: 100, keys: 1, kind: 'payment' },
    }),
    SYSTEMS,
  );
  const told = judged!.trace.events.find((event) => event.kind === 'told' && event.record === 3);
  expect(told?.at).toBeLessThan(490);
});

test('a follower that asked a leader which did not know yet that it leads never asked again', () => {
  const [judged] = judge(
    kafkaScenario(
      [
        lane('acks-all-replicated', {
          'transactional.id': 'payments',
          'app.transaction.records': 3,
          'batch.size': 2_000,
          'linger.ms': 5,
          'min.insync.replicas': 2,
        }),
      ],
      [
        {
          do: 'crash',
          node: 'broker-1',
          pin: { when: 'after', step: 'append', record: 2, attempt: 1 },
          forMs: 1188,
        },
      ],
      {
        seed: 'txnTV2ReadUncommitted/leaderCrashBeforeRepl/1',
        records: { count: 6, everyMs: 3, keys: 1, kind: 'payment' },
        network: { latencyMs: [2, 5], lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0, delayMs: [50, 400] },
      },
    ),
    SYSTEMS,
  );
  const elected = judged!.trace.events.filter((event) => event.kind === 'lead');
  expect(elected.map(({ isr }) => isr.length)).toEqual(expect.not.arrayContaining([1]));
  expect(elected.length).toBeGreaterThan(0);
});

test('a transaction whose markers no broker would ever take was asked about for ever', () => {
  const { ended } = verdictOf(
    lane('exactly-once', { 'app.steps': '[M E] P' }),
    [
      { do: 'crash', node: 'broker-1', pin: { atMs: 692 } },
      { do: 'delay', message: 'EndTxnRequest', record: 1, attempt: 1, byMs: 219 },
    ],
    {
      seed: 'kvnhholv',
      records: { count: 6, everyMs: 20, keys: 1, kind: 'payment' },
      network: { latencyMs: [5, 15], lossPerMille: 20, duplicatePerMille: 0, delayPerMille: 40, delayMs: [50, 400] },
      crashes: { perMille: 25, forMs: [200, 400] },
      limits: { virtualMs: 300_000, events: 50_000 },
    },
  );
  expect(ended).toBe('quiet');
});

test('a processor that had lost its partitions committed their work as a member of the next generation', () => {
  const { outcome } = verdictOf(
    {
      id: 'one',
      system: 'kafka-streams',
      preset: 'exactly-once-v2',
      settings: {
        'app.processors': 2,
        'app.rewindOnAbort': false,
        'batch.size': 3_000,
        'commit.interval.ms': 50,
        'max.poll.interval.ms': 600,
        'max.poll.records': 4,
        'partition.assignment.strategy': 'range',
        'session.timeout.ms': 200,
        'transaction.timeout.ms': 10_000,
      },
    },
    [{ do: 'pause', node: 'processor-1', pin: { atMs: 72 }, forMs: 736 }],
    {
      seed: 'eosNoRewind/zombieConsumer/19',
      records: { count: 6, everyMs: 8, keys: 1, kind: 'payment' },
      network: { latencyMs: [4, 7], lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0, delayMs: [50, 400] },
    },
  );
  expect(outcome).toMatchObject({ duplicated: 0, once: 6 });
});

test('a marker that came before its leader had heard of its election was never sent again: a transaction hung', () => {
  const crash: Fault = { do: 'crash', node: 'broker-1', pin: { atMs: 123 }, forMs: 553 };
  for (let seed = 0; seed < 12; seed += 1) {
    const [judged] = judge(
      kafkaScenario([lane('acks-all-replicated', { 'transactional.id': 'payments' })], [crash], {
        seed: `marker/${seed}`,
        records: { count: 6, everyMs: 30, keys: 1, kind: 'payment' },
        network: { latencyMs: [1, 8], lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0, delayMs: [50, 400] },
      }),
      SYSTEMS,
    );
    expect(judged!.verdict.outcome, `seed marker/${seed}`).toMatchObject({ failed: 0, lost: 0 });
  }
});

test('an automatic commit without a coordinator was sent into nothing and repeated for ever; it waits for one', () => {
  const commits = (fault: Fault) => {
    const { trace } = judge(kafkaScenario([lane('defaults')], [fault], { seed: 'a', ...close }), SYSTEMS)[0]!;
    const sent = trace.events.filter((event) => event.kind === 'send' && event.message.name === 'OffsetCommitRequest');
    return { ended: trace.events.at(-1), sent };
  };
  const gone = commits({ do: 'crash', node: 'coordinator', pin: { atMs: 10 } });
  expect(gone.ended).toMatchObject({ kind: 'end', ended: 'quiet' });
  expect(gone.sent).toEqual([]);
  const back = commits({ do: 'crash', node: 'coordinator', pin: { atMs: 10 }, forMs: 6_000 });
  expect(back.ended).toMatchObject({ kind: 'end', ended: 'quiet' });
  expect(back.sent).toHaveLength(1);
  expect(back.sent[0]!.at).toBeGreaterThanOrEqual(6_010);
});

test('a worker that holds the lease itself was said to have been replaced, as the table of leases said who holds it', async () => {
  const { lanes } = await json<{ lanes: { id: string; oracle: { code: string }[] }[] }>('run', 'four-products');
  const kinesis = lanes.find(({ id }) => id === 'kinesis')!;
  expect(kinesis.oracle.filter(({ code }) => code === 'ZW')).toEqual([]);
});

test('a reader that began behind a record, before its sender had the answer, was left out of the story of the loss', async () => {
  const path = file('began-behind.json', {
    version: 1,
    seed: 'gallery-1',
    network: { lossPerMille: 60, delayPerMille: 40 },
    lanes: [{ id: 'a', system: 'kafka', preset: 'defaults' }],
  });
  const { because } = await json<{ because: string[] }>('explain', path, '--lane', 'a', '--record', '1');
  expect(because.join(' ')).toMatch(/finds no usable offset and begins at 1.*auto\.offset\.reset=earliest/u);
});
