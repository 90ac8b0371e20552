/** Who a step says it is: a producer by the name that the case gave it, or a producer id and an epoch outright. */
import type { Step } from './caseFile';
import type { World } from './world';

export interface Identity {
  readonly pid: number;
  readonly epoch: number;
  /** `null`: none. */
  readonly transactionalId: string | null;
}

/** A name that never got an identity stands for nobody. */
const NOBODY: Identity = { pid: -1, epoch: -1, transactionalId: null };

/** Of a step that names somebody; `undefined` when it names nobody. */
export function identityOf(world: World, step: Step, name = step.producer): Identity | undefined {
  const { epochAdd = 0, transactionalId } = step;
  if (name !== undefined) {
    const named = world.named.get(name) ?? NOBODY;
    return {
      pid: step.pid ?? named.pid,
      epoch: (step.epoch ?? named.epoch) + epochAdd,
      transactionalId: transactionalId === undefined ? named.transactionalId : transactionalId,
    };
  }
  if (step.pid === undefined || step.epoch === undefined) return undefined;
  return { pid: step.pid, epoch: step.epoch + epochAdd, transactionalId: transactionalId ?? null };
}

/** Of a step that must name somebody. */
export const sureIdentityOf = (world: World, step: Step): Identity => identityOf(world, step) ?? NOBODY;
