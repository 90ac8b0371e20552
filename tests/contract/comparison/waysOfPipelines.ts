/** What breaks the memories of logs, and of those who read them in epochs. */
import { expect } from 'vitest';
import { isKind, type EventOf, type Trace } from '../../../src/trace/event';
import { first, type LaneView } from '../../support/catalogueRun';
import { crash, crashAt, drop, each, TWELVE } from '../../support/faultRows';
import type { Ways } from './ways';

const appends = ({ events }: Trace, record: number): readonly EventOf<'append'>[] =>
  events.filter(isKind('append')).filter(({ copied, records }) => !copied && records.includes(record));
const outside = ({ events }: Trace): readonly number[] =>
  events.filter(isKind('apply')).flatMap((event) => (event.outside ? [event.record] : []));
const producerIds = (trace: Trace, record: number): readonly number[] => [
  ...new Set(appends(trace, record).map(({ producerId }) => producerId)),
];

/** When the record took effect first, after it was handed over. */
const delay = (lane: LaneView, record: number): number =>
  first(lane.of('apply'), (event) => event.record === record).at -
  first(lane.of('submit'), (event) => event.record === record).at;

export const PIPELINE_WAYS: Ways = {
  'kafka idempotent producer': {
    'a restarted process': {
      preset: 'at-least-once',
      settings: { 'enable.idempotence': true },
      records: { everyMs: 100 },
      faults: [crash('producer', 'before', 'ack', 4)],
      shows: ['4 duplicated'],
      trace: (trace) => expect(producerIds(trace, 4)).toHaveLength(2),
      heal: { faults: [drop('ProduceResponse', 4)] },
    },
    'an application that sends again': {
      preset: 'at-least-once',
      settings: {
        'enable.idempotence': true,
        'app.onError': 'resend',
        'request.timeout.ms': 200,
        'delivery.timeout.ms': 250,
        'retry.backoff.ms': 400,
      },
      records: { everyMs: 1_000 },
      faults: [drop('ProduceResponse', 4)],
      shows: ['4 duplicated'],
      trace: (trace) => {
        const restarts = trace.events.filter(isKind('restart'));
        expect(restarts, 'the process is the same').toEqual([]);
      },
    },
  },
  'kafka-streams exactly_once_v2': {
    'effects outside': {
      preset: 'side-effect-outside',
      faults: [crash('processor', 'before', 'progress', 4)],
      shows: ['4 duplicated'],
      trace: (trace) => expect(outside(trace).filter((record) => record === 4)).toHaveLength(2),
      heal: { preset: 'exactly-once-v2', trace: (trace) => expect(outside(trace)).toEqual([]) },
    },
    'readers of uncommitted records': {
      preset: 'exactly-once-v2',
      settings: { 'isolation.level': 'read_uncommitted' },
      faults: [crash('processor', 'before', 'progress', 4)],
      shows: ['4 duplicated'],
      heal: { settings: {} },
    },
  },
  'flink checkpoint and prepared transaction': {
    'an outage longer than the time-out': {
      preset: 'exactly-once',
      settings: { 'transaction.timeout.ms': 2_000 },
      faults: [crash('taskmanager', 'before', 'publish', 1, 3_000)],
      shows: each([1, 2, 3, 4, 5], 'lost'),
      heal: { faults: [crash('taskmanager', 'before', 'publish', 1, 300)] },
    },
    'readers of uncommitted records': {
      preset: 'read-uncommitted',
      faults: [crash('taskmanager', 'after', 'effect', 4)],
      shows: each([1, 2, 3, 4], 'duplicated'),
      heal: { preset: 'exactly-once' },
    },
    'a wrong id prefix': {
      preset: 'exactly-once',
      settings: { 'app.jobs': 2, 'app.samePrefix': true },
      records: { keys: 2, count: 16 },
      faults: [crashAt('taskmanager-2', 700, 100)],
      shows: each([1, 3, 5], 'lost'),
      heal: { settings: { 'app.jobs': 2 } },
    },
  },
  'spark micro-batch': {
    'a deleted checkpoint': {
      scenario: 'receipt-drawer',
      lane: 'guarded',
      shows: each(
        Array.from({ length: 16 }, (_, index) => 17 + index),
        'lost',
      ),
    },
    'a sink that ignores the id': {
      scenario: 'receipt-drawer',
      lane: 'append',
      shows: each([5, 6, 7, 8], 'duplicated'),
    },
  },
  'singlestore pipeline': {
    'errors that are skipped': {
      preset: 'keeps-going',
      settings: { 'app.poisonRecord': 5 },
      records: { count: 9 },
      shows: each([4, 5, 6], 'lost'),
      heal: { settings: {} },
    },
    'a second system': {
      preset: 'pipeline',
      settings: { 'app.steps': 'X [E P]' },
      records: { count: 9 },
      faults: [crash('pipeline', 'before', 'effect', 6)],
      shows: each([4, 5, 6], 'duplicated'),
      trace: (trace) => expect(outside(trace)).toEqual([1, 2, 3, 4, 5, 6, 4, 5, 6, 7, 8, 9]),
      heal: { settings: {}, trace: (trace) => expect(outside(trace)).toEqual([]) },
    },
  },
  'pinot offset of a segment': {
    'the stream’s retention': {
      preset: 'realtime',
      settings: { replication: 1, 'retention.ms': 1_500 },
      records: TWELVE,
      faults: [crashAt('server-1', 700, 1_500)],
      shows: each([1, 2, 3, 4], 'lost'),
      heal: { settings: { replication: 1 } },
    },
    'a producer’s duplicates': {
      preset: 'producer-repeats',
      records: TWELVE,
      faults: [drop('ProduceResponse', 8)],
      shows: ['8 duplicated'],
      trace: (trace) => expect(appends(trace, 8)).toHaveLength(2),
    },
  },
  'pinot deduplication by primary key': {
    'a stream that is not partitioned by the key': {
      preset: 'dedup-unkeyed',
      records: { count: 12, keys: 2 },
      faults: [drop('ProduceResponse', 8)],
      shows: ['8 duplicated'],
      heal: { preset: 'dedup' },
    },
  },
  'kinesis consumer with KCL': {
    'any retry': {
      preset: 'caught',
      faults: [drop('PutRecordResponse', 3)],
      shows: ['3 duplicated'],
      trace: (trace) => expect(new Set(appends(trace, 3).map(({ offset }) => offset)).size).toBe(2),
    },
    'any takeover': {
      preset: 'caught',
      settings: { 'app.workers': 2 },
      faults: [
        {
          do: 'pause',
          node: 'worker-1',
          pin: { when: 'before', step: 'effect', record: 3, attempt: 1 },
          forMs: 12_000,
        },
      ],
      shows: ['3 duplicated'],
      trace: (trace) => expect(appends(trace, 3)).toHaveLength(1),
      heal: {
        faults: [
          {
            do: 'pause',
            node: 'worker-1',
            pin: { when: 'before', step: 'effect', record: 3, attempt: 1 },
            forMs: 2_000,
          },
        ],
      },
    },
  },
  'dataflow catalogue of ids': {
    'a publisher’s duplicates': {
      preset: 'message-ids',
      records: { count: 9 },
      faults: [drop('PublishResponse', 3)],
      shows: ['3 duplicated'],
      heal: { preset: 'exactly-once' },
    },
    'effects outside': {
      preset: 'calls-an-api',
      records: { count: 10 },
      faults: [crash('worker', 'after', 'outside', 7)],
      shows: each([6, 7], 'duplicated'),
      heal: { preset: 'calls-with-keys' },
    },
    'code that answers otherwise': {
      preset: 'calls-with-keys',
      settings: { 'app.deterministic': false },
      records: { count: 10 },
      faults: [crash('worker', 'after', 'outside', 7)],
      shows: each([6, 7], 'duplicated'),
      heal: { settings: {} },
    },
  },
  'outbox outbox and inbox': {
    'polling by the highest id': {
      preset: 'outbox-by-id',
      settings: { 'shop.slowOrder': 7 },
      records: { count: 9, everyMs: 500 },
      shows: ['7 lost'],
      heal: { settings: {} },
    },
    'pruned rows': {
      preset: 'outbox-inbox',
      settings: { 'inbox.retention.ms': 2_000 },
      faults: [crash('worker', 'after', 'effect', 4)],
      shows: ['4 duplicated'],
      heal: { settings: {} },
    },
  },
  'pulsar producer de-duplication': {
    'a random name': { scenario: 'name-and-number', lane: 'random', shows: each([5, 6], 'duplicated') },
    'a counter that begins anew': {
      scenario: 'name-and-number',
      lane: 'counter',
      shows: each([7, 8, 9, 10, 11, 12], 'lost'),
    },
    'another partition': { scenario: 'name-and-number', lane: 'partition', shows: ['6 duplicated'] },
  },
  'pulsar transaction': {
    'an open transaction delays everybody behind it': {
      scenario: 'behind-somebody-else',
      lane: 'committed',
      shows: [],
      // Record 4 is the neighbour's own, and in no transaction.
      look: (run) => {
        expect(delay(run('committed'), 4)).toBeGreaterThan(5_800);
        expect(delay(run('without'), 4)).toBeLessThan(1_000);
      },
    },
    'readers of uncommitted messages': {
      scenario: 'behind-somebody-else',
      lane: 'uncommitted',
      shows: ['3 duplicated'],
    },
  },
};
