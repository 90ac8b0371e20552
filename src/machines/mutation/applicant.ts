/** The role of an application that changes something in two phases. Source: src/systems/two-phase/MODEL.md. */
import { asAnyRole, type Action, type AnyRole, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type Correlated } from '../messages';
import { reachesOf } from '../worker/reaching';
import { expectNext } from '../workload';
import { applicantMachine } from './applicant.machine';
import * as work from './applying';
import type { ApplicantData, ApplicantParameters, Change, ChangeAnswer } from './memory';

/** An application's role: its diary survives a crash, what it had in mind does not. */
export function applicantRole(p: ApplicantParameters): AnyRole {
  return asAnyRole<ApplicantData>({
    chart: applicantMachine,
    guards: {
      isStale: (data, event) => changeOf(data, event) === undefined,
      isDiaryDue: (_, event) => work.stepAt(p, bodyOf<Change>(event)) === 'progress',
      isOver: (_, event) => work.stepAt(p, bodyOf<Change>(event)) === undefined,
      isNews: (data, event) => {
        const change = changeOf(data, event);
        return change !== undefined && bodyOf<ChangeAnswer>(event).error === '' && work.isNews(p, change);
      },
      isDone: (_, event) => bodyOf<ChangeAnswer>(event).error === '',
      mayPrepareAgain: (_, event) => bodyOf<ChangeAnswer>(event).error === 'gone' && p.onExpired === 'prepareAgain',
      mayTryAgain: (data, event) => {
        const change = work.changeBy(data.volatile, bodyOf<number>(event));
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
    expectNext: ({ durable }, _, now) => expectNext(p, durable.next, now),
    submit: (data) => work.submit(p, data),
    reachDiary: (_, event) => reachesOf('before', ['progress'], [bodyOf<Change>(event).record], 'submit'),
    writeDown: (data, event) => work.writeDown(data, bodyOf<Change>(event)),
    finish: (data, event) => work.finish(p, data, bodyOf<Change>(event)),
    reachStep: (_, event) => work.reachStep(p, 'before', bodyOf<Change>(event)),
    noteAnswer: (data, event) => work.noteAnswer(changeOf(data, event)!, bodyOf<ChangeAnswer>(event).id),
    reachedStep: (data, event) => work.reachStep(p, 'after', changeOf(data, event)!),
    reachAck: (_, { records }) => records.map((record) => ({ do: 'reach', when: 'before', step: 'ack', record })),
    tell: (data, event) => work.tell(p, data, changeOf(data, event)!),
    reachedAck: (_, { records }) => records.map((record) => ({ do: 'reach', when: 'after', step: 'ack', record })),
    advance: (data, event) => work.advance(p, changeOf(data, event)!),
    prepareAgain: (data, event) => work.prepareAgain(p, data, changeOf(data, event)!),
    giveUpRefused: (data, event) =>
      work.giveUp(data, changeOf(data, event), { outcome: 'fail', why: bodyOf<ChangeAnswer>(event).error }),
    tryLater: (data, event) => work.tryLater(p, work.changeBy(data.volatile, bodyOf<number>(event))),
    giveUpUnknown: (data, event) =>
      work.giveUp(data, work.changeBy(data.volatile, bodyOf<number>(event)), { outcome: 'unknown', why: 'no answer' }),
    ask: (data, event) => work.ask(p, data, bodyOf<Change>(event)),
    confirmAgain: (data, event) => work.confirmAgain(p, data, bodyOf<Change>(event)),
  };
}
