/** Pinned faults. Each names something that at least one of the lanes' systems has. */
import { LIMITS } from '../../terms/limits';
import { DEFAULT_DELAY_BY_MS, DEFAULT_DUPLICATE_BY_MS } from '../defaults';
import type { Fault } from '../scenario';
import { openFields } from './fields';
import type { Fields } from './fields';
import { readDrop, readLate } from './messageFaults';
import { readNodeFault, readPartition, readSystemFault } from './nodeFaults';
import type { Report } from './report';
import type { Reading, Targets } from './targets';
import { readList, readName } from './values';

const PIN_KEYS = ['do', 'message', 'record', 'attempt', 'from', 'to'] as const;
const LATE_KEYS = [...PIN_KEYS, 'byMs'] as const;
const NODE_KEYS = ['do', 'node', 'before', 'after', 'record', 'attempt', 'atMs', 'forMs'] as const;
const PARTITION_KEYS = ['do', 'between', 'atMs', 'forMs', 'oneWay'] as const;
const SYSTEM_KEYS = ['do', 'target', 'principal', 'operation', 'atMs', 'forMs'] as const;

/** Reads at most 500 faults; in a link those that cannot be read are left out. Without lanes there is nothing to strike. */
export function readFaults(report: Report, value: unknown, targets: Targets): readonly Fault[] {
  if (value === undefined || targets.nodes.length === 0) return Object.freeze([]);
  const items = readList(report, value, 'faults', [0, LIMITS.faults]) ?? [];
  const faults = items.map((item, index) => readFault({ report, targets }, item, `faults[${index}]`));
  return Object.freeze(faults.filter((fault) => fault !== undefined));
}

const KEYS: ReadonlyMap<Fault['do'], readonly string[]> = new Map<Fault['do'], readonly string[]>([
  ['drop', PIN_KEYS],
  ['duplicate', LATE_KEYS],
  ['delay', LATE_KEYS],
  ['crash', NODE_KEYS],
  ['powerLoss', NODE_KEYS],
  ['pause', NODE_KEYS],
  ['partition', PARTITION_KEYS],
]);

function readFault(reading: Reading, value: unknown, where: string): Fault | undefined {
  const { report, targets } = reading;
  const kind = kindOf(value);
  const known = targets.kinds.find((name) => name === kind);
  const fields = openFields(report, value, where, allowedKeys(value, known));
  if (fields === undefined) return undefined;
  const readable = readName(report, kind, fields.at('do'), targets.kinds, 'fault');
  return readable === undefined ? undefined : readKind(reading, fields, readable);
}

/** For a fault that nobody knows its keys are not judged as well. */
function allowedKeys(value: unknown, known: Fault['do'] | undefined): readonly string[] {
  if (known !== undefined) return KEYS.get(known) ?? SYSTEM_KEYS;
  return typeof value === 'object' && value !== null ? Object.keys(value) : ['do'];
}

function kindOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'do')) return undefined;
  return (value as { readonly do: unknown }).do;
}

function readKind(reading: Reading, fields: Fields, kind: Fault['do']): Fault | undefined {
  switch (kind) {
    case 'drop':
      return readDrop(reading, fields);
    case 'duplicate':
      return readLate(reading, fields, kind, DEFAULT_DUPLICATE_BY_MS);
    case 'delay':
      return readLate(reading, fields, kind, DEFAULT_DELAY_BY_MS);
    case 'crash':
    case 'powerLoss':
    case 'pause':
      return readNodeFault(reading, fields, kind);
    case 'partition':
      return readPartition(reading, fields);
    case 'expire':
    case 'revoke':
    case 'forget':
      return readSystemFault(reading, fields, kind);
  }
}
