/** The group coordinator's part: committed offsets. A committed offset is the next record to read. Source: OffsetMetadataManager. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import {
  bodyOf,
  type OffsetCommitBody,
  type OffsetFetchAnswer,
  type OffsetFetchBody,
  type PartitionOffset,
} from '../messages';
import { viewOf } from './membership';
import type { CoordinatorData } from './memory';
import { validateOffsetCommit } from './rules';

const keyOf = (group: string, partition: number): string => `${group}/${partition}`;

/** Writes committed offsets down and answers. */
export function commitOffset({ durable }: CoordinatorData, event: NodeEvent): Effects {
  const body = bodyOf<OffsetCommitBody>(event);
  const { correlation, group, offsets, member, generation, instanceId } = body;
  const error = validateOffsetCommit(viewOf(durable.group), {
    member,
    generation,
    instanceId: instanceId === '' ? null : instanceId,
    transactional: false,
  });
  if (error !== 'NONE') return refuseCommit(body, event, error);
  offsets.forEach(({ partition, offset }) => durable.offsets.set(keyOf(group, partition), offset));
  const facts = offsets.map(({ partition, offset }) =>
    note(
      { kind: 'commit', group, partition, offset, accepted: true, error: '' },
      { as: `group offset ${partition}`, durable: true },
    ),
  );
  return [...facts, answerCommit(event, { correlation, error: 'NONE' }, `next is ${inWords(offsets)}`)];
}

const inWords = (offsets: readonly PartitionOffset[]): string =>
  offsets.length === 1
    ? `offset ${offsets[0]!.offset}`
    : offsets.map(({ partition, offset }) => `offset ${offset} of partition ${partition}`).join(', ');

/** Whoever is not of the current generation may not commit: the commit is refused, what it did is not undone. */
function refuseCommit(body: OffsetCommitBody, event: NodeEvent, error: string): Effects {
  const { correlation, group, offsets, member } = body;
  return [
    ...offsets.map(({ partition, offset }) =>
      note({ kind: 'commit', group, partition, offset, accepted: false, error }),
    ),
    note({ kind: 'refuse', reason: 'fenced', error, records: event.records, why: member }),
    answerCommit(event, { correlation, error }, error),
  ];
}

function answerCommit(event: NodeEvent, body: object, says: string): Effect {
  const { from: to, records, about } = event;
  return {
    do: 'send',
    message: { name: 'OffsetCommitResponse', to, body, records, about, says, answers: event },
  };
}

/** Answers with the committed offsets, -1 where there is none. */
export function answerOffset({ durable }: CoordinatorData, event: NodeEvent): Effects {
  const { correlation, group, partitions } = bodyOf<OffsetFetchBody>(event);
  const offsets = partitions.map((partition): PartitionOffset => ({
    partition,
    offset: durable.offsets.get(keyOf(group, partition)) ?? -1,
  }));
  const body: OffsetFetchAnswer = { correlation, error: '', offsets };
  const says = offsets.every(({ offset }) => offset < 0) ? 'none committed' : inWords(offsets);
  const { from: to, about } = event;
  return [
    {
      do: 'send',
      message: { name: 'OffsetFetchResponse', to, body, records: [], about, says, answers: event },
      relies: partitions.map((partition) => `group offset ${partition}`),
    },
  ];
}
