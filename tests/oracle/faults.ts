/** All faults of the oracle by name. */
import { BROKER_FAULTS } from './brokerFaults';
import { CLIENT_FAULTS } from './clientFaults';
import { CONSUME_FAULTS } from './consumeFaults';
import type { FaultKind } from './fault';
import { INSTANCE_FAULTS } from './instanceFaults';

export const FAULTS: readonly FaultKind[] = [...CLIENT_FAULTS, ...INSTANCE_FAULTS, ...BROKER_FAULTS, ...CONSUME_FAULTS];

/** The fault of that name. Throws when there is none. */
export function faultOf(id: string): FaultKind {
  const found = FAULTS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no fault is called ${id}`);
  return found;
}
