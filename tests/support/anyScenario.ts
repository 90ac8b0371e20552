/** Scenarios as fast-check makes them: any presets of any system, any faults that a scenario file may hold. */
import fc from 'fast-check';
import type { OwnFault } from '../../src/scenario/catalog';
import type { Fault, LaneSpec, Scenario } from '../../src/scenario/scenario';
import { kafka } from '../../src/systems/kafka';

const COUNT = 6;
const NODES = ['producer', 'broker-1', 'broker-2', 'broker-3', 'coordinator', 'consumer', 'sink'];
const MESSAGES = [
  'ProduceRequest',
  'ProduceResponse',
  'FetchResponse',
  'Write',
  'WriteResponse',
  'OffsetCommitRequest',
  'OffsetCommitResponse',
  'EndTxnRequest',
  'EndTxnResponse',
  'ReplicaFetchResponse',
  'WriteTxnMarkersRequest',
];
/** One fault for each target and principal that Kafka lists as its own. */
const OWN: readonly OwnFault[] = kafka.ownFaults.flatMap(({ targets, principals = [undefined], ...own }) =>
  targets.flatMap((target) =>
    principals.map((principal) => ({
      ...own,
      targets: [target],
      ...(principal === undefined ? {} : { principals: [principal] }),
    })),
  ),
);
const STEPS = ['send', 'ack', 'append', 'receive', 'effect', 'remember', 'progress'];

const record = fc.integer({ min: 1, max: COUNT });
const pin = fc.record({ message: fc.constantFrom(...MESSAGES), record, attempt: fc.integer({ min: 1, max: 2 }) });
const forMs = fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined });
const withDuration = (ms: number | undefined): { forMs?: number } => (ms === undefined ? {} : { forMs: ms });

export const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  pin.map((one): Fault => ({ do: 'drop', ...one })),
  fc
    .tuple(pin, fc.constantFrom('delay', 'duplicate'), fc.integer({ min: 1, max: 900 }))
    .map(([one, what, byMs]): Fault => ({ do: what as 'delay', ...one, byMs })),
  fc
    .tuple(
      fc.constantFrom('crash', 'powerLoss', 'pause'),
      fc.constantFrom(...NODES),
      fc.integer({ min: 0, max: 900 }),
      forMs,
    )
    .map(([what, node, atMs, ms]): Fault => ({ do: what as 'crash', node, pin: { atMs }, ...withDuration(ms) })),
  fc
    .tuple(
      fc.constantFrom('crash', 'pause'),
      fc.constantFrom('producer', 'consumer', 'broker-1'),
      fc.constantFrom('before', 'after'),
      fc.constantFrom(...STEPS),
      record,
      forMs,
    )
    .map(([what, node, when, step, of, ms]): Fault => ({
      do: what as 'crash',
      node,
      pin: { when: when as 'before', step, record: of, attempt: 1 },
      ...withDuration(ms),
    })),
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...NODES), { minLength: 2, maxLength: 2 }),
      fc.integer({ min: 0, max: 900 }),
      forMs,
      fc.boolean(),
    )
    .map(([[a, b], atMs, ms, oneWay]): Fault => ({
      do: 'partition',
      between: [a!, b!],
      atMs,
      oneWay,
      ...withDuration(ms),
    })),
  fc.tuple(fc.constantFrom(...OWN), fc.integer({ min: 0, max: 900 }), forMs).map(([own, atMs, ms]): Fault => {
    const { do: what, targets, principals, operations } = own;
    const whose = principals === undefined ? {} : { principal: principals[0]!, ...withDuration(ms) };
    const right = operations === undefined ? {} : { operation: operations[0]! };
    return { do: what, target: targets[0]!, ...whose, ...right, atMs };
  }),
);

const anyLane: fc.Arbitrary<LaneSpec> = fc
  .tuple(
    fc.constantFrom(...kafka.presets.map(({ id }) => id)),
    fc.constantFrom(
      {},
      { 'app.steps': 'P E' },
      { 'app.steps': '[M E] P' },
      { 'sink.write': 'upsert' },
      { 'app.onRestart': 'ask' },
    ),
  )
  .map(([preset, settings]) => ({ id: 'one', system: 'kafka', preset, settings }));

export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.stringMatching(/^[a-z]{1,12}$/u),
    everyMs: fc.constantFrom(3, 20, 100),
    loss: fc.constantFrom(0, 0, 20, 80),
    copies: fc.constantFrom(0, 0, 40),
    late: fc.constantFrom(0, 0, 40),
    crashes: fc.constantFrom(0, 0, 25),
    faults: fc.array(anyFault, { maxLength: 3 }),
    lanes: fc.array(anyLane, { minLength: 1, maxLength: 3 }),
  })
  .map(({ seed, everyMs, loss, copies, late, crashes, faults, lanes }) => ({
    version: 1,
    title: 'any',
    seed,
    records: { count: COUNT, everyMs, keys: 1, kind: 'payment' },
    network: {
      latencyMs: [5, 15],
      lossPerMille: loss,
      duplicatePerMille: copies,
      delayPerMille: late,
      delayMs: [50, 400],
    },
    crashes: { perMille: crashes, forMs: [200, 400] },
    faults,
    lanes: lanes.map((lane, place) => ({ ...lane, id: `lane-${place}` })),
    limits: { virtualMs: 300_000, events: 50_000 },
  }));
