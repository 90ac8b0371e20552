/** The role of an application that changes something in two phases. Source: src/systems/two-phase/MODEL.md. */
import { asAnyRole, type Action, type AnyRole, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type Correlated } from '../messages';
import { applicantMachine } from './applicant.machine';
import * as work from './changing';
import type { ApplicantData, ApplicantParameters, Change, ChangeAnswer } from './memory';

/** An application's role: its diary survives a crash, what it had in mind does not. */
export function applicantRole(p: ApplicantParameters): AnyRole {
  return asAnyRole<ApplicantData>({
    chart: applicantMachine,
    guards: {
      isStale: (data, event) => changeOf(data, event) === undefined,
      isDiaryDue: (_, event) => work.stepAt(p, event.body as Change) === 'progress',
      isOver: (_, event) => work.stepAt(p, event.body as Change) === undefined,
      isNews: (data, event) => bodyOf<ChangeAnswer>(event).error === '' && work.isNews(p, changeOf(data, event)!),
      isDone: (_, event) => bodyOf<ChangeAnswer>(event).error === '',
      mayPrepareAgain: (_, event) => bodyOf<ChangeAnswer>(event).error === 'gone' && p.onExpired === 'prepareAgain',
      mayTryAgain: (data, event) => {
        const change = work.changeBy(data.volatile, event.body as number);
        return change !== undefined && change.attempt <= p.retriesMax;
      },
    },
    actions: actionsOf(p),
    birth: () => ({
      durable: { next: 1, ids: new Map(), done: new Set() },
      unflushed: undefined,
      volatile: { life: 1, correlation: 0, changes: [] },
    }),
    rebirth: ({ durable, volatile }) => ({
      durable,
      unflushed: undefined,
      volatile: { life: volatile.life + 1, correlation: volatile.correlation, changes: [] },
    }),
  });
}

const changeOf = ({ volatile: v }: ApplicantData, event: NodeEvent): Change | undefined =>
  work.changeBy(v, bodyOf<Correlated>(event).correlation);

function actionsOf(p: ApplicantParameters): Record<string, Action<ApplicantData>> {
  return {
    recover: (data) => work.recover(p, data),
    expectNext: ({ durable }, _, now) => work.expectNext(p, durable, now),
    submit: (data) => work.submit(p, data),
    reachDiary: (_, event) => [work.reach('before', 'progress', (event.body as Change).record)],
    writeDown: (data, event) => work.writeDown(data, event.body as Change),
    finish: (data, event) => work.finish(p, data, event.body as Change),
    reachStep: (_, event) => work.reachStep(p, 'before', event.body as Change),
    noteAnswer: (data, event) => work.noteAnswer(changeOf(data, event)!, bodyOf<ChangeAnswer>(event).id),
    reachedStep: (data, event) => work.reachStep(p, 'after', changeOf(data, event)!),
    reachAck: (_, { records }) => records.map((record) => ({ do: 'reach', when: 'before', step: 'ack', record })),
    tell: (data, event) => work.tell(p, data, changeOf(data, event)!),
    reachedAck: (_, { records }) => records.map((record) => ({ do: 'reach', when: 'after', step: 'ack', record })),
    advance: (data, event) => work.advance(p, changeOf(data, event)!),
    prepareAgain: (data, event) => work.prepareAgain(p, data, changeOf(data, event)!),
    giveUpRefused: (data, event) =>
      work.giveUp(data, changeOf(data, event), { outcome: 'fail', why: bodyOf<ChangeAnswer>(event).error }),
    tryLater: (data, event) => work.tryLater(p, work.changeBy(data.volatile, event.body as number)),
    giveUpUnknown: (data, event) =>
      work.giveUp(data, work.changeBy(data.volatile, event.body as number), { outcome: 'unknown', why: 'no answer' }),
    ask: (data, event) => work.ask(p, data, event.body as Change),
    confirmAgain: (data, event) => work.confirmAgain(p, data, event.body as Change),
  };
}
