/**
 * How a client finds the partition's leader. It keeps to the one it knows until it has a reason to doubt it (a broken
 * connection, a timeout, an answer "not the leader"), then asks for a newer one; a healthy connection to a deposed leader
 * is a reason for nothing. Source: Kafka's Metadata and NetworkClient classes; each partition is asked for on its own.
 */
import type { Effect } from '../engine/contracts';
import { CONTROLLER, partOf } from './addresses';
import type { Correlated } from './messages';

export interface LeaderView {
  readonly partition: number;
  leader: string;
  leaderEpoch: number;
  /** A question to the controller is open. */
  asked: boolean;
}

export interface MetadataBody extends Correlated {
  /** Answered as soon as there is a leader of a later epoch. */
  readonly laterThan: number;
}

export interface MetadataAnswer {
  readonly partition: number;
  readonly leader: string;
  readonly leaderEpoch: number;
}

/** The first view: broker-1 leads every partition, in epoch 0. */
export const firstLeader = (partition: number): LeaderView => ({
  partition,
  leader: 'broker-1',
  leaderEpoch: 0,
  asked: false,
});

/** Asks for a later leader, unless there is only one broker or a question is open. */
export function askForLeader(view: LeaderView, brokers: number): readonly Effect[] {
  if (brokers === 1 || view.asked) return [];
  view.asked = true;
  const body: MetadataBody = { correlation: 0, laterThan: view.leaderEpoch };
  return [
    {
      do: 'send',
      message: {
        name: 'MetadataRequest',
        to: CONTROLLER,
        part: partOf(view.partition),
        body,
        records: [],
        about: `after epoch ${view.leaderEpoch}`,
        says: `leader after epoch ${view.leaderEpoch}?`,
      },
    },
  ];
}

/** Takes an answer in; true when it names a later leader. */
export function learnLeader(view: LeaderView, answer: MetadataAnswer): boolean {
  view.asked = false;
  if (answer.leaderEpoch <= view.leaderEpoch) return false;
  view.leader = answer.leader;
  view.leaderEpoch = answer.leaderEpoch;
  return true;
}

/** The connection to the controller is new: a question that was open is asked again. */
export function askAgainForLeader(view: LeaderView, brokers: number): readonly Effect[] {
  if (!view.asked) return [];
  view.asked = false;
  return askForLeader(view, brokers);
}
