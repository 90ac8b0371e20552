/**
 * Start here: a run is a function of its scenario, and of nothing else.
 *
 * Each lane is a world of its own with the same seed, network and faults; only the system and its settings differ. What
 * happens in a lane goes into its trace, and that is all that leaves this function.
 */
import { effectiveSettings, findPreset, findSystem, type SystemDescription } from '../scenario/catalog';
import type { LaneSpec, Scenario } from '../scenario/scenario';
import type { Claim } from '../terms/claim';
import { invariant } from '../terms/invariant';
import type { Trace } from '../trace/event';
import { createRecorder } from '../trace/recorder';
import type { LanePlan, System } from './contracts';
import { createQueue } from './queue';
import { NO_TRIGGER, record } from './record';
import { stepperOf } from './stepMachine';
import { happen } from './happen';
import { isBroken } from './watch';
import type { Due, NodeState, PartState, Pin, World } from './world';

export interface LaneRun {
  readonly lane: LaneSpec;
  readonly claim: Claim;
  readonly trace: Trace;
}

/** After the last record is due, random faults go on for this long: long enough to strike the last record's messages. */
const FAULTS_AFTER_WORKLOAD_MS = 500;

/**
 * Runs every lane of a validated scenario to its end. Throws only when an invariant is broken, or when a lane names a
 * system or preset that `systems` does not have (the validation refuses such scenarios).
 */
export function simulate(scenario: Scenario, systems: readonly System[]): readonly LaneRun[] {
  return scenario.lanes.map((lane) => simulateLane(scenario, lane, systems));
}

function simulateLane(scenario: Scenario, lane: LaneSpec, systems: readonly System[]): LaneRun {
  const system = findSystem(systems, lane.system);
  const preset = system && findPreset(system, lane.preset);
  invariant(system !== undefined && preset !== undefined, `lane ${lane.id} names an unknown system or preset`);
  const plan = (system as System).plan(effectiveSettings(system, preset, lane.settings), scenario.records);
  const world = createWorld(scenario, lane, plan, system);
  const limit = runUntilQuiet(world);
  end(world, plan, limit);
  const trace = world.recorder.finish(
    { nodes: plan.nodes.map((node) => node.id), partitions: plan.partitions },
    world.pins.filter((pin) => !pin.struck).map((pin) => pin.index),
  );
  return { lane, claim: preset.claim, trace };
}

function createWorld(
  scenario: Scenario,
  lane: LaneSpec,
  plan: LanePlan,
  { principals = {} }: SystemDescription,
): World {
  const { seed, network, crashes, limits, records, faults } = scenario;
  const world: World = {
    seed,
    network,
    crashes,
    limits,
    faultsUntilMs: records.count * records.everyMs + FAULTS_AFTER_WORKLOAD_MS,
    now: 0,
    queue: createQueue(),
    nodes: new Map(plan.nodes.map(({ id, role }) => [id, newNode(id, role)])),
    connections: new Map(),
    calls: new Map(),
    turns: new Map(),
    waiting: new Map(),
    cuts: new Set(),
    watches: new Map(),
    recorder: createRecorder(lane.id),
    named: new Map(),
    counts: new Map(),
    pins: faults.map((fault, index) => ({ index, fault, met: 0, struck: false })),
    targets: plan.targets ?? {},
    principals,
    rights: plan.rights ?? [],
    losses: new Set(),
    parked: [],
    distrusted: [],
    made: 0,
  };
  world.pins.forEach((pin) => scheduleInstant(world, pin));
  plan.nodes.forEach(({ id }) => world.queue.push(0, { what: 'start', node: id }));
  return world;
}

function newNode(id: string, role: NodeState['role']): NodeState {
  const parts = Object.entries(role.parts).map(([name, part]): PartState => {
    const stepper = stepperOf(part.chart);
    return { name, part, stepper, state: stepper.start.state };
  });
  const [acting] = parts;
  invariant(acting !== undefined, `node ${id} has a chart`);
  return {
    id,
    role,
    parts,
    acting,
    data: role.birth(),
    status: 'up',
    incarnation: 1,
    interrupted: undefined,
    inbox: [],
    raised: [],
    timers: new Map(),
    lastSeq: -1,
  };
}

function scheduleInstant(world: World, pin: Pin): void {
  const { fault } = pin;
  const atMs = 'atMs' in fault ? fault.atMs : 'pin' in fault && 'atMs' in fault.pin ? fault.pin.atMs : undefined;
  if (atMs !== undefined) world.queue.push(atMs, { what: 'pinned', pin });
}

/** Takes what is due until nothing is, or until a limit is met; returns the limit's name, or ''. */
function runUntilQuiet(world: World): string {
  for (;;) {
    if (world.recorder.length >= world.limits.events) return 'events';
    const due = world.queue.pop();
    if (due === undefined) return '';
    if (isCalledOff(world, due.item)) continue;
    if (due.at > world.limits.virtualMs) return isAllIdle(world, due.item) ? '' : 'virtualMs';
    world.now = due.at;
    happen(world, due.item);
  }
}

/** A stopped timer and a broken silence stay in the queue, and do not even move the clock: no run waits for them. */
const isCalledOff = (world: World, due: Due): boolean =>
  (due.what === 'timer' && due.stopped) || (due.what === 'silence' && isBroken(world, due));

/** When the time is over: whether this and whatever else is left are timers that no run waits for. */
function isAllIdle(world: World, next: Due): boolean {
  for (let item: Due | undefined = next; item !== undefined; item = world.queue.pop()?.item)
    if (!isCalledOff(world, item) && !(item.what === 'timer' && item.isIdle)) return false;
  return true;
}

function end(world: World, plan: LanePlan, limit: string): void {
  const first = world.nodes.get(plan.nodes[0]?.id ?? '');
  invariant(first !== undefined, 'a lane has at least one node');
  record(world, first, { kind: 'end', ended: limit === '' ? 'quiet' : 'limit', limit }, NO_TRIGGER);
}
