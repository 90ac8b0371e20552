/** Crashes, power losses and pauses: at a step or at an instant, pinned or by chance. */
import type { Fault, NodeFault } from '../scenario/scenario';
import { strikes } from './draw';
import { drawDownMs } from './fate';
import { controlFrom, dataFrom, NO_TRIGGER, nodeOf, record } from './record';
import { cutLink, dropConnectionsOf } from './wire';
import { dropTurnsOf } from './turns';
import { dropWatchesOf, reviewWatches } from './watch';
import { countOf, type Cut, type NodeState, type Pin, type World } from './world';

/** A node reached a boundary between steps: pinned faults of this place strike, then perhaps chance. */
export function strikeAtStep(world: World, node: NodeState, when: 'before' | 'after', step: string, of: number): void {
  const attempt = countOf(world, `step ${node.id} ${when} ${step}`, `${of}`);
  for (const pin of world.pins) {
    if (pin.struck || !isHere(pin.fault, node.id, when, step, of, attempt)) continue;
    pin.struck = true;
    strikeNode(world, node, pin.fault as NodeFault, pin.index);
    return;
  }
  const about = `${node.id} ${step} ${when} r${of} #${attempt}`;
  if (world.now >= world.faultsUntilMs || !strikes(world.seed, `${about} crash`, world.crashes.perMille)) return;
  stop(
    world,
    node,
    { power: false, forMs: drawDownMs(world, about) },
    record(world, node, { kind: 'fault', what: 'crash', pinned: -1, says: about }, dataFrom(node.lastSeq)),
  );
}

function isHere(fault: Fault, node: string, when: string, step: string, of: number, attempt: number): boolean {
  if (!('pin' in fault) || fault.node !== node || !('step' in fault.pin)) return false;
  const { pin } = fault;
  return pin.when === when && pin.step === step && pin.record === of && pin.attempt === attempt;
}

/** A fault whose place is an instant begins. A node that this lane does not have leaves it unmet. */
export function strikeAtInstant(world: World, pin: Pin): void {
  const { fault } = pin;
  if (fault.do === 'partition')
    return strikeLink(world, pin, { between: fault.between, oneWay: fault.oneWay }, fault.forMs);
  if (!('node' in fault) || !world.nodes.has(fault.node)) return;
  const node = nodeOf(world, fault.node);
  if (node.status === 'down') return;
  pin.struck = true;
  strikeNode(world, node, fault, pin.index);
}

function strikeLink(world: World, pin: Pin, cut: Cut, forMs: number | undefined): void {
  const [a, b] = cut.between;
  if (!world.nodes.has(a) || !world.nodes.has(b)) return;
  pin.struck = true;
  const node = nodeOf(world, a);
  const fault = record(
    world,
    node,
    { kind: 'fault', what: 'partition', pinned: pin.index, says: `${a}|${b}` },
    NO_TRIGGER,
  );
  const seq = record(world, node, { kind: 'cut', between: cut.between, oneWay: cut.oneWay }, controlFrom(fault));
  cutLink(world, cut, seq);
  reviewWatches(world, seq);
  if (forMs !== undefined) world.queue.push(world.now + forMs, { what: 'heal', cut, cause: seq });
}

function strikeNode(world: World, node: NodeState, fault: NodeFault, index: number): void {
  const trigger = 'step' in fault.pin ? dataFrom(node.lastSeq) : NO_TRIGGER;
  const seq = record(world, node, { kind: 'fault', what: fault.do, pinned: index, says: node.id }, trigger);
  if (fault.do === 'pause') return pause(world, node, fault.forMs, seq);
  stop(world, node, { power: fault.do === 'powerLoss', forMs: fault.forMs }, seq);
}

/** The process is gone. Its data waits for the restart in the shape in which it survived. */
function stop(world: World, node: NodeState, how: { power: boolean; forMs: number | undefined }, fault: number): void {
  const seq = record(world, node, { kind: 'crash', power: how.power, forMs: how.forMs ?? -1 }, controlFrom(fault));
  node.status = 'down';
  node.data = node.role.rebirth(node.data, how.power);
  node.timers.forEach((timer) => (timer.stopped = true));
  node.timers.clear();
  node.inbox = [];
  node.raised = [];
  node.interrupted = undefined;
  dropConnectionsOf(world, node.id, seq);
  dropTurnsOf(world, node.id, seq);
  dropWatchesOf(world, node.id);
  reviewWatches(world, seq);
  if (how.forMs !== undefined)
    world.queue.push(world.now + how.forMs, {
      what: 'restart',
      node: node.id,
      incarnation: node.incarnation,
      cause: seq,
    });
}

/** The process is frozen: it keeps everything, and learns nothing until it wakes. */
function pause(world: World, node: NodeState, forMs: number | undefined, fault: number): void {
  const seq = record(world, node, { kind: 'pause', forMs: forMs ?? -1 }, controlFrom(fault));
  node.status = 'paused';
  reviewWatches(world, seq);
  if (forMs !== undefined)
    world.queue.push(world.now + forMs, { what: 'wake', node: node.id, incarnation: node.incarnation, cause: seq });
}
