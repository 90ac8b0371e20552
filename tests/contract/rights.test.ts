/**
 * Every right that a system lets somebody lose is asked for: without it from the beginning, somebody is refused. And every right
 * that a lane's servers look at can be lost.
 */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Settings, SystemFault } from '../../src/scenario/scenario';
import { effectiveSettings } from '../../src/scenario/catalog';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind } from '../../src/trace/event';
import { rowScenario } from '../support/faultRows';

type System = (typeof SYSTEMS)[number];

/** Rights that no preset asks for as it is: the setting that does. */
const ASKED_WITH: Readonly<Record<string, Settings>> = {
  'kafka: producer loses IdempotentWrite on cluster': { 'broker.asks.IdempotentWrite': true },
  'sqs: worker loses sqs:ChangeMessageVisibility on queue': { 'app.heartbeat.ms': 10 },
};

const rightsOf = ({ ownFaults = [] }: System): readonly SystemFault[] =>
  ownFaults
    .filter((fault) => fault.do === 'revoke')
    .flatMap(({ targets, operations = [], principals = [] }) =>
      targets.flatMap((target) =>
        operations.flatMap((operation) =>
          principals.map((principal): SystemFault => ({ do: 'revoke', target, operation, principal, atMs: 0 })),
        ),
      ),
    );

const CASES = SYSTEMS.flatMap((system) =>
  rightsOf(system).map((fault) => {
    const { principal = '', operation = '', target } = fault;
    return [`${system.id}: ${principal} loses ${operation} on ${target}`, system, fault] as const;
  }),
);

/** Whether somebody is refused because of this loss, in a run of this preset. */
function isRefused(system: System, preset: string, settings: Settings, fault: SystemFault): boolean {
  const [lane] = judge(rowScenario(system.id, { row: 'right', preset, settings, faults: [fault], shows: [] }), SYSTEMS);
  const { events } = lane!.trace;
  const lost = events.filter(isKind('fault')).find(({ what }) => what === 'revoke');
  return events
    .filter(isKind('refuse'))
    .some((event) => event.reason === 'unauthorized' && event.causes.includes(lost!.seq));
}

describe('rights', () => {
  test.each(CASES)('%s', (name, system, fault) => {
    const settings = ASKED_WITH[name] ?? {};
    expect(system.presets.some(({ id }) => isRefused(system, id, settings, fault))).toBe(true);
  });

  test.each(SYSTEMS.map((system) => [system.id, system] as const))('%s: what is looked at can be lost', (_, system) => {
    const looked = system.presets.flatMap((preset) => {
      const plan = system.plan(effectiveSettings(system, preset, {}), {
        count: 6,
        everyMs: 200,
        keys: 1,
        kind: 'message',
      });
      return (plan.rights ?? []).map(({ target, operation }) => `${operation} on ${target}`);
    });
    const losable = new Set(rightsOf(system).map(({ target, operation }) => `${operation} on ${target}`));
    expect(looked.filter((right) => !losable.has(right))).toEqual([]);
  });

  test('the list of settings names rights that there are, and only where no preset asks by itself', () => {
    const listed = CASES.filter(([name]) => name in ASKED_WITH);
    expect(listed.map(([name]) => name)).toEqual(Object.keys(ASKED_WITH));
    for (const [, system, fault] of listed)
      expect(system.presets.some(({ id }) => isRefused(system, id, {}, fault))).toBe(false);
  });
});
