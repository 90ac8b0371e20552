/**
 * The controller's role. What it decides is durable in its quorum; it learns of silent brokers by watching them, which
 * stands for heartbeats and `broker.session.timeout.ms`. Source: KRaft's ReplicationControlManager, PartitionChangeBuilder.
 */
import {
  asAnyRole,
  note,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeData,
  type NodeEvent,
} from '../../engine/contracts';
import { partOf } from '../addresses';
import type { MetadataAnswer, MetadataBody } from '../leader';
import { elect, shrinkIsr } from '../log/rules/election';
import { bodyOf, type AlterPartitionBody, type PartitionChangeBody } from '../messages';
import { controllerMachine } from './controller.machine';

export interface ControllerParameters {
  readonly partition: number;
  readonly replicas: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly uncleanElection: boolean;
}

interface Partition {
  /** '': nobody may lead now. */
  leader: string;
  leaderEpoch: number;
  isr: readonly string[];
}

interface Memory {
  readonly live: Set<string>;
  parked: NodeEvent[];
}

type ControllerData = NodeData<Partition, undefined, Memory>;

/** A controller's role. */
export function controllerRole(p: ControllerParameters): AnyRole {
  const first: Partition = { leader: p.replicas[0] ?? '', leaderEpoch: 0, isr: p.replicas };
  const memory = (): Memory => ({ live: new Set(p.replicas), parked: [] });
  return asAnyRole<ControllerData>({
    chart: controllerMachine,
    guards: {
      isLeader: ({ durable }, event) => durable.leader === event.from,
      owesNews: ({ durable, volatile: v }, event) => durable.leaderEpoch > 0 && v.live.has(event.from),
      hasLeader: ({ durable }) => durable.leader !== '',
      isOfOtherReign: ({ durable }, event) =>
        durable.leader !== event.from || durable.leaderEpoch !== bodyOf<AlterPartitionBody>(event).leaderEpoch,
      knowsLater: ({ durable }, event) => isLater(durable, event),
    },
    actions: {
      watchBrokers: () => p.replicas.map((peer): Effect => ({ do: 'watch', peer, silenceMs: p.sessionTimeoutMs })),
      fence: ({ volatile: v }, event) => {
        v.live.delete(event.from);
        return [];
      },
      unfence: ({ volatile: v }, event) => {
        v.live.add(event.from);
        return [];
      },
      elect: (data) => electLeader(p, data),
      electIfLeaderless: (data) => (data.durable.leader === '' ? electLeader(p, data) : []),
      shrink: ({ durable }, event) => shrink(p, durable, event.from),
      announce: ({ durable, volatile: v }) => [...v.live].map((to) => announcement(p, durable, to)),
      announceTo: ({ durable }, event) => [announcement(p, durable, event.from)],
      answerMetadata: (data) => answerParked(p, data),
      answerOne: ({ durable }, event) => [metadata(p, durable, event)],
      park: ({ volatile: v }, event) => {
        v.parked.push(event);
        return [];
      },
      alter: ({ durable }, event) => {
        durable.isr = bodyOf<AlterPartitionBody>(event).isr;
        return [leadNote(p, durable, true)];
      },
      answerAlter: ({ durable }, event) => [alterAnswer(durable, event, '')],
      refuseAlter: ({ durable }, event) => [alterAnswer(durable, event, 'FENCED_LEADER_EPOCH')],
    },
    birth: () => ({ durable: { ...first }, unflushed: undefined, volatile: memory() }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: memory() }),
  });
}

const isLater = ({ leader, leaderEpoch }: Partition, event: NodeEvent): boolean =>
  leader !== '' && leaderEpoch > bodyOf<MetadataBody>(event).laterThan;

/** A new leader, or nobody when no replica may lead; the old in-sync set is kept then, for it says who may. */
function electLeader(p: ControllerParameters, { durable, volatile: v }: ControllerData): Effects {
  const elected = elect(p.replicas, durable.isr, [...v.live], p.uncleanElection);
  durable.leaderEpoch += 1;
  durable.leader = elected?.leader ?? '';
  durable.isr = elected?.isr ?? durable.isr;
  return [leadNote(p, durable, elected?.clean ?? true)];
}

/** A member less in the in-sync set; the leader and its epoch stay. */
function shrink(p: ControllerParameters, durable: Partition, gone: string): Effects {
  if (!durable.isr.includes(gone)) return [];
  durable.isr = shrinkIsr(durable.isr, gone);
  return [leadNote(p, durable, true)];
}

function leadNote(
  { partition }: ControllerParameters,
  { leader, leaderEpoch, isr }: Partition,
  clean: boolean,
): Effect {
  return note({ kind: 'lead', partition, leader, leaderEpoch, isr, clean }, { as: `lead ${partition}`, durable: true });
}

function announcement(
  { partition }: ControllerParameters,
  { leader, leaderEpoch, isr }: Partition,
  to: string,
): Effect {
  const body: PartitionChangeBody = { leader, leaderEpoch, isr };
  const says = leader === '' ? 'no leader' : `${leader} leads · epoch ${leaderEpoch}`;
  return {
    do: 'send',
    message: {
      name: 'PartitionChangeRecord',
      to,
      part: partOf(partition),
      body,
      records: [],
      about: `epoch ${leaderEpoch}`,
      says,
    },
    relies: [`lead ${partition}`],
  };
}

function answerParked(p: ControllerParameters, { durable, volatile: v }: ControllerData): Effects {
  const ready = v.parked.filter((event) => isLater(durable, event));
  v.parked = v.parked.filter((event) => !ready.includes(event));
  return ready.map((event) => metadata(p, durable, event));
}

function metadata({ partition }: ControllerParameters, { leader, leaderEpoch }: Partition, event: NodeEvent): Effect {
  const body: MetadataAnswer = { partition, leader, leaderEpoch };
  const says = `${leader} leads · epoch ${leaderEpoch}`;
  return {
    do: 'send',
    message: { name: 'MetadataResponse', to: event.from, body, records: [], about: event.about, says, answers: event },
    relies: [`lead ${partition}`],
  };
}

function alterAnswer({ isr, leader, leaderEpoch }: Partition, event: NodeEvent, error: string): Effect {
  const body = { error, isr, leader, leaderEpoch };
  return {
    do: 'send',
    message: {
      name: 'AlterPartitionResponse',
      to: event.from,
      body,
      records: [],
      about: event.about,
      says: error === '' ? `in sync: ${isr.join(', ')}` : error,
      answers: event,
    },
  };
}
