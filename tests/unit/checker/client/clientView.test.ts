/** One tiny history per name that the client-view checker knows, and a near miss. The names are those of Jepsen's Kafka workload. */
import { expect, test } from 'vitest';
import { clientViewOf } from '../../../../src/checker/client/clientView';
import { CLIENT_NAMES, type ClientOptions } from '../../../../src/checker/client/report';
import { bothViewsOf } from '../../../../src/checker/bothViews';
import { scribe, type Scribe } from '../../../support/scribe';

/** A call whose caller learned where its record is. */
function acknowledge(s: Scribe, record: number, offset: number, node = 'producer'): void {
  s.note(node, { kind: 'told', record, outcome: 'ok', why: '', place: { partition: 0, offset } });
}
function written(s: Scribe, record: number, offset: number): void {
  s.append(s.send('producer', record), 'broker-1', { offset });
  acknowledge(s, record, offset);
}
const position = (s: Scribe): number =>
  s.note('consumer', { kind: 'position', partition: 0, offset: 0, from: 'committed' });

interface Case {
  readonly name: string;
  readonly write: (s: Scribe) => void;
  readonly options?: Partial<ClientOptions>;
  readonly shows: readonly string[];
}

const lostBelow = (s: Scribe): void => {
  acknowledge(s, (s.send('producer', 1), 1), 0);
  written(s, 2, 1);
  s.deliver('consumer', 2, { offset: 1 });
};

