/** Verification guards under the names that a case sees: g1, g2, … in the order of their creation. */
import { NO_GUARD, startVerification } from '../../machines/log/rules';
import type { Fields, Step } from './caseFile';
import { sureIdentityOf } from './identity';
import type { Replica, World } from './world';

/** The guard's name; a new one gets the next. */
export function nameGuard(world: World, partition: number, guard: number): string {
  const key = `${partition} ${guard}`;
  const name = world.guardNames.get(key) ?? `g${world.guardNames.size + 1}`;
  world.guardNames.set(key, name);
  return name;
}

/** What a leader does before it asks the coordinator. */
export function beginVerification(world: World, step: Step, { p, data }: Replica): Fields {
  if (!world.shape.cluster.verification) return { guard: 'none' };
  const { pid: producerId, epoch } = sureIdentityOf(world, step);
  const first = { producerId, epoch, firstSequence: step.sequence ?? 0 };
  const guard = startVerification(data.volatile.verifications, data.unflushed.states, first, world.now);
  return { guard: guard === NO_GUARD ? 'none' : nameGuard(world, p.partition, guard) };
}
