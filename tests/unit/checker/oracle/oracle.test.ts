/** One tiny trace per anomaly that has it, and a near miss that has not: one event changed. The anomalies: src/checker/oracle/verdict.ts. */
import { expect, test } from 'vitest';
import { oracleOf } from '../../../../src/checker/oracle/oracle';
import type { OracleOptions, Reader } from '../../../../src/checker/oracle/verdict';
import type { Trace } from '../../../../src/trace/event';
import { scribe, type Scribe } from '../../../support/scribe';
import { told } from '../../../support/traceBuilder';

const RC: Reader = 'read_committed';
const RU: Reader = 'read_uncommitted';
const codesOf = (trace: Trace, reader: Reader = RC, more: Partial<OracleOptions> = {}): readonly string[] =>
  oracleOf(trace, { reader, ...more }).anomalies.map(({ code, record }) => `${code} ${record}`);
const told1 = (s: Scribe, node = 'producer', outcome: 'ok' | 'fail' | 'unknown' = 'ok', record = 1): number =>
  s.note(node, told(record, outcome));

/** A record in the log of broker-1, and acknowledged. */
function oneRecord(): Scribe {
  const s = scribe();
  s.append(s.send('producer', 1), 'broker-1', { offset: 0 });
  told1(s);
  return s;
}

const lead = (leader: string, partition = 0) =>
  ({ kind: 'lead', partition, leader, leaderEpoch: 1, isr: [leader], clean: false }) as const;

interface Case {
  readonly name: string;
  readonly trace: Trace;
  readonly reader?: Reader;
  readonly options?: Partial<OracleOptions>;
  readonly shows: readonly string[];
}

function build(write: (s: Scribe) => void, s = scribe()): Trace {
  write(s);
  return s.end();
}

