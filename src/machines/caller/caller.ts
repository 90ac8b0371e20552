/** The role of somebody who calls a service once for each record: a client with names and retries. */
import { asAnyRole, type Action, type AnyRole, type Effects, type NodeEvent } from '../../engine/contracts';
import { isLateCopy } from '../connections';
import { bodyOf, type Correlated } from '../messages';
import { reachOf } from '../worker/reaching';
import { expectNext } from '../workload';
import { callerMachine } from './caller.machine';
import * as calls from './calls';
import * as closing from './closing';
import { ask, asksFirst, takeHighest, type HighestAnswer } from './numbering';
import { freshMemory, type Call, type CallAnswer, type CallerData, type CallerParameters } from './memory';

/** A caller's role. How each client names and repeats its calls: the MODEL.md of each system that has one. */
export function callerRole(p: CallerParameters): AnyRole {
  return asAnyRole<CallerData>({
    chart: callerMachine,
    guards: {
      needsConnection: () => p.transport === 'connection',
      asksFirst: ({ volatile: v }) => asksFirst(p, v),
      isStale: (data, event) => isLateCopy(event) || callOf(data, event) === undefined,
      isDone: (_, event) => bodyOf<CallAnswer>(event).error === '',
      mayRetry: (data, event) => bodyOf<CallAnswer>(event).retriable && hasRetries(p, callOf(data, event)),
      mayTryAgain: (data, event) =>
        p.givesUpOnTimeout !== true && hasRetries(p, calls.callById(data.volatile, event.body as number)),
    },
    actions: actionsOf(p),
    birth: () => ({
      durable: { next: Math.max(1, p.only), confirmed: new Set(), calls: new Map(), nextSequence: 0 },
      unflushed: undefined,
      volatile: freshMemory(1),
    }),
    rebirth: ({ durable, volatile }) => ({ durable, unflushed: undefined, volatile: freshMemory(volatile.life + 1) }),
  });
}

const hasRetries = (p: CallerParameters, call: Call | undefined): boolean =>
  call !== undefined && call.attempt <= p.retriesMax;

const callOf = ({ volatile: v }: CallerData, event: NodeEvent): Call | undefined => {
  const { correlation } = bodyOf<Correlated>(event);
  return v.inFlight.find((call) => call.correlation === correlation);
};

function actionsOf(p: CallerParameters): Record<string, Action<CallerData>> {
  const connect = (backoffMs: number): Effects => [{ do: 'connect', peer: p.to, backoffMs }];
  const withCall = (data: CallerData, event: NodeEvent, react: (call: Call) => Effects): Effects => {
    const call = callOf(data, event);
    return call === undefined ? [] : react(call);
  };
  return {
    recover: (data) => calls.recover(p, data),
    connect: () => connect(0),
    connectLater: () => connect(p.backoffMs),
    greet: ({ volatile: v }) => {
      v.connected = true;
      v.greeted += 1;
      return [];
    },
    ask: ({ volatile: v }) => ask(p, v),
    takeHighest: (data, event) => {
      const { highest } = bodyOf<HighestAnswer>(event);
      takeHighest(data.volatile, highest);
      return calls.goOnAfter(p, data, highest);
    },
    expectNext: ({ durable }, _, now) => expectNext(p, durable.next, now),
    submit: (data, _, now) => calls.submit(p, data, now),
    submitAgain: (data, event) => calls.submitAgain(p, data, event.body as number),
    submitTwin: (data, event) => calls.submitTwin(p, data, event.body as number),
    expectReplay: (data, _, now) => calls.expectReplay(p, data, now),
    replay: (data, event) => calls.replay(p, data, event.body as number),
    send: (data) => calls.send(p, data),
    reachAck: (data, event) => withCall(data, event, ({ record }) => [reachOf('before', 'ack', record)]),
    noteDone: (data, event) => withCall(data, event, (call) => calls.noteDone(data, call)),
    reachAcked: (_, event) => event.records.map((record) => reachOf('after', 'ack', record)),
    retryLater: (data, event) => {
      const call = event.type === 'answer' ? callOf(data, event) : calls.callById(data.volatile, event.body as number);
      if (call !== undefined && event.type === 'answer') call.failed = true;
      return call === undefined ? [] : calls.retryLater(p, data, call);
    },
    queueAgain: ({ volatile: v }, event) => {
      const call = event.body as Call;
      v.heldBack = v.heldBack.filter((other) => other !== call);
      v.waiting.unshift(call);
      return [];
    },
    closeDown: (data, event) => closing.closeDown(p, data, event),
    failDue: (data, _, now) => closing.failDue(p, data, now),
    queueInFlight: ({ volatile: v }) => calls.queueInFlight(p, v),
    giveUpRefused: (data, event) =>
      withCall(data, event, (call) => calls.giveUp(p, data.volatile, call, 'fail', bodyOf<CallAnswer>(event).error)),
    giveUpUnknown: (data, event) => {
      const call = calls.callById(data.volatile, event.body as number);
      return call === undefined ? [] : calls.giveUp(p, data.volatile, call, 'unknown', 'no answer');
    },
  };
}
