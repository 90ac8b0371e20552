/**
 * Rights of a worker: to write to the sink, and to put names down where somebody else keeps them: in the sink's database, in
 * a cache or in a shared store. Sources: `sqlRights.ts`; Redis, ACL (NOPERM); DynamoDB, access control (AccessDeniedException).
 */
import type { RightPlan } from '../../engine/contracts';
import { NAMES } from '../../machines/addresses';
import { certificateFault, rightFault } from '../rights';
import { privilege } from '../sqlRights';
import { keepsBook, type TtlValues } from './values';

const ROWS = privilege({ operation: 'INSERT', target: 'table', writes: true });
/** A claim and a put-if-absent write, too. */
const asks = ['put', 'putIfAbsent', 'claim'] as const;

const inSink = (steps: string): RightPlan =>
  steps.includes('[M E]')
    ? privilege({ operation: 'INSERT', target: 'ids', writes: true })
    : privilege({ operation: 'INSERT', target: 'ids', writes: false, asks });
const inStore = (error: string): RightPlan =>
  privilege({ operation: 'write', target: 'names', at: NAMES, error, writes: false, asks });

/** A worker's own book needs nobody's leave. */
function ofBook(v: TtlValues): readonly RightPlan[] {
  if (!keepsBook(v)) return [];
  switch (v.store) {
    case 'sink':
      return [inSink(v.worker.steps)];
    case 'cache':
      return [inStore('NOPERM')];
    case 'sharedStore':
      return [inStore('AccessDeniedException')];
    default:
      return [];
  }
}

export const ttlRights = (v: TtlValues): readonly RightPlan[] => [ROWS, ...ofBook(v)];

export const TTL_RIGHT_FAULTS = [
  ...[ROWS, inSink('[M E] P'), inStore('')].map((right) => rightFault(right, 'worker')),
  certificateFault('sink', NAMES, 'sender', 'worker'),
];