const CASES: readonly Case[] = [
  { name: 'acknowledged below what was read, and never read', write: lostBelow, shows: ['lost-write 1', 'unseen 1'] },
  { name: 'nothing is lost while not all is healed', write: lostBelow, options: { healed: false }, shows: [] },
  {
    name: 'not lost, only unseen: nothing above it was read',
    write: (s) => {
      written(s, 1, 0);
      s.deliver('consumer', 1, { offset: 0 });
      written(s, 2, 1);
    },
    shows: ['unseen 2'],
  },
  {
    name: 'one value at two places',
    write: (s) => {
      const flight = s.send('producer', 1);
      [0, 1].forEach((offset) => s.append(flight, 'broker-1', { offset }));
      [0, 1].forEach((offset) => s.deliver('consumer', 1, { offset }));
    },
    shows: ['duplicate 1'],
  },
  {
    name: 'the same place read twice is no duplicate, but a step back',
    write: (s) => {
      written(s, 1, 0);
      s.deliver('consumer', 1, { offset: 0 });
      s.deliver('consumer', 1, { offset: 0 });
    },
    shows: ['nonmonotonic-poll 1'],
  },
  {
    name: 'allowed to a consumer that takes up its position again',
    write: (s) => {
      written(s, 1, 0);
      s.deliver('consumer', 1, { offset: 0 });
      position(s);
      s.deliver('consumer', 1, { offset: 0 });
    },
    shows: [],
  },
  {
    name: 'and not to one that does not subscribe',
    options: { subscribes: false },
    write: (s) => {
      written(s, 1, 0);
      s.deliver('consumer', 1, { offset: 0 });
      position(s);
      s.deliver('consumer', 1, { offset: 0 });
    },
    shows: ['nonmonotonic-poll 1'],
  },
  {
    name: 'a step back inside one transaction',
    write: (s) => {
      written(s, 1, 0);
      s.call('consumer', 'beginTransaction');
      s.deliver('consumer', 1, { offset: 0 });
      s.deliver('consumer', 1, { offset: 0 });
    },
    shows: ['int-nonmonotonic-poll 1'],
  },
  {
    name: 'read although every write of it failed',
    write: (s) => {
      s.append(s.send('producer', 1), 'broker-1', { offset: 0 });
      s.note('producer', { kind: 'told', record: 1, outcome: 'fail', why: '' });
      s.deliver('consumer', 1, { offset: 0 });
    },
    shows: ['G1a 1'],
  },
  {
    name: 'unknown is no failure',
    write: (s) => {
      s.append(s.send('producer', 1), 'broker-1', { offset: 0 });
      s.note('producer', { kind: 'told', record: 1, outcome: 'unknown', why: '' });
      s.deliver('consumer', 1, { offset: 0 });
    },
    shows: [],
  },
  {
    name: 'two values at one place',
    write: (s) => {
      written(s, 1, 0);
      s.deliver('consumer', 1, { offset: 0 });
      s.note('broker-1', { kind: 'truncate', partition: 0, offset: 0, records: [1] });
      written(s, 2, 0);
      s.deliver('other', 2, { offset: 0 });
    },
    shows: ['inconsistent-offsets 2'],
  },
  {
    name: 'two calls landed the other way round',
    write: (s) => {
      const [one, two] = [s.send('producer', 1), s.send('producer', 2)];
      s.append(two, 'broker-1', { offset: 0 });
      s.append(one, 'broker-1', { offset: 1 });
      acknowledge(s, 2, 0);
      acknowledge(s, 1, 1);
      [2, 1].forEach((record, offset) => s.deliver('consumer', record, { offset }));
    },
    shows: ['nonmonotonic-send 1'],
  },
  {
    name: 'inside one transaction',
    write: (s) => {
      s.call('producer', 'beginTransaction');
      const [one, two] = [s.send('producer', 1), s.send('producer', 2)];
      s.append(two, 'broker-1', { offset: 0 });
      s.append(one, 'broker-1', { offset: 1 });
      acknowledge(s, 2, 0);
      acknowledge(s, 1, 1);
      [2, 1].forEach((record, offset) => s.deliver('consumer', record, { offset }));
    },
    shows: ['int-nonmonotonic-send 1'],
  },
  {
    name: 'jumped over what another consumer was given',
    write: (s) => {
      [1, 2, 3].forEach((record) => written(s, record, record - 1));
      [1, 3].forEach((record) => s.deliver('consumer', record, { offset: record - 1 }));
      s.deliver('other', 2, { offset: 1 });
    },
    shows: ['poll-skip 2'],
  },
  {
    name: 'jumped over inside one transaction',
    write: (s) => {
      [1, 2, 3].forEach((record) => written(s, record, record - 1));
      s.call('consumer', 'beginTransaction');
      [1, 3].forEach((record) => s.deliver('consumer', record, { offset: record - 1 }));
      s.deliver('other', 2, { offset: 1 });
    },
    shows: ['int-poll-skip 2'],
  },
  {
    name: 'a gap that holds nothing is no jump: markers and aborted records take offsets',
    write: (s) => {
      written(s, 1, 0);
      written(s, 2, 3);
      s.deliver('consumer', 1, { offset: 0 });
      s.deliver('consumer', 2, { offset: 3 });
    },
    shows: [],
  },
  {
    name: 'given its own write before the commit',
    write: (s) => {
      s.call('processor', 'beginTransaction');
      s.append(s.send('processor', 1), 'broker-1', { offset: 0, producerId: 7, transactional: true });
      s.deliver('processor', 1, { offset: 0 });
      s.marker('broker-1', true, { offset: 1, producerId: 7 });
      acknowledge(s, 1, 0, 'processor');
    },
    shows: ['precommitted-read 1'],
  },
];

test.each(CASES)('$name', ({ write, options, shows }) => {
  const s = scribe();
  write(s);
  const reports = clientViewOf(s.end(), { healed: true, ...options });
  expect(reports.map(({ name, record }) => `${name} ${record}`)).toEqual(shows);
});

test('every name has a history that shows it, and the oracle covers each of them', () => {
  const shown = new Set<string>();
  for (const { write } of CASES) {
    const s = scribe();
    write(s);
    const { client, gap } = bothViewsOf(s.end(), { reader: 'read_committed' });
    client.forEach(({ name }) => shown.add(name));
    expect(gap.beyond).toEqual([]);
  }
  expect([...shown].toSorted()).toEqual([...CLIENT_NAMES].toSorted());
});
