/**
 * One of the two generals. A chain of messengers goes to and fro, each only after the one before it has arrived; a general
 * acts when every messenger that he was promised has come. Sources: src/systems/two-generals/MODEL.md; Gray 1978.
 *
 * Each round is two records: the first is the attack of the general who proposes it, the second that of the other. Who acts
 * counts on the other: that is what he is "told".
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
import { bodyOf } from '../messages';
import { generalMachine } from './general.machine';

export interface GeneralParameters {
  readonly proposes: boolean;
  readonly other: string;
  readonly chain: number;
  /** How many records there are: two for each round. */
  readonly records: number;
  readonly everyMs: number;
}

interface MessengerBody {
  readonly round: number;
  /** The how-manieth messenger of the chain this is. */
  readonly place: number;
}

type GeneralData = NodeData<undefined, undefined, undefined>;

/** A general's role: he remembers nothing, the messenger carries it all. */
export function generalRole(p: GeneralParameters): AnyRole {
  const nothing = { durable: undefined, unflushed: undefined, volatile: undefined };
  return asAnyRole<GeneralData>({
    chart: generalMachine,
    guards: { isLastPromised: (_, event) => isLastPromised(p, bodyOf<MessengerBody>(event).place) },
    actions: {
      expectRounds: (_, __, now) => expectRounds(p, now),
      propose: (_, event) => propose(p, event.body as number),
      answer: (_, event) => answer(p, event),
      act: (_, event) => act(p, event),
    },
    birth: () => nothing,
    rebirth: () => nothing,
  });
}

/** The last messenger of a chain has a name of his own: whatever the length, he is the one whose sender never knows. */
export const LAST_MESSENGER = 'LastMessenger';
/** Every other one is called by his place, from 1. */
export const messengerAt = (place: number): string => `Messenger${place}`;

const roundsOf = ({ records }: GeneralParameters): number => Math.floor(records / 2);
const attackOf = (round: number, proposes: boolean): number => 2 * round - (proposes ? 1 : 0);

/** The last messenger that comes to this general: whoever sends the last of all waits for none after it. */
const isLastPromised = ({ chain }: GeneralParameters, place: number): boolean => place + 2 > chain;

/** The workload is the outside world: each round begins at its time. */
function expectRounds(p: GeneralParameters, now: number): Effects {
  if (!p.proposes) return [];
  const rounds = Array.from({ length: roundsOf(p) }, (_, at) => at + 1);
  return rounds.map((round): Effect => ({
    do: 'startTimer',
    name: `outside.round ${round}`,
    event: 'roundDue',
    delayMs: Math.max(0, (round - 1) * 2 * p.everyMs - now),
    body: round,
  }));
}

function propose(p: GeneralParameters, round: number): Effects {
  const attacks = [attackOf(round, true), attackOf(round, false)];
  const submits = attacks.map((record) => note({ kind: 'submit', record }, { as: `submit ${record}` }));
  return [...submits, messenger(p, { round, place: 1 }, `submit ${attacks[0]!}`)];
}

/** A messenger that has come is answered, as long as the chain goes on. */
function answer(p: GeneralParameters, event: NodeEvent): Effects {
  const { round, place } = bodyOf<MessengerBody>(event);
  return place >= p.chain ? [] : [messenger(p, { round, place: place + 1 }, `submit ${attackOf(round, p.proposes)}`)];
}

function messenger({ other: to, chain, proposes }: GeneralParameters, body: MessengerBody, relies: string): Effect {
  const { round, place } = body;
  const name = place === chain ? LAST_MESSENGER : messengerAt(place);
  const says = `${place} of ${chain}`;
  const records = [attackOf(round, proposes)];
  return {
    do: 'send',
    message: { name, as: 'messenger', to, call: true, body, records, about: 'attack', says },
    relies: [relies],
  };
}

/** He attacks, and counts on the other. A chain of one promises the proposer nothing, so he attacks when he has sent it. */
function act(p: GeneralParameters, event: NodeEvent): Effects {
  const isProposal = event.type === 'roundDue';
  if (isProposal && p.chain > 1) return [];
  const round = isProposal ? (event.body as number) : bodyOf<MessengerBody>(event).round;
  const [mine, his] = [attackOf(round, p.proposes), attackOf(round, !p.proposes)];
  return [
    { do: 'reach', when: 'before', step: 'effect', record: mine },
    note({ kind: 'apply', record: mine, outside: false }, { as: `applied ${mine}`, durable: true }),
    note({ kind: 'told', record: his, outcome: 'ok', why: 'counts on the other' }, { as: `told ${his}` }),
    { do: 'reach', when: 'after', step: 'effect', record: mine },
  ];
}
