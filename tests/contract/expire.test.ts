/** The kafka system's own fault from end to end: it is read, shared as a link, put in words, and does what it says. */
import { expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import { decodeLink, encodeLink } from '../../src/scenario/link';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { validateScenario } from '../../src/scenario/validate';
import { sayFault } from '../../src/session/faultWords';
import { SYSTEMS } from '../../src/systems/registry';
import { crashAtStep, drop, kafkaScenario, lane } from '../support/kafkaScenario';

const expire = (target: string, atMs: number): Fault => ({ do: 'expire', target, atMs });
const TARGETS = ['offsets', 'producers', 'transactional.id'];

test.each(TARGETS)('%s: a file and a link hold it, and the page has words for it', async (target) => {
  const scenario = kafkaScenario([lane('at-least-once')], [expire(target, 300)]);
  const read = await decodeLink(encodeLink(scenario, SYSTEMS), SYSTEMS);
  expect(read).toMatchObject({ ok: true, scenario: { faults: [expire(target, 300)] } });
  expect(sayFault(expire(target, 300), 'payment')).toBe(`${target} expire unused at 300 ms`);
});

test('a target that no system has is refused with those that there are', () => {
  const raw = { version: 1, seed: 'a', lanes: [{ id: 'a', system: 'kafka', preset: 'defaults' }] };
  const result = validateScenario({ ...raw, faults: [{ do: 'expire', target: 'memory', atMs: 1 }] }, SYSTEMS, 'file');
  expect(JSON.stringify(result)).toContain('is not a target');
  expect(JSON.stringify(result)).toContain('transactional.id');
});

const run = (preset: string, settings: Settings, faults: readonly Fault[]) =>
  judge(kafkaScenario([lane(preset, settings)], faults), SYSTEMS)[0]!;
const notOnce = ({ verdict }: ReturnType<typeof run>): readonly string[] =>
  verdict.records.filter(({ outcome }) => outcome !== 'once').map(({ record, outcome }) => `${record} ${outcome}`);

/** `noCommittedOffset`: the consumer is down while its offsets expire, and `auto.offset.reset` decides. */
test.each([
  ['earliest', ['1 duplicated', '2 duplicated', '3 duplicated', '4 duplicated']],
  ['latest', ['1 lost', '5 lost', '6 lost', '7 lost']],
] as const)('offsets expire while nobody reads: %s', (reset, expected) => {
  const settings = { 'auto.offset.reset': reset };
  const judged = run('at-least-once', settings, [
    crashAtStep('consumer', 'after', 'progress', 4),
    expire('offsets', 600),
  ]);
  expect(judged.trace.notMet).toEqual([]);
  expect(notOnce(judged)).toEqual(expected);
});

test('the state of producers expires between a batch and its retry: the retry is taken for new', () => {
  const settings = { 'reconnect.backoff.ms': 200 };
  const faults = [drop('ProduceResponse', 4)];
  expect(notOnce(run('idempotent-sink', { ...settings, 'sink.write': 'append' }, faults))).toEqual([]);
  const judged = run('idempotent-sink', { ...settings, 'sink.write': 'append' }, [...faults, expire('producers', 500)]);
  expect(judged.trace.notMet).toEqual([]);
  expect(notOnce(judged)).toEqual(['4 duplicated']);
});
