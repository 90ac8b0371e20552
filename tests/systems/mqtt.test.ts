/** MQTT: each row of the "fault → outcome" table, for each level, under its own name. Sources in src/systems/mqtt/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';
import { isKind, type Trace } from '../../src/trace/event';

const packets = ({ events }: Trace, record: number, from: string): readonly string[] =>
  events
    .filter(isKind('send'))
    .filter(({ message }) => message.from === from && message.records.includes(record))
    .map(({ message }) => message.name);

const SLOWLY = { everyMs: 2_000 } as const;
const POWER = { do: 'powerLoss', node: 'broker', pin: { atMs: 6_500 }, forMs: 100 } as const;
const AWAY_SINCE_1 = { do: 'crash', node: 'subscriber', pin: { atMs: 1_000 }, forMs: 10_000 } as const;
const AWAY = { do: 'crash', node: 'subscriber', pin: { atMs: 2_500 }, forMs: 20_000 } as const;

/** A bridge takes five seconds to connect again. */
const VERY_SLOWLY = { everyMs: 10_000 };

const ROWS: readonly FaultRow[] = [
  { row: 'PUBLISH lost, QoS 0: loss', preset: 'qos0', faults: [drop('PUBLISH', 3)], shows: ['3 lost'] },
  { row: 'PUBLISH lost, QoS 1: resent after reconnect', preset: 'qos1', faults: [drop('PUBLISH', 3)], shows: [] },
  { row: 'PUBLISH lost, QoS 2: resent after reconnect', preset: 'qos2', faults: [drop('PUBLISH', 3)], shows: [] },
  {
    row: 'first acknowledgement lost, session kept, QoS 1: duplicate delivered',
    preset: 'qos1',
    records: SLOWLY,
    faults: [drop('PUBACK', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'first acknowledgement lost, session kept, QoS 2: none',
    preset: 'qos2',
    faults: [drop('PUBREC', 3)],
    shows: [],
    trace: (trace) => {
      expect(packets(trace, 3, 'publisher')).toEqual(['PUBLISH', 'PUBLISH', 'PUBREL']);
      expect(trace.events.filter(isKind('absorb')).length).toBe(1);
    },
  },
  {
    row: 'PUBREL lost, session kept: none (resume at PUBREL)',
    preset: 'qos2',
    faults: [drop('PUBREL', 3)],
    shows: [],
    trace: (trace) => expect(packets(trace, 3, 'publisher')).toEqual(['PUBLISH', 'PUBREL', 'PUBREL']),
  },
  {
    row: 'PUBCOMP lost, session kept: none (resume at PUBREL)',
    preset: 'qos2',
    faults: [drop('PUBCOMP', 3)],
    shows: [],
    trace: (trace) => expect(packets(trace, 3, 'publisher')).toEqual(['PUBLISH', 'PUBREL', 'PUBREL']),
  },
  {
    row: 'session lost after the receiver passed it on, library republishes, QoS 1: duplicate',
    preset: 'qos1',
    settings: { 'publisher.cleanStart': true },
    records: SLOWLY,
    faults: [drop('PUBACK', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'session lost after the receiver passed it on (PUBCOMP lost, clean start), library republishes, QoS 2: duplicate',
    preset: 'qos2-clean-start',
    records: SLOWLY,
    faults: [drop('PUBCOMP', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'session lost before PUBREL arrived, library republishes, receiver passes on at PUBREL: none',
    preset: 'qos2-clean-start',
    records: SLOWLY,
    faults: [drop('PUBREL', 3)],
    shows: [],
  },
  {
    row: 'same, receiver passes on at PUBLISH: duplicate',
    preset: 'qos2-clean-start',
    settings: { 'broker.handOn': 'PUBLISH' },
    records: SLOWLY,
    faults: [drop('PUBREL', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'session lost before hand-on, library drops its store, QoS 0: loss, and the application was told ok',
    preset: 'qos0',
    settings: { 'publisher.cleanStart': true, 'client.onNewSession': 'drop' },
    records: SLOWLY,
    faults: [drop('PUBLISH', 3)],
    shows: ['3 lost'],
  },
  ...([1, 2] as const).map((level): FaultRow => ({
    row: `session lost before hand-on, library drops its store, QoS ${level}: no effect, and nobody was told ok (failed, not lost)`,
    preset: `qos${level}`,
    settings: { 'publisher.cleanStart': true, 'client.onNewSession': 'drop' },
    records: SLOWLY,
    faults: [drop('PUBLISH', 3)],
    shows: ['3 failed'],
  })),
  ...([0, 1, 2] as const).map((level): FaultRow => ({
    row: `broker power loss, persistence off, QoS ${level}: what waited for the subscriber is lost`,
    preset: `qos${level}`,
    records: { ...SLOWLY, count: 3 },
    faults: [AWAY_SINCE_1, POWER],
    shows: ['2 lost', '3 lost'],
  })),
  ...([0, 1, 2] as const).map((level): FaultRow => ({
    row: `broker power loss before autosave, QoS ${level}: loss`,
    preset: `qos${level}`,
    settings: { persistence: true },
    records: { ...SLOWLY, count: 3 },
    faults: [AWAY_SINCE_1, POWER],
    shows: ['2 lost', '3 lost'],
  })),
  {
    row: 'broker power loss after autosave: none',
    preset: 'qos2',
    settings: { persistence: true, autosave_interval: 3 },
    records: { ...SLOWLY, count: 3 },
    faults: [AWAY_SINCE_1, POWER],
    shows: [],
  },
  ...([0, 1, 2] as const).map((level): FaultRow => ({
    row: `subscriber asked for QoS 0, published at QoS ${level}: loss possible`,
    preset: `qos${level}`,
    settings: { 'subscribe.qos': 0, 'app.steps': 'P E' },
    records: SLOWLY,
    faults: [{ do: 'drop', message: 'PUBLISH', record: 4, attempt: 1, from: 'broker' }],
    shows: ['4 lost'],
  })),
  {
    row: 'subscriber offline, QoS 0: loss',
    preset: 'qos0',
    records: { ...SLOWLY, count: 4 },
    faults: [AWAY],
    shows: ['3 lost', '4 lost'],
  },
  ...([1, 2] as const).map((level): FaultRow => ({
    row: `subscriber offline, queue above the limit, QoS ${level}: loss of overflow`,
    preset: `qos${level}`,
    settings: { max_queued_messages: 2 },
    records: SLOWLY,
    faults: [AWAY],
    shows: ['5 lost', '6 lost'],
    trace: ({ events }) => expect(events.filter(isKind('bury')).map(({ why }) => why)).toEqual(['full', 'full']),
  })),
  ...(
    [
      ['never, the default', 0, []],
      ['while it is away', 5, ['3 lost', '4 lost', '5 lost', '6 lost']],
      ['after it is back', 60, []],
    ] as const
  ).map(([when, seconds, shows]): FaultRow => ({
    row: `subscriber offline, its kept session expires ${when}`,
    preset: 'qos1',
    settings: { persistent_client_expiration: seconds },
    records: SLOWLY,
    faults: [AWAY],
    shows,
    trace: ({ events }) =>
      expect(events.filter(isKind('bury')).map(({ why }) => why)).toEqual(
        shows.length === 0 ? [] : ['retention', 'retention', 'unroutable', 'unroutable'],
      ),
  })),
  ...([0, 1, 2] as const).map((level): FaultRow => ({
    row: `app publishes the same event again, QoS ${level}: duplicate`,
    preset: `qos${level}`,
    settings: { 'app.clickedTwice': 3 },
    shows: ['3 duplicated'],
  })),
  ...([0, 1, 2] as const).map((level): FaultRow => ({
    row: `subscriber app crashes after the library completed the handshake, QoS ${level}: loss`,
    preset: `qos${level}`,
    settings: { 'app.steps': 'P E', 'app.processing.ms': 200 },
    records: SLOWLY,
    faults: [crash('subscriber', 'before', 'effect', 3)],
    shows: ['3 lost'],
  })),
  {
    row: 'the same with manual ack, QoS 1: the effect comes after the restart',
    preset: 'qos1',
    settings: { 'app.processing.ms': 200 },
    records: SLOWLY,
    faults: [crash('subscriber', 'before', 'effect', 3)],
    shows: [],
  },
  {
    row: 'the same with manual ack and a store on disk, QoS 2: the effect comes after the restart',
    preset: 'qos2',
    settings: { 'app.steps': 'E P', 'subscriber.persistentStore': true, 'app.processing.ms': 200 },
    records: SLOWLY,
    faults: [crash('subscriber', 'before', 'effect', 3)],
    shows: [],
  },
  {
    row: 'manual ack, QoS 2, library forgets the number in the crash: it ends the handshake for a message that nobody has',
    preset: 'qos2',
    settings: { 'app.steps': 'E P', 'app.processing.ms': 200 },
    records: SLOWLY,
    faults: [crash('subscriber', 'before', 'effect', 3)],
    shows: ['3 lost'],
  },
  {
    row: 'manual ack, crash between effect and ack, QoS 1: the effect twice, or once with a memory of names',
    preset: 'qos1',
    records: SLOWLY,
    faults: [crash('subscriber', 'after', 'effect', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'with a memory of names',
    preset: 'qos1-with-memory',
    records: SLOWLY,
    faults: [crash('subscriber', 'after', 'effect', 3)],
    shows: [],
  },
  {
    row: 'bridge of two brokers, QoS 0 between them, PUBLISH lost there: loss, with QoS 2 at both ends',
    preset: 'qos2',
    settings: { 'bridge.qos': 0 },
    records: VERY_SLOWLY,
    faults: [{ do: 'drop', message: 'PUBLISH', record: 3, attempt: 1, from: 'broker', to: 'bridge' }],
    shows: ['3 lost'],
    trace: ({ events }) => {
      const told = events.filter(isKind('told')).find(({ record }) => record === 3);
      expect(told?.outcome).toBe('ok');
    },
  },
  {
    row: 'bridge of two brokers, QoS 1 between them, PUBACK lost there: duplicate, with QoS 2 at both ends',
    preset: 'qos2',
    settings: { 'bridge.qos': 1 },
    records: VERY_SLOWLY,
    faults: [{ do: 'drop', message: 'PUBACK', record: 3, attempt: 1, from: 'bridge', to: 'broker' }],
    shows: ['3 duplicated'],
  },
  {
    row: 'bridge of two brokers, QoS 2 between them, PUBCOMP lost there, session kept: none',
    preset: 'qos2',
    settings: { 'bridge.qos': 2 },
    records: VERY_SLOWLY,
    faults: [{ do: 'drop', message: 'PUBCOMP', record: 3, attempt: 1, from: 'bridge', to: 'broker' }],
    shows: [],
  },
  {
    row: 'bridge of two brokers, PUBREC lost there and a new session: both halves are forgotten, loss',
    preset: 'qos2',
    settings: { 'bridge.qos': 2, 'bridge.cleanStart': true },
    records: VERY_SLOWLY,
    faults: [{ do: 'drop', message: 'PUBREC', record: 3, attempt: 1, from: 'bridge', to: 'broker' }],
    shows: ['3 lost'],
  },
];

describe('MQTT', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('mqtt', row));

  test.each([
    ['qos0', 1],
    ['qos1', 2],
    ['qos2', 4],
  ] as const)('%s takes %i packets a hop and message', (preset, count) => {
    const trace = ({ events }: Trace): void => {
      const sent = events.filter(isKind('send')).map(({ message }) => message);
      const hop = sent.filter(({ records, name }) => records.includes(2) && name.startsWith('PUB'));
      expect(hop.length).toBe(2 * count);
    };
    expectRow('mqtt', { row: 'no fault', preset, shows: [], trace });
  });

  test('an acknowledgement after the effect is refused where nothing is acknowledged', () => {
    expectRefused('mqtt', { row: 'qos 0', preset: 'qos0', settings: { 'app.steps': 'E P' }, shows: [] }, 'app.steps');
  });
});
