/** One way to write each scenario: all defaults filled in, keys in a fixed order, so that equal scenarios give equal texts. */
import type { Fault, LaneSpec, NodeFault, Range, Scenario, Settings, SettingValue } from './scenario';

/** Order of UTF-16 units, the same everywhere. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Settings in the order of their names, as own properties of a fresh object whatever the names are. */
export function frozenSettings(entries: readonly (readonly [string, SettingValue])[]): Settings {
  return Object.freeze(Object.fromEntries([...entries].sort(([a], [b]) => compareText(a, b))));
}

/**
 * The scenario as a file holds it, every default written out. `validateScenario` reads it back into an equal
 * scenario, and `JSON.stringify` of it is the same text for equal scenarios.
 */
export function canonicalScenario(scenario: Scenario): object {
  const { version, title, seed, records, network, crashes, faults, lanes, limits } = scenario;
  return {
    version,
    title,
    seed,
    records: { count: records.count, everyMs: records.everyMs, keys: records.keys, kind: records.kind },
    network: {
      latencyMs: pair(network.latencyMs),
      lossPerMille: network.lossPerMille,
      duplicatePerMille: network.duplicatePerMille,
      delayPerMille: network.delayPerMille,
      delayMs: pair(network.delayMs),
    },
    crashes: { perMille: crashes.perMille, forMs: pair(crashes.forMs) },
    faults: faults.map(canonicalFault),
    lanes: lanes.map(canonicalLane),
    limits: { virtualMs: limits.virtualMs, events: limits.events },
  };
}

const pair = ([low, high]: Range): readonly number[] => [low, high];

function canonicalLane({ id, system, preset, settings }: LaneSpec): object {
  return { id, system, preset, settings: frozenSettings(Object.entries(settings)) };
}

/** A fault as a file holds it; every default written out. */
export function canonicalFault(fault: Fault): object {
  switch (fault.do) {
    case 'drop':
    case 'duplicate':
    case 'delay': {
      const { do: what, message, record, attempt } = fault;
      const by = fault.do === 'drop' ? {} : { byMs: fault.byMs };
      return {
        do: what,
        message,
        record,
        attempt,
        ...by,
        ...optional('from', fault.from),
        ...optional('to', fault.to),
      };
    }
    case 'crash':
    case 'powerLoss':
    case 'pause':
      return { do: fault.do, node: fault.node, ...canonicalPin(fault.pin), ...optional('forMs', fault.forMs) };
    case 'partition': {
      const [first, second] = fault.between;
      const { atMs, oneWay } = fault;
      return { do: 'partition', between: [first, second], atMs, ...optional('forMs', fault.forMs), oneWay };
    }
    case 'expire':
    case 'revoke':
    case 'forget':
      return {
        do: fault.do,
        target: fault.target,
        ...optional('principal', fault.principal),
        ...optional('operation', fault.operation),
        atMs: fault.atMs,
        ...optional('forMs', fault.forMs),
      };
  }
}

function canonicalPin(pin: NodeFault['pin']): object {
  if ('atMs' in pin) return { atMs: pin.atMs };
  return { [pin.when]: pin.step, record: pin.record, attempt: pin.attempt };
}

const optional = (key: string, value: unknown): object => (value === undefined ? {} : { [key]: value });
