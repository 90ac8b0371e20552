/** The group coordinator's part: committed offsets. A committed offset is the next record to read. Source: OffsetMetadataManager. */
import { note, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type OffsetAnswer, type OffsetCommitBody, type OffsetFetchBody } from '../messages';
import { viewOf } from './membership';
import type { CoordinatorData } from './memory';
import { validateOffsetCommit } from './rules';

const keyOf = ({ group, partition }: OffsetFetchBody): string => `${group}/${partition}`;

/** Writes a committed offset down and answers. */
export function commitOffset({ durable }: CoordinatorData, event: NodeEvent): Effects {
  const body = bodyOf<OffsetCommitBody>(event);
  const { correlation, group, partition, offset, member, generation } = body;
  const error = validateOffsetCommit(viewOf(durable.group), {
    member,
    generation,
    instanceId: null,
    transactional: false,
  });
  if (error !== 'NONE') return refuseCommit(body, event, error);
  durable.offsets.set(keyOf(body), offset);
  return [
    note(
      { kind: 'commit', group, partition, offset, accepted: true, error: '' },
      { as: `group offset ${partition}`, durable: true },
    ),
    {
      do: 'send',
      message: {
        name: 'OffsetCommitResponse',
        to: event.from,
        body: { correlation, error: 'NONE' },
        records: event.records,
        about: event.about,
        says: `next is offset ${offset}`,
        answers: event,
      },
    },
  ];
}

/** Whoever is not of the current generation may not commit: the commit is refused, what it did is not undone. */
function refuseCommit(
  { correlation, group, partition, offset, member }: OffsetCommitBody,
  event: NodeEvent,
  error: string,
): Effects {
  return [
    note({ kind: 'commit', group, partition, offset, accepted: false, error }),
    note({ kind: 'refuse', reason: 'fenced', error, records: event.records, why: member }),
    {
      do: 'send',
      message: {
        name: 'OffsetCommitResponse',
        to: event.from,
        body: { correlation, error },
        records: event.records,
        about: event.about,
        says: error,
        answers: event,
      },
    },
  ];
}

/** Answers with the committed offset, or -1 when there is none. */
export function answerOffset({ durable }: CoordinatorData, event: NodeEvent): Effects {
  const body = bodyOf<OffsetFetchBody>(event);
  const offset = durable.offsets.get(keyOf(body)) ?? -1;
  const answer: OffsetAnswer = { correlation: body.correlation, error: '', offset };
  const says = offset < 0 ? 'none committed' : `offset ${offset}`;
  return [
    {
      do: 'send',
      message: {
        name: 'OffsetFetchResponse',
        to: event.from,
        body: answer,
        records: [],
        about: event.about,
        says,
        answers: event,
      },
      relies: [`group offset ${body.partition}`],
    },
  ];
}
