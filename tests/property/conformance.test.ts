/**
 * Any script of requests and faults: the player ends, answers the same twice, meets nothing that its rules hold for
 * impossible, and no replica ever breaks the order log start, last stable offset, high watermark, log end.
 */
import { expect, test } from 'vitest';
import alea from 'seedrandom/lib/alea.js';
import type { Fields, Step } from '../../src/cli/conformance/caseFile';
import { playCase } from '../../src/cli/conformance/play';
import { readCases } from '../../src/cli/conformance/readCases';

const SCRIPTS = 400;
const STEPS = 40;

type Draw = <T>(choices: readonly T[]) => T;

const NAMES = ['P', 'Q'];

/** One random step; every third is a look at the state. */
function anyStep(pick: Draw): object {
  const producer = pick(NAMES);
  const partition = pick([0, 1]);
  const sequence = pick([0, 0, 1, 2, 3]);
  const group = 'g';
  const member = pick(['m1', 'm2', '']);
  const generation = pick([-1, 0, 1, 2, 3]);
  const broker = pick([0, 1, 2]);
  return pick<object>([
    { do: 'initProducerId', as: producer, transactionalId: producer },
    { do: 'initProducerId', as: producer, transactionalId: producer, retry: true },
    {
      do: 'produce',
      producer,
      partition,
      sequence,
      records: pick([1, 2]),
      transactional: true,
      retry: pick([true, false]),
    },
    { do: 'produce', producer, partition, sequence, transactional: pick([true, false]), acks: pick([0, 1, -1]) },
    { do: 'produce', pid: 7, epoch: pick([0, 1]), partition, sequence },
    { do: 'produce', partition, acks: 1 },
    { do: 'addPartitions', producer, partitions: [partition] },
    { do: 'addOffsets', producer, group },
    { do: 'txnOffsetCommit', producer, group, member, generation, offsets: { 0: pick([1, 2, 3]) } },
    { do: 'endTxn', producer, commit: pick([true, false]), keep: pick([true, false]) },
    { do: 'endTxn', producer, commit: pick([true, false]) },
    { do: 'writeMarker', producer, partition, commit: pick([true, false]), epochAdd: pick([0, 1]) },
    { do: 'append', producer, partition, sequence, transactional: true, guard: pick(['current', 'stale', 'none']) },
    { do: 'startVerification', producer, partition, sequence },
    { do: 'joinGroup', group, member, async: pick([true, false]) },
    { do: 'heartbeat', group, member, generation },
    { do: 'leaveGroup', group, member },
    { do: 'commitOffset', group, member, generation, offsets: { 0: 5 } },
    { do: 'fetchOffset', group, partitions: [0], retry: pick([true, false]) },
    { do: 'advance', ms: pick([1, 10, 1_000, 30_000, 100_000, 700_000_000]) },
    { do: 'tick', what: pick(['abortTimedOut', 'expireProducers', 'expireTransactionalIds']) },
    { do: 'coordinatorFailover', coordinator: pick(['transaction', 'group']) },
    { do: 'stopBroker', broker, clean: pick([true, false]) },
    { do: 'startBroker', broker },
    { do: 'startBroker', broker },
    { do: 'powerLoss', broker },
    { do: 'holdReplication', partition, broker },
    { do: 'releaseReplication', partition },
    { do: 'setIsr', partition, brokers: pick([[0], [0, 1], [0, 1, 2]]) },
    { do: 'electUnclean', partition, broker },
    { do: 'truncate', partition, offset: pick([0, 1, 5]), replica: broker },
    { do: 'snapshot', partition, replica: broker },
    { do: 'reload', partition, replica: broker },
    { do: 'deleteSegmentsBefore', partition, offset: pick([1, 2]) },
    { do: 'fetch', partition, isolation: pick(['read_committed', 'read_uncommitted']), deliver: pick([true, false]) },
    { do: 'listOffsets', partition, isolation: pick(['read_committed', 'read_uncommitted']) },
    { do: 'markersComplete', transactionalId: producer },
  ]);
}

function anyCase(seed: string): object {
  const random = alea(seed);
  const pick: Draw = (choices) => choices[Math.floor(random() * choices.length)]!;
  const looks = [0, 1, 2].flatMap((replica) => [0, 1].map((partition) => ({ do: 'describe', partition, replica })));
  const steps = Array.from({ length: STEPS }, () => [anyStep(pick), pick(looks)]).flat();
  return {
    version: 1,
    id: seed,
    cluster: {
      brokers: 3,
      partitions: 2,
      replicationFactor: 3,
      minInsyncReplicas: pick([1, 2]),
      transactionVersion: pick([1, 2]),
      verification: pick([true, false]),
    },
    holdMarkers: pick([true, false]),
    steps: [...NAMES.map((as) => ({ do: 'initProducerId', as, transactionalId: as })), ...steps, ...looks],
  };
}

const isInOrder = ({ logEndOffset, highWatermark, lastStableOffset }: Fields): boolean =>
  Number(lastStableOffset) <= Number(highWatermark) && Number(highWatermark) <= Number(logEndOffset);

test('any script ends, in order, and the same twice', () => {
  let answered = 0;
  for (let number = 0; number < SCRIPTS; number += 1) {
    const seed = `conformance ${number}`;
    const read = readCases(anyCase(seed));
    if (!read.ok) throw new Error(`${seed}: ${JSON.stringify(read.problems)}`);
    const one = read.value[0]!;
    const { steps } = playCase(one);
    const broken = steps.filter(({ do: what, got }) => {
      const isImpossible = got['error'] === 'UNKNOWN_SERVER_ERROR';
      return isImpossible || (what === 'describe' && !isInOrder(got));
    });
    const replay = (index: number): readonly Step[] => one.steps.slice(0, index + 1);
    expect(broken, `seed "${seed}": ${JSON.stringify(replay(broken[0]?.index ?? 0))}`).toEqual([]);
    expect(playCase(one).steps, `seed "${seed}" gives the same answers again`).toEqual(steps);
    answered += steps.length;
  }
  console.info(
    `conformance: ${SCRIPTS} random scripts (seeds "conformance 0" and on), ${answered} steps, all in order`,
  );
});
