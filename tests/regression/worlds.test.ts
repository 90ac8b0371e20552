/** Worlds of bad luck that once went wrong, each by the link that plays it. */
import { expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import { decodeLink } from '../../src/scenario/link';
import { SYSTEMS } from '../../src/systems/registry';

/** The link of one lane in the weather of that search. */
const link = (lane: string, seed: number, checksum: string, copies = '.dup20'): string =>
  `#v=1&e=1&s=w${seed}&w=loss20${copies}.late30&x=10.for100-600&p=lane.${lane}&c=${checksum}`;

async function verdictOf(text: string) {
  const read = await decodeLink(text, SYSTEMS);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return judge(read.scenario, SYSTEMS)[0]!.verdict;
}

test.each([
  ['a retry inside a transaction counted twice', link('flink.exactly-once', 9, '6g9z')],
  ['a retry came after more than five others, and was stored again', link('spark.batch-id', 59, 'sdvp')],
  ['a late copy of a fetch took the place of its reader', link('mirrormaker.exactly-once', 8, 'h86t')],
  ['a retry was overtaken, and taken for a repetition', link('pulsar-geo.dedup', 18, '8tvi')],
  ['a late copy of a permit took the place of its consumer', link('pulsar-geo.dedup', 21, 'ntoa')],
  ['a late copy of a look took the place of the relay', link('outbox.outbox-inbox', 20, 'ewl3')],
  ['a late copy of a long poll took the place of the worker', link('database.unique', 42, 'fodg')],
  ['a message that was overtaken was below the offset', link('database.with-offset', 4, 'p01d')],
  ['an effect after the deletion was tried again', link('sqs.delete-first', 3, '4jrh', '')],
])('%s', async (_, text) => {
  const { keepsClaim, ended } = await verdictOf(text);
  expect({ keepsClaim, ended }).toEqual({ keepsClaim: true, ended: 'quiet' });
});

test('a late answer to an effect was taken for the answer to the next, which never took place', async () => {
  const text =
    '#v=1&e=1&n=a_world_of_bad_luck&s=bad-luck-57&w=loss20.dup20.late30.by20-200&x=10.for100-600&p=lane.mqtt.qos1&c=ywjo';
  expect((await verdictOf(text)).records[4]!.outcome).toBe('once');
});
