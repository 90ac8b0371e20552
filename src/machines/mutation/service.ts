/** The role of a service that changes things in two phases, the first of which runs out. Source: src/systems/two-phase/MODEL.md. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import { answer } from '../answering';
import { bodyOf } from '../messages';
import type { ChangeAnswer, ChangeBody, Proposal, Proposals, ServiceData, ServiceParameters } from './memory';
import { mutationServiceMachine } from './service.machine';

/** A service's role. A proposal, its confirmation and the effect are kept in one database: each request is one transaction. */
export function mutationServiceRole(p: ServiceParameters): AnyRole {
  const known = ({ durable }: ServiceData, event: NodeEvent, now: number): Proposal | undefined => {
    const proposal = durable.proposals.get(bodyOf<ChangeBody>(event).id);
    const isForgotten = proposal?.state === 'confirmed' && p.keepsMs > 0 && now - proposal.atMs >= p.keepsMs;
    return isForgotten ? undefined : proposal;
  };
  return asAnyRole<ServiceData>({
    chart: mutationServiceMachine,
    guards: {
      isKnownProposal: (data, event, now) => ['prepared', 'confirmed'].includes(known(data, event, now)?.state ?? ''),
      isSoldOut: ({ durable }) => p.stock > 0 && taken(durable) >= p.stock,
      isGone: (data, event, now) => ['expired', ''].includes(known(data, event, now)?.state ?? ''),
      isConfirmed: (data, event, now) => p.confirm === 'idempotent' && known(data, event, now)?.state === 'confirmed',
    },
    actions: { ...changes(p), ...answers },
    birth: () => ({
      durable: { proposals: new Map(), applied: 0, given: 0 },
      unflushed: undefined,
      volatile: undefined,
    }),
    rebirth: (old) => old,
  });
}

/** What there is no room for twice: effects, and proposals that may become some. */
const taken = ({ proposals, applied }: Proposals): number =>
  applied + [...proposals.values()].filter(({ state }) => state === 'prepared').length;

type Actions = Record<string, Action<ServiceData>>;

const became = ({ id, state }: Proposal): Effect =>
  note({ kind: 'transaction', id, producerId: -1, epoch: -1, became: state }, { as: `proposal ${id}`, durable: true });
const timerOf = ({ id }: Proposal): string => `hold ${id}`;

function clock({ holdMs }: ServiceParameters, proposal: Proposal, now: number): Effects {
  if (holdMs === 0) return [];
  const delayMs = Math.max(0, proposal.atMs + holdMs - now);
  return [{ do: 'startTimer', name: timerOf(proposal), event: 'holdOver', delayMs, body: proposal.id }];
}

function changes(p: ServiceParameters): Actions {
  return {
    resumeClocks: ({ durable }, _, now) =>
      [...durable.proposals.values()]
        .filter(({ state }) => state === 'prepared')
        .flatMap((proposal) => clock(p, proposal, now)),
    prepare: ({ durable }, event, now) => {
      const { record } = bodyOf<ChangeBody>(event);
      const proposal: Proposal = { id: idFor(durable, event), record, state: 'prepared', atMs: now };
      durable.proposals.set(proposal.id, proposal);
      const staged = note({ kind: 'stage', record }, { as: `staged ${proposal.id}`, durable: true });
      const names = durable.proposals.size;
      const kept = note({ kind: 'remember', record, names }, { durable: true });
      return [staged, became(proposal), kept, ...clock(p, proposal, now)];
    },
    confirm: ({ durable }, event, now) => {
      const { id, record } = bodyOf<ChangeBody>(event);
      const proposal = durable.proposals.get(id)!;
      Object.assign(proposal, { state: 'confirmed', atMs: now });
      return [{ do: 'stopTimer', name: timerOf(proposal) }, became(proposal), land(durable, record, `staged ${id}`)];
    },
    apply: ({ durable }, event) => [land(durable, bodyOf<ChangeBody>(event).record, '')],
    expire: ({ durable }, event) => {
      const proposal = durable.proposals.get(event.body as string);
      if (proposal?.state !== 'prepared') return [];
      proposal.state = 'expired';
      return [became(proposal)];
    },
    absorb: (_, event) => {
      const { record, id } = bodyOf<ChangeBody>(event);
      return [note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`proposal ${id}`] })];
    },
    refuseSoldOut: (_, event) => [refuse(event, 'sold out', 'nothing is left, proposals included')],
    refuseGone: (_, event) => [refuse(event, 'gone', 'no such proposal, or not any more')],
    reachEffect: (_, { records }) => records.map((record) => ({ do: 'reach', when: 'before', step: 'effect', record })),
    reachedEffect: (_, { records }) =>
      records.map((record) => ({ do: 'reach', when: 'after', step: 'effect', record })),
  };
}

function land(kept: Proposals, record: number, reliesOn: string): Effect {
  kept.applied += 1;
  return note(
    { kind: 'apply', record, outside: false },
    { as: `applied ${record}`, durable: true, relies: [reliesOn] },
  );
}

function idFor(kept: Proposals, event: NodeEvent): string {
  const { id } = bodyOf<ChangeBody>(event);
  if (id !== '') return id;
  kept.given += 1;
  return `given ${kept.given}`;
}

const refuse = ({ records }: NodeEvent, error: string, why: string): Effect =>
  note({ kind: 'refuse', reason: 'state', error, records, why });

const RESPONSES: Readonly<Record<string, string>> = {
  prepare: 'PrepareResponse',
  confirm: 'ConfirmResponse',
  apply: 'ApplyResponse',
};
const DONE: Readonly<Record<string, string>> = { prepare: 'prepared', confirm: 'confirmed', apply: 'done' };

const answers: Actions = {
  answerDone: ({ durable }, event) => {
    const { id } = bodyOf<ChangeBody>(event);
    const given = event.type === 'prepare' && id === '' ? `given ${durable.given}` : id;
    return [answerWith(event, { id: given, error: '' }, `${given} ${DONE[event.type] ?? ''}`.trim())];
  },
  answerSoldOut: (_, event) => [answerWith(event, { id: '', error: 'soldOut' }, 'sold out')],
  answerGone: (_, event) => [
    answerWith(event, { id: bodyOf<ChangeBody>(event).id, error: 'gone' }, 'no such proposal'),
  ],
};

function answerWith(event: NodeEvent, given: Omit<ChangeAnswer, 'correlation'>, says: string): Effect {
  const { records, type } = event;
  const body: ChangeAnswer = { correlation: bodyOf<ChangeBody>(event).correlation, ...given };
  const name = RESPONSES[type] ?? '';
  const relies = [type === 'prepare' ? `staged ${given.id}` : '', ...records.map((record) => `applied ${record}`)];
  return answer(event, name, 'answer', body, says, { relies });
}
