/**
 * What each way to write needs of the table, and of the table of ids or offsets that is written with it. Sources: see
 * `sqlRights.ts`; ON CONFLICT DO UPDATE needs UPDATE whether or not there is a conflict, and SELECT of what it reads.
 */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, rightFault } from '../rights';
import { privilege, type Privilege } from '../sqlRights';
import type { DatabaseValues } from './values';

const NEEDS: Readonly<Record<DatabaseValues['write'], readonly Privilege[]>> = {
  append: ['INSERT'],
  insertUnique: ['INSERT'],
  upsert: ['INSERT', 'UPDATE', 'SELECT'],
  versioned: ['INSERT', 'UPDATE', 'SELECT'],
  increment: ['UPDATE', 'SELECT'],
};
const ALL = ['INSERT', 'UPDATE', 'SELECT'] as const;
const IDS = privilege({ operation: 'INSERT', target: 'ids', writes: true });
const OFFSETS = privilege({ operation: 'UPDATE', target: 'offsets', writes: true });

/** Only what these settings ask for is checked. The record that deletes does so by a DELETE, of which no right is taken away. */
export function databaseRights({ write, remembers, selectsFirst, deletes }: DatabaseValues): readonly RightPlan[] {
  const ofTable = ALL.map((operation) => {
    const looksUp = operation === 'SELECT' && selectsFirst;
    const writes = NEEDS[write].includes(operation);
    return privilege({ operation, target: 'table', writes, except: deletes, asks: looksUp ? ['lookUp'] : [] });
  });
  const needed = ofTable.filter(({ denies }) => Object.keys(denies).length > 0);
  if (remembers === 'nothing') return needed;
  return [...needed, remembers === 'messageId' ? IDS : OFFSETS];
}

export const DATABASE_RIGHT_FAULTS = [
  ...ALL.map((operation) => rightFault(privilege({ operation, target: 'table', writes: true }), 'worker')),
  rightFault(IDS, 'worker'),
  rightFault(OFFSETS, 'worker'),
  certificateFault('sink', 'source', 'worker'),
];
