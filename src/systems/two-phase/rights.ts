/**
 * Each of the two phases is a call of its own, which a service may allow to one client and not to another. As no product is
 * called by this name, the error is that of HTTP; MODEL.md names a relative that has such a rule.
 */
import { denyWith, type RightPlan } from '../../engine/contracts';
import { bodyOf } from '../../machines/messages';
import type { ChangeBody } from '../../machines/mutation/memory';
import { certificateFault, rightFault } from '../rights';

const FORBIDDEN = '403 Forbidden';

const right = (operation: 'prepare' | 'confirm' | 'apply', name: string): RightPlan => ({
  target: 'service',
  operation,
  at: ['service'],
  denies: {
    [operation]: denyWith(FORBIDDEN, {
      name,
      as: 'answer',
      body: (question) => {
        const { correlation, id } = bodyOf<ChangeBody>(question);
        return { correlation, id, error: FORBIDDEN };
      },
    }),
  },
});

export const TWO_PHASE_RIGHTS = [
  right('prepare', 'PrepareResponse'),
  right('confirm', 'ConfirmResponse'),
  right('apply', 'ApplyResponse'),
] as const;

export const TWO_PHASE_RIGHT_FAULTS = [
  ...TWO_PHASE_RIGHTS.map((one) => rightFault(one, 'application')),
  certificateFault('application'),
];
