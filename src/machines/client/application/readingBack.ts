/** Before it goes on, a restarted application reads the log back, partition after partition, to see what is there. */
import type { Effect, Effects, NodeEvent } from '../../../engine/contracts';
import { partOf } from '../../addresses';
import { askForLeader, learnLeader, type MetadataAnswer } from '../../leader';
import { filterAborted } from '../../log/rules/filterAborted';
import { bodyOf, type FetchAnswer, type FetchBody } from '../../messages';
import type { ApplicationData, ApplicationMemory, ApplicationParameters } from './memory';

const viewOf = ({ views, reading }: ApplicationMemory) => views[reading.partition]!;

/** Asks for what comes next in the log, as soon as there is a connection to the leader. */
export function readBack(p: ApplicationParameters, data: ApplicationData): Effects {
  const { volatile: v } = data;
  const { reading } = v;
  const { leader } = viewOf(v);
  reading.correlation += 1;
  const { correlation, offset, partition } = reading;
  reading.open = { correlation, peer: () => viewOf(v).leader, again: () => readBack(p, data) };
  if (!v.connected.has(leader)) return [{ do: 'connect', peer: leader, backoffMs: p.reconnectBackoffMs }];
  const body: FetchBody = { correlation, offset, committedOnly: p.transactional, waits: false };
  const about = `offset ${offset}`;
  const says = `what is in the log from ${about}?`;
  return [
    {
      do: 'send',
      message: { name: 'FetchRequest', to: leader, part: partOf(partition), body, records: [], about, says },
    },
    { do: 'startTimer', name: 'question', event: 'questionTimedOut', delayMs: p.requestTimeoutMs },
  ];
}

const stopQuestion: Effect = { do: 'stopTimer', name: 'question' };

export const hasMore = (event: NodeEvent): boolean => bodyOf<FetchAnswer>(event).entries.length > 0;

/** Notes which records the log has. */
export function noteFound(p: ApplicationParameters, { volatile: v }: ApplicationData, event: NodeEvent): Effects {
  const { entries, aborted } = bodyOf<FetchAnswer>(event);
  const isolation = p.transactional ? 'read_committed' : 'read_uncommitted';
  filterAborted(entries, aborted, isolation).delivered.forEach(({ record }) => v.reading.found.add(record));
  v.reading.offset = (entries.at(-1)?.offset ?? v.reading.offset - 1) + 1;
  v.reading.open = undefined;
  return [stopQuestion];
}

/** This partition is read to its end. */
export function nextPartition({ volatile: v }: ApplicationData): Effects {
  v.reading.partition += 1;
  v.reading.offset = 0;
  return [];
}

export const hasMorePartitions = (p: ApplicationParameters, { volatile: v }: ApplicationData): boolean =>
  v.reading.partition + 1 < p.partitions;

/** The leader refused, or does not answer: perhaps there is another by now. */
export const doubtLeader = (p: ApplicationParameters, { volatile: v }: ApplicationData): Effects =>
  askForLeader(viewOf(v), p.brokers);

/** The leader did not answer: the connection is closed and opened again. */
export function breakConnection(p: ApplicationParameters, { volatile: v }: ApplicationData): Effects {
  const peer = viewOf(v).leader;
  v.connected.delete(peer);
  return [
    { do: 'disconnect', peer },
    { do: 'connect', peer, backoffMs: p.reconnectBackoffMs },
  ];
}

export const isNewLeader = ({ volatile: v }: ApplicationData, event: NodeEvent): boolean => {
  const { partition, leaderEpoch } = bodyOf<MetadataAnswer>(event);
  return leaderEpoch > v.views[partition]!.leaderEpoch;
};

export function moveToLeader({ volatile: v }: ApplicationData, event: NodeEvent): Effects {
  learnLeader(v.views[bodyOf<MetadataAnswer>(event).partition]!, bodyOf<MetadataAnswer>(event));
  return [];
}
