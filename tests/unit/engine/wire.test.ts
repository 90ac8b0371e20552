import { expect, test } from 'vitest';
import type { Fault } from '../../../src/scenario/scenario';
import { eventsOf, the, toyTrace } from '../../support/toyRun';

const drop = (message: string, record: number): Fault => ({ do: 'drop', message, record, attempt: 1 });
const closeTogether = { records: { count: 4, everyMs: 1, keys: 1, kind: 'ping' } };

test('without faults every ping arrives once, in order, and the run ends because it is quiet', () => {
  const trace = toyTrace();
  expect(eventsOf(trace, 'apply').map(({ record }) => record)).toEqual([1, 2, 3, 4]);
  expect(trace.events.at(-1)).toMatchObject({ kind: 'end', ended: 'quiet' });
});

test('within one connection order holds, however the latencies fall', () => {
  for (const seed of ['a', 'b', 'c', 'd', 'e']) {
    const trace = toyTrace({ ...closeTogether, seed, network: { ...toyNetwork, latencyMs: [1, 90] } });
    expect(
      eventsOf(trace, 'apply').map(({ record }) => record),
      `seed ${seed}`,
    ).toEqual([1, 2, 3, 4]);
  }
});

const toyNetwork = {
  latencyMs: [5, 15] as const,
  lossPerMille: 0,
  duplicatePerMille: 0,
  delayPerMille: 0,
  delayMs: [50, 400] as const,
};

test('a dropped message takes its connection with it: what else is in flight fails, and both ends are told', () => {
  const trace = toyTrace({ ...closeTogether, faults: [drop('Ping', 2)] });
  const lost = eventsOf(trace, 'lost').filter(({ message }) => message.name === 'Ping');
  expect(lost.map(({ message, why }) => [message.records[0], why])).toContainEqual([2, 'dropped']);
  expect(lost.some(({ why }) => why === 'connectionBroke')).toBe(true);
  expect(
    eventsOf(trace, 'disconnected')
      .map(({ node }) => node)
      .toSorted((a, b) => (a < b ? -1 : 1)),
  ).toEqual(['client', 'server']);
});

test('after its back-off the client has a new connection, with another number', () => {
  const trace = toyTrace({ faults: [drop('Ping', 2)] });
  const [first, second] = eventsOf(trace, 'connected');
  const broke = the(trace, 'disconnected', ({ node }) => node === 'client');
  expect(second!.connection).not.toBe(first!.connection);
  expect(second!.at).toBe(broke.at + 50);
  expect(eventsOf(trace, 'apply').map(({ record }) => record)).toEqual([1, 3, 4]);
});

test('an answer whose connection is gone is lost', () => {
  const trace = toyTrace({ faults: [drop('Pong', 1)] });
  expect(the(trace, 'lost').message).toMatchObject({ name: 'Pong', records: [1] });
  expect(eventsOf(trace, 'apply')).toHaveLength(4);
});

test('a duplicate is a late copy from an old connection: it arrives, and its answer gets lost', () => {
  const trace = toyTrace({ faults: [{ do: 'duplicate', message: 'Ping', record: 2, attempt: 1, byMs: 50 }] });
  const arrivals = eventsOf(trace, 'arrive').filter(
    ({ message }) => message.name === 'Ping' && message.records[0] === 2,
  );
  expect(arrivals).toHaveLength(2);
  expect(arrivals[1]!.at - arrivals[0]!.at).toBe(50);
  expect(arrivals[1]!.message.copy).not.toBe(arrivals[0]!.message.copy);
  expect(the(trace, 'lost', ({ message }) => message.name === 'Pong').why).toBe('staleConnection');
});

test('a delayed message holds up what is behind it on its connection', () => {
  const plain = toyTrace(closeTogether);
  const late = toyTrace({
    ...closeTogether,
    faults: [{ do: 'delay', message: 'Ping', record: 1, attempt: 1, byMs: 200 }],
  });
  const firstArrival = (trace: typeof plain, record: number) =>
    the(trace, 'arrive', ({ message }) => message.name === 'Ping' && message.records[0] === record).at;
  expect(firstArrival(late, 1)).toBe(firstArrival(plain, 1) + 200);
  expect(firstArrival(late, 4)).toBeGreaterThanOrEqual(firstArrival(late, 1));
});

test('a cut loses what is sent across it, and nobody notices before it heals', () => {
  const trace = toyTrace({
    faults: [{ do: 'partition', between: ['client', 'server'], atMs: 150, forMs: 200, oneWay: false }],
  });
  const lost = eventsOf(trace, 'lost');
  expect(lost.filter(({ at }) => at < 350).map(({ why }) => why)).toEqual(['partitioned', 'partitioned']);
  expect(the(trace, 'disconnected').at).toBeGreaterThanOrEqual(350);
});

test('a one-way cut lets the other direction through', () => {
  const oneWay = (between: readonly [string, string]) =>
    toyTrace({ faults: [{ do: 'partition', between, atMs: 150, forMs: 100, oneWay: true }] });
  expect(eventsOf(oneWay(['server', 'client']), 'lost')[0]?.message.name).toBe('Pong');
  expect(eventsOf(oneWay(['client', 'server']), 'lost')[0]?.message.name).toBe('Ping');
});

test('a pinned fault that meets nothing is listed, and changes nothing', () => {
  const trace = toyTrace({ faults: [drop('Ping', 3), drop('Nothing', 1), drop('Ping', 99)] });
  expect(trace.notMet).toEqual([1, 2]);
});
