/** What a transactional client asks, in which order, and what it holds back: Kafka's TransactionManager. */
import { expect, test } from 'vitest';
import { addRecord, drain } from '../../../../src/machines/client/accumulator';
import type { Effects } from '../../../../src/engine/contracts';
import type { ClientMemory } from '../../../../src/machines/client/memory';
import { complete } from '../../../../src/machines/client/sending';
import {
  askNext,
  begin,
  doom,
  end,
  noteRecord,
  queueOffsets,
  takeAgreement,
} from '../../../../src/machines/client/transactions';
import { batchOf, client, parameters } from './support';

const V1 = parameters({ transactionalId: 't', transactionVersion: 1 });
const V2 = parameters({ transactionalId: 't' });
const OFFSETS = { group: 'g', offsets: [{ partition: 0, offset: 4 }], member: 'm', generation: 1, instanceId: '' };

const asked = (effects: Effects): readonly string[] =>
  effects.flatMap((effect) =>
    effect.do === 'send' ? [effect.message.name] : effect.do === 'raise' ? [effect.event] : [],
  );

function send(p: typeof V1, v: ClientMemory, record: number, partition = 0): Effects {
  noteRecord(p, v, { record, partition });
  addRecord(p, v, { record, partition }, 0);
  return drain(p, v, 0);
}

test('V1: nothing is written to a partition before the coordinator knows of it; then offsets, then the end', () => {
  const v = client(V1);
  begin(v);
  expect(asked(send(V1, v, 1))).toEqual([]);
  queueOffsets(V1, v, OFFSETS);
  end(v, 'commit');
  expect(asked(askNext(V1, v))).toEqual(['AddPartitionsToTxnRequest']);
  expect(asked(askNext(V1, v)), 'one question at a time').toEqual([]);
  takeAgreement(V1, v);
  expect(asked(drain(V1, v, 0))).toContain('ProduceRequest');
  expect(asked(askNext(V1, v))).toEqual(['AddOffsetsToTxnRequest']);
  takeAgreement(V1, v);
  expect(asked(askNext(V1, v))).toEqual(['TxnOffsetCommitRequest']);
  takeAgreement(V1, v);
  expect(asked(askNext(V1, v)), 'held back until every batch is done').toEqual([]);
  complete(V1, v, batchOf(v, 1), { correlation: 0, error: 'NONE', baseOffset: 0 });
  expect(asked(askNext(V1, v))).toEqual(['EndTxnRequest']);
});

test('V2: brokers add partitions and offsets themselves', () => {
  const v = client(V2);
  begin(v);
  expect(asked(send(V2, v, 1))).toEqual(['ProduceRequest']);
  queueOffsets(V2, v, OFFSETS);
  expect(asked(askNext(V2, v))).toEqual(['TxnOffsetCommitRequest']);
});

test.each(['commit', 'abort'] as const)('when nothing was added, %s sends nothing', (ending) => {
  const v = client(V2);
  begin(v);
  end(v, ending);
  expect(asked(askNext(V2, v))).toEqual(['nothingToEnd']);
});

test('a transaction that lacks a batch is never asked to commit', () => {
  const v = client(V2);
  begin(v);
  send(V2, v, 1);
  end(v, 'commit');
  complete(V2, v, batchOf(v, 1), { correlation: 0, error: 'NONE', baseOffset: 0 });
  doom(V2, v, 'TimeoutException');
  expect(asked(askNext(V2, v))).toEqual([]);
  end(v, 'abort');
  expect(asked(askNext(V2, v))).toEqual(['EndTxnRequest']);
});

test.each([
  [V1, true],
  [V2, false],
])('after trouble only V1 asks for a new epoch', (p, needed) => {
  const v = client(p);
  begin(v);
  doom(p, v, 'INVALID_PRODUCER_EPOCH');
  expect(v.needsNewEpoch).toBe(needed);
});
