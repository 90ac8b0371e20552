/**
 * Adding a system touches one folder and one place of the registry: a toy from a fixture's folder, and everything that is made
 * of systems takes it – the check of scenarios, the engine, the checker, links, the commands, and what the page is told.
 */
import { expect, test, vi } from 'vitest';
import { isKind } from '../../src/trace/event';
import { readRegistry, withToy } from '../support/oneMoreSystem';

vi.mock('../../src/systems/registry', async (original) => {
  const { SYSTEMS } = await original<{ SYSTEMS: readonly object[] }>();
  const { toySystem } = await import('../fixtures/toy');
  return { SYSTEMS: [toySystem, ...SYSTEMS] };
});
const { SYSTEMS, decodeLink, encodeLink, judge, run, validateScenario } = await import('../../src');
const { json } = await import('../support/cli');
const { laneCards } = await import('../../src/session/lanes');
const { fieldsOf } = await import('../../src/session/faultForm');
const { hasPlaceFor } = await import('../../src/session/faultReach');
const { sayFault } = await import('../../src/session/faultWords');
const { losablesOf } = await import('../../src/session/touch');

const RAW = {
  version: 1,
  seed: 'toy-seed',
  records: { count: 4, everyMs: 100, keys: 1, kind: 'ping' },
  faults: [
    { do: 'crash', node: 'server', before: 'apply', record: 2, forMs: 50 },
    { do: 'revoke', target: 'server', principal: 'client', operation: 'ping', atMs: 350 },
  ],
  lanes: [
    { id: 'toy', system: 'toy', preset: 'plain' },
    { id: 'kafka', system: 'kafka', preset: 'at-least-once' },
  ],
};

const scenario = () => {
  const read = validateScenario(RAW, SYSTEMS, 'file');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
};

test('the registry takes it by an import and an entry', () => {
  const before = readRegistry().split('\n');
  const after = withToy(readRegistry()).split('\n');
  expect(after.filter((line) => !before.includes(line))).toEqual([
    expect.stringMatching(/^import \{ toySystem \} from ".*fixtures\/toy";$/u),
    '  toySystem,',
  ]);
});

test('scenario → engine → checker: its lane runs beside another, and is judged', () => {
  const result = run(RAW);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const [toy, kafka] = result.value.lanes;
  expect(toy).toMatchObject({ system: 'toy', ended: 'quiet', notMet: [] });
  expect(toy!.outcome).toMatchObject({ sent: 4, once: 2, failed: 2, duplicated: 0 });
  expect(kafka!.outcome).toMatchObject({ sent: 4, once: 4 });
  const [judged] = judge(scenario(), SYSTEMS);
  expect(judged!.trace.events.filter(isKind('refuse')).at(-1)).toMatchObject({ error: 'DENIED', node: 'server' });
});

test('a scenario that asks it for what it does not have is refused with what it has', () => {
  const wrong = run({ ...RAW, faults: [{ ...RAW.faults[1], operation: 'pong' }] });
  expect(wrong.ok).toBe(false);
  if (!wrong.ok) expect(wrong.problems[0]).toMatchObject({ where: 'faults[0].operation', fix: 'use one of ping' });
});

test('link: there and back', async () => {
  const back = await decodeLink(encodeLink(scenario(), SYSTEMS), SYSTEMS);
  expect(back.ok && back.scenario).toEqual(scenario());
});

test('commands: it is listed with its presets', async () => {
  expect(await json('systems')).toContainEqual(expect.objectContaining({ id: 'toy', title: 'Counting to a server' }));
  expect(await json('presets', 'toy')).toContainEqual(expect.objectContaining({ system: 'toy', id: 'plain' }));
});

test('page: a card, a menu for its nodes, a form and a sentence for its faults', () => {
  const [card] = laneCards(scenario().lanes, SYSTEMS);
  expect(card).toMatchObject({ id: 'toy', title: 'Counting to a server: Plain' });
  const { system } = card!;
  const [, fault] = scenario().faults;
  expect(hasPlaceFor(system, fault!)).toBe(true);
  expect(losablesOf(system, 'client').map(({ says }) => says)).toEqual(['ping on server']);
  expect(losablesOf(system, 'server').map(({ says }) => says)).toEqual(['certificate']);
  expect(losablesOf(system, 'client')[0]!.take(350, undefined)).toEqual(fault);
  expect(fieldsOf(fault!, { systems: [system], records: 4 }).map(({ id }) => id)).toEqual([
    'principal',
    'operation',
    'target',
    'atMs',
    'forMs',
  ]);
  expect(sayFault(fault!, 'ping')).toBe('client loses ping on server at 350 ms, for good');
});
