/** What would have saved a record is said in words that hold for the system it went through. */
import { expect, test } from 'vitest';
import { json } from '../support/cli';

test.each([
  ['double-charge', 'alo', 3, 'enable.idempotence=true'],
  ['confirmed-and-dropped', 'noName', 2, 'de-duplication under a name'],
  ['confirmed-and-dropped', 'idsFall', 5, 'one above all before it'],
  ['five-minutes-and-one-second', 'thirty', 7, 'that no message before it had'],
  ['memory-that-swallows', 'before', 4, '[M E]'],
  ['log-you-do-not-own', 'upsert', 8, 'a log that is kept until its reader has read it'],
  ['log-you-do-not-own', 'adding', 6, '[E P]'],
  ['the-honest-flag', 'manual', 6, 'reaches no queue'],
  ['one-exception', 'kcl', 5, 'setting aside'],
  ['one-exception', 'stops', 4, 'setting aside'],
  ['close-commits-all', 'closes', 6, 'committing only what is done'],
  ['four-words', 'acknowledged', 2, 'flushing to disk'],
  ['two-bookmarks', 'plain', 12, 'in another region too'],
  ['promise-outlives', 'short', 1, 'a time-out that outlasts the outage'],
  ['vanished-order', 'amo', 3, 'acks=all, retries'],
  ['aborted-and-read', 'uncommitted', 3, 'a reader of committed records only'],
  ['behind-an-open-transaction', 'uncommitted', 3, 'a reader of committed records only'],
  ['shield-of-epochs', 'sequences', 2, 'fencing the older instance'],
  ['power-cut', 'unflushed', 5, 'copies on several brokers'],
  ['damaged-file-leads', 'damaged', 3, 'a publisher that keeps what it sent'],
  ['unclean-election', 'unclean', 7, 'unclean.leader.election.enable=false'],
  ['slow-worker', 'short', 4, 'a lease longer than the work'],
  ['same-crash', 'deletesLast', 4, 'a sink that knows the name'],
  ['six-hours-of-silence', 'forgets', 2, 'a memory that outlasts the last retry'],
  ['five-minutes-and-one-second', 'thirty', 5, 'a memory that outlasts the last retry'],
  ['a-new-name', 'stripe', 3, 'a name that belongs to the order'],
  ['mark-before-the-write', 'early', 2, '[M E]'],
  ['right-you-did-not-know', 'sqs', 3, 'the right that was missing'],
] as const)('%s, lane %s, record %i', async (scenario, lane, record, words) => {
  const { because } = await json<{ because: string[] }>('explain', scenario, '--lane', lane, '--record', `${record}`);
  expect(because.at(-1)).toContain(words);
});

test.each([
  ['number-seven-was-late', 'byId', 7],
  ['the-last-messenger', 'four', 3],
  ['when-you-throw', 'block', 7],
] as const)('%s, lane %s, record %i: where the run proves no advice, there is none', async (scenario, lane, record) => {
  const { because } = await json<{ because: string[] }>('explain', scenario, '--lane', lane, '--record', `${record}`);
  expect(because.join(' ')).not.toContain('What would have saved it');
});

test.each([
  ['power-cut', 'unflushed', 5, 'Broker-1 came back without payment 5: it had not been flushed to disk.'],
  ['unclean-election', 'unclean', 7, 'the new leader had no such record'],
] as const)('%s, lane %s, record %i: who cut the log, and why', async (scenario, lane, record, words) => {
  const { because } = await json<{ because: string[] }>('explain', scenario, '--lane', lane, '--record', `${record}`);
  expect(because.join(' ')).toContain(words);
});