const CASES: readonly Case[] = [
  { name: 'LP not: acknowledged and in the log', trace: oneRecord().end(), shows: [] },
  {
    name: 'LP: the new leader never had it',
    trace: build((s) => s.note('controller', lead('broker-2')), oneRecord()),
    shows: ['LP 1'],
  },
  {
    name: 'LP not: the new leader has a copy',
    trace: build((s) => {
      s.copy('broker-2', 1, { offset: 0 });
      s.note('controller', lead('broker-2'));
    }, oneRecord()),
    shows: [],
  },
  {
    name: 'LP: cut off the leader’s log',
    trace: build((s) => s.note('broker-1', { kind: 'truncate', partition: 0, offset: 0, records: [1] }), oneRecord()),
    shows: ['LP 1'],
  },
  {
    name: 'LP not: what was reported as failed may be gone',
    trace: build((s) => {
      s.send('producer', 1);
      told1(s, 'producer', 'fail');
    }),
    shows: [],
  },
  {
    name: 'LP: nothing ever arrived, and success was told at once',
    trace: build((s) => {
      s.send('producer', 1);
      told1(s);
    }),
    shows: ['LP 1'],
  },
  {
    name: 'LP: a late abort ended a transaction that was told to be committed',
    trace: build((s) => {
      s.call('producer', 'beginTransaction');
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.call('producer', 'commitTransaction', [1]);
      told1(s);
      s.marker('broker-1', false, { offset: 1, producerId: 7 });
    }),
    shows: ['LP 1'],
  },
  {
    name: 'LP not: committed by its own marker',
    trace: build((s) => {
      s.call('producer', 'beginTransaction');
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.call('producer', 'commitTransaction', [1]);
      told1(s);
      s.marker('broker-1', true, { offset: 1, producerId: 7 });
    }),
    shows: [],
  },
  {
    name: 'DP: a retry of one call was appended again',
    trace: build((s) => {
      const first = s.send('producer', 1);
      s.append(first, 'broker-1', { offset: 0 });
      s.append(s.resend(first), 'broker-1', { offset: 1 });
    }),
    shows: ['DP 1'],
  },
  {
    name: 'DP: a late copy was appended again',
    trace: build((s) => {
      const first = s.send('producer', 1);
      s.append(first, 'broker-1', { offset: 0 });
      s.append(s.copyOf(first), 'broker-1', { offset: 1 });
    }),
    shows: ['DP 1'],
  },
  {
    name: 'DP not, but DA: the application called send() again',
    trace: build((s) => {
      s.append(s.send('producer', 1), 'broker-1', { offset: 0 });
      s.append(s.send('producer', 1), 'broker-1', { offset: 1 });
    }),
    shows: ['DA 1'],
  },
  {
    name: 'DA not: the copies stand in two topics',
    trace: build(
      (s) => {
        s.append(s.send('producer', 1), 'broker-1', { offset: 0 });
        s.append(s.send('producer', 1), 'broker-1', { offset: 0, partition: 1 });
      },
      scribe(['orders-0', 'payments-0']),
    ),
    shows: [],
  },
  {
    name: 'DA not for read_committed: one of them was aborted',
    trace: build((s) => {
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.marker('broker-1', false, { offset: 1, producerId: 7 });
      s.append(s.send('producer', 1), 'broker-1', { offset: 2, producerId: 7, transactional: true });
      s.marker('broker-1', true, { offset: 3, producerId: 7 });
    }),
    shows: [],
  },
  {
    name: 'DA for read_uncommitted: the aborted copy stays readable',
    reader: RU,
    trace: build((s) => {
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.marker('broker-1', false, { offset: 1, producerId: 7 });
      s.append(s.send('producer', 1), 'broker-1', { offset: 2, producerId: 7, transactional: true });
      s.marker('broker-1', true, { offset: 3, producerId: 7 });
    }),
    shows: ['DA 1'],
  },
  {
    name: 'RO: two calls of one session swapped places',
    trace: build((s) => {
      const [one, two] = [s.send('producer', 1), s.send('producer', 2)];
      s.append(two, 'broker-1', { offset: 0 });
      s.append(one, 'broker-1', { offset: 1 });
    }),
    shows: ['RO 1'],
  },
  {
    name: 'RO not: in two partitions',
    trace: build((s) => {
      const [one, two] = [s.send('producer', 1), s.send('producer', 2)];
      s.append(two, 'broker-1', { offset: 0 });
      s.append(one, 'broker-1', { offset: 0, partition: 1 });
    }),
    shows: [],
  },
  {
    name: 'RO not: the earlier call was made by a process that died',
    trace: build((s) => {
      const one = s.send('producer', 1);
      s.note('producer', { kind: 'crash', power: false, forMs: 1 });
      s.restart('producer');
      s.append(s.send('producer', 2), 'broker-1', { offset: 0 });
      s.append(one, 'broker-1', { offset: 1 });
    }),
    shows: [],
  },
  {
    name: 'AR: a consumer was given what the application aborted',
    reader: RU,
    trace: build((s) => {
      s.call('producer', 'beginTransaction');
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.deliver('consumer', 1, { offset: 0 });
      s.call('producer', 'abortTransaction', [1]);
    }),
    shows: ['AR 1', 'HT 1'],
  },
  {
    name: 'AR: its application died, and the coordinator aborted it',
    reader: RU,
    trace: build((s) => {
      s.call('producer', 'beginTransaction');
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.deliver('consumer', 1, { offset: 0 });
      s.marker('broker-1', false, { offset: 1, producerId: 7 });
    }),
    shows: ['AR 1'],
  },
  {
    name: 'AR not: committed in the end',
    reader: RU,
    trace: build((s) => {
      s.call('producer', 'beginTransaction');
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.deliver('consumer', 1, { offset: 0 });
      s.call('producer', 'commitTransaction', [1]);
      s.marker('broker-1', true, { offset: 1, producerId: 7 });
    }),
    shows: [],
  },
  {
    name: 'AR not: that consumer reads with the other isolation level',
    trace: build((s) => {
      s.note('consumer', { kind: 'position', partition: 0, offset: 0, from: 'reset', committedOnly: false });
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.deliver('consumer', 1, { offset: 0 });
      s.marker('broker-1', false, { offset: 1, producerId: 7 });
    }),
    shows: [],
  },
  {
    name: 'ZW: the old instance wrote after its replacement was acknowledged',
    trace: build((s) => {
      s.call('producer', 'send', [1]);
      s.append(s.send('producer-2', 2), 'broker-1', { offset: 0 });
      told1(s, 'producer-2', 'ok', 2);
      s.append(s.send('producer', 1), 'broker-1', { offset: 1 });
    }),
    shows: ['ZW 1'],
  },
  {
    name: 'ZW not: it had written before, only the network was slow',
    trace: build((s) => {
      const slow = s.send('producer', 1);
      s.append(s.send('producer-2', 2), 'broker-1', { offset: 0 });
      told1(s, 'producer-2', 'ok', 2);
      s.append(slow, 'broker-1', { offset: 1 });
    }),
    shows: [],
  },
  {
    name: 'ZW at the sink: the partition had another owner',
    trace: build((s) => {
      s.note('consumer-1', { kind: 'assign', member: 'a', generation: 1, partitions: [0] });
      s.deliver('consumer-1', 1, { offset: 0 });
      s.note('consumer-2', { kind: 'assign', member: 'b', generation: 2, partitions: [0] });
      s.effect('consumer-1', 1);
    }, oneRecord()),
    shows: ['ZW 1'],
  },
  {
    name: 'ZW not: the sink refused it',
    trace: build((s) => {
      s.note('consumer-1', { kind: 'assign', member: 'a', generation: 1, partitions: [0] });
      s.deliver('consumer-1', 1, { offset: 0 });
      s.note('consumer-2', { kind: 'assign', member: 'b', generation: 2, partitions: [0] });
      s.effect('consumer-1', 1, { kind: 'absorb', record: 1, reason: 'fenced' });
    }, oneRecord()),
    shows: [],
  },
  {
    name: 'HT: no marker ever came, and what lies behind cannot be read',
    trace: build((s) => {
      s.append(s.send('producer', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.append(s.send('producer', 2), 'broker-1', { offset: 1 });
      told1(s, 'producer', 'ok', 2);
    }),
    shows: ['LP 2', 'HT 1'],
  },
  {
    name: 'LC: the commit passed it, and nothing happened',
    trace: build((s) => {
      s.note('coordinator', { kind: 'commit', group: 'g', partition: 0, offset: 1, accepted: true, error: '' });
    }, oneRecord()),
    shows: ['LC 1'],
  },
  {
    name: 'LC not: the commit was refused',
    trace: build((s) => {
      s.note('coordinator', { kind: 'commit', group: 'g', partition: 0, offset: 1, accepted: false, error: 'X' });
    }, oneRecord()),
    shows: [],
  },
  {
    name: 'LC not: the effect happened',
    trace: build((s) => {
      s.deliver('consumer', 1, { offset: 0 });
      s.effect('consumer', 1);
      s.note('coordinator', { kind: 'commit', group: 'g', partition: 0, offset: 1, accepted: true, error: '' });
    }, oneRecord()),
    shows: [],
  },
  {
    name: 'DC: one copy took effect twice',
    trace: build((s) => {
      s.deliver('consumer', 1, { offset: 0 });
      s.effect('consumer', 1);
      s.effect('consumer', 1);
    }, oneRecord()),
    shows: ['DC 1'],
  },
  {
    name: 'DC not: two copies took effect once each',
    trace: build((s) => {
      s.append(s.send('producer', 1), 'broker-1', { offset: 1 });
      s.deliver('consumer', 1, { offset: 0 });
      s.effect('consumer', 1);
      s.deliver('consumer', 1, { offset: 1 });
      s.effect('consumer', 1);
    }, oneRecord()),
    shows: ['DA 1'],
  },
  {
    name: 'DC: a processor put out two readable results of one input',
    trace: build(
      (s) => {
        s.append(s.send('producer', 1), 'broker-1', { offset: 0 });
        s.deliver('processor', 1, { offset: 0 });
        s.append(s.send('processor', 1), 'broker-1', { offset: 0, partition: 1 });
        s.append(s.send('processor', 1), 'broker-1', { offset: 1, partition: 1 });
      },
      scribe(['orders-0', 'totals-0']),
    ),
    shows: ['DA 1', 'DC 1'],
  },
  {
    name: 'LC: a processor’s progress passed an input without output',
    trace: build(
      (s) => {
        for (const record of [1, 2]) s.append(s.send('producer', record), 'broker-1', { offset: record - 1 });
        s.deliver('processor', 2, { offset: 1 });
        s.append(s.send('processor', 2), 'broker-1', { offset: 0, partition: 1 });
        s.note('coordinator', { kind: 'commit', group: 'p', partition: 0, offset: 2, accepted: true, error: '' });
      },
      scribe(['orders-0', 'totals-0']),
    ),
    shows: ['LC 1'],
  },
  {
    name: 'calls outside every transaction count when they are asked for',
    options: { effects: 'outside' },
    trace: build((s) => {
      s.deliver('consumer', 1, { offset: 0 });
      s.effect('consumer', 1);
      s.effect('consumer', 1, { kind: 'apply', record: 1, outside: true });
      s.effect('consumer', 1, { kind: 'apply', record: 1, outside: true });
    }, oneRecord()),
    shows: ['DC 1'],
  },
];

test.each(CASES)('$name', ({ trace, reader, options, shows }) => {
  expect(codesOf(trace, reader, options)).toEqual(shows);
});

test('every witness is an event of the trace, in order', () => {
  for (const { trace, reader = RC } of CASES) {
    for (const { witness } of oracleOf(trace, { reader }).anomalies) {
      expect(witness.length).toBeGreaterThan(0);
      expect(witness).toEqual([...new Set(witness)].toSorted((a, b) => a - b));
      expect(witness.every((seq) => trace.events[seq] !== undefined)).toBe(true);
    }
  }
});

test('a run that did not come to rest leaves LP, HT and LC open and says why', () => {
  const lost = (): Scribe => {
    const s = oneRecord();
    s.note('controller', lead('broker-2'));
    return s;
  };
  const cutOff = oracleOf(lost().end({ kind: 'end', ended: 'limit', limit: 'events' }), { reader: RC });
  expect(cutOff).toMatchObject({ anomalies: [], undecided: 'cut off by a limit' });
  const down = lost();
  down.note('broker-2', { kind: 'crash', power: false, forMs: -1 });
  expect(oracleOf(down.end(), { reader: RC })).toMatchObject({ anomalies: [], undecided: 'broker-2 is down' });
  const cut = lost();
  cut.note('broker-1', { kind: 'cut', between: ['broker-1', 'broker-2'], oneWay: false });
  expect(oracleOf(cut.end(), { reader: RC })).toMatchObject({ anomalies: [], undecided: 'a link is cut' });
  const frozen = oneRecord();
  frozen.note('broker-1', { kind: 'watermark', partition: 0, highWatermark: 0, lastStable: 0, logEnd: 1 });
  expect(oracleOf(frozen.end(), { reader: RC }).undecided).toBe('partition 0 is not replicated');
});

test('U and F are no anomalies, and are shown', () => {
  const vanished = scribe();
  vanished.note('producer', { kind: 'submit', record: 1 });
  expect(oracleOf(vanished.end(), { reader: RC }).notes).toEqual([{ code: 'U', record: 1, witness: [0] }]);
  const s = scribe();
  const stored = s.append(s.send('producer', 1), 'broker-1', { offset: 0 });
  const failed = s.note('producer', told(1, 'unknown'));
  expect(oracleOf(s.end(), { reader: RC }).notes).toEqual([{ code: 'F', record: 1, witness: [stored, failed] }]);
});

test('a stall lasts from where the last stable offset falls behind until it has caught up', () => {
  const s = scribe();
  const mark = (highWatermark: number, lastStable: number): number =>
    s.note('broker-1', { kind: 'watermark', partition: 0, highWatermark, lastStable, logEnd: highWatermark });
  mark(1, 1);
  const from = mark(2, 1);
  mark(3, 1);
  const until = mark(4, 4);
  const again = mark(5, 4);
  expect(oracleOf(s.end(), { reader: RC }).stalls).toEqual([
    { partition: 0, from, until, ms: 2 },
    { partition: 0, from: again, until: -1, ms: 1 },
  ]);
});
