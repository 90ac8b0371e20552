/** What all lanes share besides the faults: the workload, the weather, and how far the run may go. */
import { LIMITS } from '../../terms/limits';
import { DEFAULT_CRASHES, DEFAULT_NETWORK, DEFAULT_RECORDS, defaultLimits } from '../defaults';
import type { CrashWeather, NetworkWeather, Range, RunLimits, Workload } from '../scenario';
import { openFields } from './fields';
import type { Fields } from './fields';
import type { Report } from './report';
import { readRange, readText, readWhole } from './values';
import type { Bounds } from './values';

const PER_MILLE: Bounds = [0, 1_000];
/** Nothing is on its way, late or down for longer than an hour by chance. */
const CHANCE_MS: Bounds = [0, 3_600_000];
const KIND_CHARS: Bounds = [1, 40];

function wholeOr(report: Report, fields: Fields, key: string, otherwise: number, bounds: Bounds): number {
  const value = fields.take(key);
  return value === undefined ? otherwise : (readWhole(report, value, fields.at(key), bounds) ?? otherwise);
}

function rangeOr(report: Report, fields: Fields, key: string, otherwise: Range, bounds: Bounds): Range {
  const value = fields.take(key);
  return value === undefined ? otherwise : (readRange(report, value, fields.at(key), bounds) ?? otherwise);
}

export function readRecords(report: Report, value: unknown): Workload {
  const given = DEFAULT_RECORDS;
  const fields = value === undefined ? undefined : openFields(report, value, 'records', Object.keys(given));
  if (fields === undefined) return given;
  const kind = fields.take('kind');
  return Object.freeze({
    count: wholeOr(report, fields, 'count', given.count, [1, LIMITS.records]),
    everyMs: wholeOr(report, fields, 'everyMs', given.everyMs, [0, LIMITS.everyMs]),
    keys: wholeOr(report, fields, 'keys', given.keys, [1, LIMITS.keys]),
    kind: kind === undefined ? given.kind : (readText(report, kind, fields.at('kind'), KIND_CHARS) ?? given.kind),
  });
}

export function readNetwork(report: Report, value: unknown): NetworkWeather {
  const given = DEFAULT_NETWORK;
  const fields = value === undefined ? undefined : openFields(report, value, 'network', Object.keys(given));
  if (fields === undefined) return given;
  return Object.freeze({
    latencyMs: rangeOr(report, fields, 'latencyMs', given.latencyMs, CHANCE_MS),
    lossPerMille: wholeOr(report, fields, 'lossPerMille', given.lossPerMille, PER_MILLE),
    duplicatePerMille: wholeOr(report, fields, 'duplicatePerMille', given.duplicatePerMille, PER_MILLE),
    delayPerMille: wholeOr(report, fields, 'delayPerMille', given.delayPerMille, PER_MILLE),
    delayMs: rangeOr(report, fields, 'delayMs', given.delayMs, CHANCE_MS),
  });
}

export function readCrashes(report: Report, value: unknown): CrashWeather {
  const given = DEFAULT_CRASHES;
  const fields = value === undefined ? undefined : openFields(report, value, 'crashes', Object.keys(given));
  if (fields === undefined) return given;
  return Object.freeze({
    perMille: wholeOr(report, fields, 'perMille', given.perMille, PER_MILLE),
    forMs: rangeOr(report, fields, 'forMs', given.forMs, CHANCE_MS),
  });
}

export function readLimits(report: Report, value: unknown, records: Workload): RunLimits {
  const given = defaultLimits(records);
  const fields = value === undefined ? undefined : openFields(report, value, 'limits', Object.keys(given));
  if (fields === undefined) return given;
  return Object.freeze({
    virtualMs: wholeOr(report, fields, 'virtualMs', given.virtualMs, [1, LIMITS.virtualMs]),
    events: wholeOr(report, fields, 'events', given.events, [1, LIMITS.events]),
  });
}
