/** One word for one thing: a message is dropped, a record is lost. */
import { expect, test } from 'vitest';
import type { LossReason } from '../../../src/trace/event';
import { sayFate } from '../../../src/layout';
import { faultPieces } from '../../../src/session/faultWords';
import { SENTENCES } from '../../../src/text/en';

const LOST = /\blos[te]\b/iu;
const REASONS: readonly LossReason[] = ['dropped', 'connectionBroke', 'nodeDown', 'partitioned', 'staleConnection'];

test('what the network takes is called dropped, whatever took it', () => {
  const message = {
    ...{ name: 'ProduceRequest', from: 'producer', to: 'broker-1', records: [3], attempt: 1, says: '' },
    copy: 1,
    connection: 1,
  };
  for (const why of REASONS) {
    const fate = { message, fate: 'lost', why, sentSeq: 0, sentMs: 0, endSeq: 1, endMs: 1, isCopy: false } as const;
    expect(sayFate(fate as unknown as Parameters<typeof sayFate>[0])).toMatch(/^dropped/u);
    expect(SENTENCES[`lost.${why}`]).toMatch(/dropped/u);
    expect(SENTENCES[`lost.${why}`]).not.toMatch(LOST);
  }
});

test('a fault that takes a message drops it', () => {
  const fault = { do: 'drop', message: 'ProduceResponse', record: 3, attempt: 1 } as const;
  const said = faultPieces(fault as Parameters<typeof faultPieces>[0], 'payment')
    .map(({ text }) => text)
    .join('');
  expect(said).toBe('ProduceResponse of payment 3 is dropped');
});

test('no sentence of a story calls a message lost', () => {
  const lost = Object.entries(SENTENCES).filter(([, sentence]) => LOST.test(sentence));
  expect(lost.map(([code]) => code)).toEqual([]);
});
