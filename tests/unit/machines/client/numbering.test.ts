/** Batches of an idempotent producer: sequences, epochs, doubts and order, row by row of Kafka's 2.3 and 2.4. */
import { expect, test } from 'vitest';
import type { Effects } from '../../../../src/engine/contracts';
import { addRecord, drain } from '../../../../src/machines/client/accumulator';
import type { ClientMemory, ClientParameters } from '../../../../src/machines/client/memory';
import { bumpEpoch, identify, LAST_EPOCH } from '../../../../src/machines/client/numbering';
import { complete, expire, fail, failConnection, retry } from '../../../../src/machines/client/sending';
import type { Sent } from '../../../../src/machines/client/talk';
import { batchOf, client, numbers, parameters, queued } from './support';

const p = parameters();

/** `send()` of these records to this partition, and what may go out goes out. */
function sent(v: ClientMemory, partition: number, records: readonly number[], how: ClientParameters = p): void {
  for (const record of records) addRecord(how, v, { record, partition }, 0);
  drain(how, v, 0);
}

const outcomesIn = (effects: Effects): readonly string[] =>
  effects.flatMap((effect) =>
    effect.do === 'raise' && effect.event === 'sent' ? [(effect.body as Sent).outcome] : [],
  );

const acked = (v: ClientMemory, record: number) =>
  complete(p, v, batchOf(v, record), { correlation: 0, error: 'NONE', baseOffset: 3 });

test('2.2: numbers are stamped when a batch is drained, and kept on a retry', () => {
  const v = client(p);
  sent(v, 0, [1, 2]);
  expect(numbers(v, 0)).toEqual(['r1 e0 s0', 'r2 e0 s1']);
  retry(p, v, batchOf(v, 1), 10);
  drain(p, v, 500);
  expect(numbers(v, 0)).toEqual(['r1 e0 s0', 'r2 e0 s1']);
  expect(batchOf(v, 1).attempts).toBe(2);
});

test('2.3: without idempotence, two that fail together swap places; with it they keep theirs', () => {
  const loose = parameters({ idempotent: false });
  const swapped = client(loose);
  sent(swapped, 0, [1, 2], loose);
  failConnection(loose, swapped, 'broker-1', 10);
  expect(queued(swapped, 0)).toEqual([2, 1]);
  const kept = client(p);
  sent(kept, 0, [1, 2]);
  failConnection(p, kept, 'broker-1', 10);
  expect(queued(kept, 0)).toEqual([1, 2]);
});

test('2.3: while a partition is retrying, only the lowest sequence goes out', () => {
  const v = client(p);
  sent(v, 0, [1, 2, 3]);
  failConnection(p, v, 'broker-1', 0);
  drain(p, v, 100);
  expect([...v.inFlight.values()].map(({ records }) => records[0])).toEqual([1]);
  acked(v, 1);
  drain(p, v, 100);
  expect([...v.inFlight.values()].map(({ records }) => records[0])).toEqual([2]);
});

test('2.3: max.in.flight counts the batches on one connection, whichever partition they are of', () => {
  const two = parameters({ inFlightMax: 2 });
  const v = client(two);
  sent(v, 0, [1, 2], two);
  sent(v, 1, [3], two);
  expect(v.inFlight.size).toBe(2);
  expect(queued(v, 1)).toEqual([3]);
});

test('2.4 row 1: what was acknowledged last never goes backwards', () => {
  const v = client(p);
  sent(v, 0, [1, 2]);
  acked(v, 2);
  acked(v, 1);
  expect(v.partitions[0]!.lastAcked).toBe(1);
});

test('2.4 row 5: after a fatal error of one batch its successors begin at 0 under a new epoch', () => {
  const v = client(p);
  sent(v, 0, [1, 2, 3]);
  fail(p, v, batchOf(v, 1), 'MESSAGE_TOO_LARGE');
  expect(numbers(v, 0)).toEqual(['r2 e1 s0', 'r3 e1 s1']);
});

test('2.4 row 6: a batch that expired unsent has no further consequence', () => {
  const v = client(p);
  addRecord(p, v, { record: 1, partition: 0 }, 0);
  const effects = expire(p, v, batchOf(v, 1));
  expect(outcomesIn(effects)).toEqual(['fail']);
  expect([v.epoch, v.partitions[0]!.unresolved]).toEqual([0, false]);
});

test('2.4 row 7 (i): expired after it was sent, then a later batch is acknowledged: nothing else happens', () => {
  const v = client(p);
  sent(v, 0, [1, 2]);
  const effects = expire(p, v, batchOf(v, 1));
  expect(outcomesIn(effects)).toEqual(['unknown']);
  expect(v.partitions[0]!.unresolved).toBe(true);
  sent(v, 0, [3]);
  expect(numbers(v, 0)).toEqual(['r2 e0 s1']);
  acked(v, 2);
  expect([v.partitions[0]!.unresolved, v.epoch]).toEqual([false, 0]);
  drain(p, v, 0);
  expect(numbers(v, 0)).toEqual(['r3 e0 s2']);
});

test('2.4 row 7 (ii): expired after it was sent, and nothing is in flight: a new epoch', () => {
  const v = client(p);
  sent(v, 0, [1]);
  expire(p, v, batchOf(v, 1));
  expect([v.partitions[0]!.unresolved, v.epoch]).toEqual([false, 1]);
  sent(v, 0, [2]);
  expect(numbers(v, 0)).toEqual(['r2 e1 s0']);
});

test('2.4 row 8: a bump renumbers the partition that asked for it; others drain first, and then begin at 0', () => {
  const v = client(p);
  sent(v, 0, [1, 2]);
  sent(v, 1, [3]);
  bumpEpoch(v, v.partitions[0]!);
  expect(numbers(v, 0)).toEqual(['r1 e1 s0', 'r2 e1 s1']);
  sent(v, 1, [4]);
  expect(numbers(v, 1)).toEqual(['r3 e0 s0']);
  acked(v, 3);
  drain(p, v, 0);
  expect(numbers(v, 1)).toEqual(['r4 e1 s0']);
});

test('2.4 row 8: at epoch 32767 a new producer id is asked for, and then the partition is numbered anew', () => {
  const v = client(p, LAST_EPOCH);
  sent(v, 0, [1]);
  expect(bumpEpoch(v, v.partitions[0]!)).toEqual([{ do: 'raise', event: 'exhausted' }]);
  retry(p, v, batchOf(v, 1), 0);
  drain(p, v, 1_000);
  expect(v.inFlight.size).toBe(0);
  identify(v, 8, 0);
  drain(p, v, 1_000);
  expect(v.inFlight.size).toBe(1);
  expect(numbers(v, 0)).toEqual(['r1 e0 s0']);
  expect(batchOf(v, 1).producerId).toBe(8);
});
