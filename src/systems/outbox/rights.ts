/**
 * Privileges on the outbox and the inbox. Who polls selects rows and updates them; who tails the log through a replication
 * slot needs REPLICATION for both. Sources: `sqlRights.ts`; PostgreSQL's slot.c, CheckSlotPermissions.
 */
import type { RightPlan } from '../../engine/contracts';
import { INSUFFICIENT_PRIVILEGE } from '../../machines/table/privilege';
import { certificateFault, denyQuestion, rightFault } from '../rights';
import { privilege } from '../sqlRights';
import type { OutboxValues } from './values';

const at = ['shop'] as const;
const denyReading = denyQuestion('ReadOutboxResponse', INSUFFICIENT_PRIVILEGE);
const denyMarking = denyQuestion('MarkResponse', INSUFFICIENT_PRIVILEGE);

/** Looked at by the shop's own transaction. */
const ADD: RightPlan = { target: 'outbox', operation: 'INSERT', at, denies: {}, told: true };
/** A look that found nothing is repeated unseen, so the database is told. */
const READ: RightPlan = { target: 'outbox', operation: 'SELECT', at, denies: { readOutbox: denyReading }, told: true };
const MARK: RightPlan = { target: 'outbox', operation: 'UPDATE', at, denies: { markPublished: denyMarking } };
const TAIL: RightPlan = {
  target: 'slot',
  operation: 'REPLICATION',
  at,
  denies: { readOutbox: denyReading, markPublished: denyMarking },
  told: true,
};
const EFFECT = privilege({ operation: 'INSERT', target: 'table', writes: true });

const ofShop = ({ publishes, cursor }: OutboxValues): readonly RightPlan[] => {
  if (publishes !== 'outbox') return [];
  return [ADD, ...(cursor === 'log' ? [TAIL] : [READ, MARK])];
};

const inbox = (steps: string): RightPlan =>
  privilege({
    operation: 'INSERT',
    target: 'inbox',
    writes: steps.includes('[M E]'),
    asks: /M/u.test(steps) && !steps.includes('[M E]') ? ['put', 'putIfAbsent'] : [],
  });

/** Only what these settings ask for is checked. */
export const outboxRights = (v: OutboxValues): readonly RightPlan[] => [
  ...ofShop(v),
  EFFECT,
  ...(v.worker.steps.includes('M') ? [inbox(v.worker.steps)] : []),
];

export const OUTBOX_RIGHT_FAULTS = [
  rightFault(ADD, 'shop'),
  ...[READ, MARK, TAIL].map((right) => rightFault(right, 'relay')),
  ...[EFFECT, inbox('[M E] P')].map((right) => rightFault(right, 'worker')),
  certificateFault('sink', 'shop', 'relay', 'worker'),
];
