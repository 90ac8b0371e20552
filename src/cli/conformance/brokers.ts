/** Brokers that stop and start: their replicas, and the coordinators that they host. */
import { failOverTransactions } from './markers';
import { failOverGroups } from './membership';
import { losePower, startBroker, stopBroker } from './replication';
import type { World } from './world';

/** A broker goes down. Its coordinators move to a broker that is up. */
export function stop(world: World, broker: number, clean: boolean): void {
  stopBroker(world, broker, clean);
  moveCoordinators(world);
}

/** A broker loses its power, and with it what it had not flushed. */
export function cutPower(world: World, broker: number): void {
  losePower(world, broker);
  moveCoordinators(world);
}

/** A broker comes back. */
export function start(world: World, broker: number): void {
  startBroker(world, broker);
  moveCoordinators(world);
}

/** Internal topics are replicated everywhere here, so any broker that is up may host a coordinator. */
function moveCoordinators(world: World): void {
  if (world.live.has(world.coordinatorHost)) return;
  const [next = -1] = [...world.live].toSorted((left, right) => left - right);
  world.coordinatorHost = next;
  if (next < 0) return;
  failOverTransactions(world);
  failOverGroups(world);
}
