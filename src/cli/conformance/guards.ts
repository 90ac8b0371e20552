/** Verification guards under the names that a case sees: g1, g2, … in the order of their creation. */
import {
  NO_GUARD,
  NO_SEQUENCE,
  needsVerification,
  startVerification,
  type Batch,
  type Begun,
} from '../../machines/log/rules';
import type { Fields, Step, Version } from './caseFile';
import { sureIdentityOf } from './identity';
import { versionOf } from './transactions';
import type { Replica, World } from './world';

/** The guard's name; a new one gets the next. */
export function nameGuard(world: World, partition: number, guard: number): string {
  const key = `${partition} ${guard}`;
  const name = world.guardNames.get(key) ?? `g${world.guardNames.size + 1}`;
  world.guardNames.set(key, name);
  return name;
}

/** What a leader does before it asks the coordinator: nothing when there is nothing to ask. */
export function beginToVerify(world: World, { data }: Replica, batch: Batch, transactionVersion: Version): Begun {
  const { states } = data.unflushed;
  const { verification: verificationEnabled } = world.shape.cluster;
  if (!needsVerification(states, batch, { transactionVersion, verificationEnabled }))
    return { guard: NO_GUARD, error: 'NONE' };
  return startVerification(data.volatile.verifications, states, batch, { nowMs: world.now, transactionVersion });
}

/** Appends as after a verification that succeeded: one that goes on already, or one that leaves nothing behind. */
export function asVerified<T>(
  world: World,
  step: Step,
  replica: Replica,
  batch: Batch,
  append: (guard: number) => T,
): T {
  const { entries } = replica.data.volatile.verifications;
  const goesOn = entries.has(batch.producerId);
  const done = append(beginToVerify(world, replica, batch, versionOf(world, step)).guard);
  if (!goesOn) entries.delete(batch.producerId);
  return done;
}

/** The same as a step of its own. */
export function beginVerification(world: World, step: Step, replica: Replica): Fields {
  const { pid: producerId, epoch } = sureIdentityOf(world, step);
  const firstSequence = step.sequence ?? 0;
  const batch = { producerId, epoch, firstSequence, lastSequence: NO_SEQUENCE, transactional: true, records: [] };
  const { guard, error } = beginToVerify(world, replica, batch, versionOf(world, step));
  return { error, guard: guard === NO_GUARD ? 'none' : nameGuard(world, replica.p.partition, guard) };
}
