/**
 * The application's poll loop around its consumer: `while (true) { records = poll(); process(records) }`, and what it does
 * when something throws.
 */
import { asAnyRole, type AnyRole, type Effect } from '../../engine/contracts';
import { CONSUMER_PART, type Closing, type Revoked } from '../consumer/api';
import { bodyOf } from '../messages';
import { loopMachine } from './loop.machine';
import { keepsProgressInSink, WORKER_PART, type WorkerParameters } from './memory';

/** After an exception a new instance starts so much later. */
const NEW_INSTANCE_AFTER_MS = 200;

/** The loop's role; it knows nothing but where it stands. */
export function loopRole(p: WorkerParameters): AnyRole {
  const call = (event: string, body?: unknown): Effect => ({ do: 'raise', event, part: CONSUMER_PART, body });
  const closing = (cleanly: boolean): Closing => ({ cleanly });
  const toWorker = (event: string, body?: unknown): Effect => ({ do: 'raise', event, part: WORKER_PART, body });
  const nothing = { durable: undefined, unflushed: undefined, volatile: undefined };
  return asAnyRole({
    chart: loopMachine,
    guards: {
      handsOver: () => p.processing === 'handedOver',
      closesCleanly: () => p.onException === 'close',
      dropsLost: (_, event) => p.onPartitionsLost === 'drop' && bodyOf<Revoked>(event).lost,
      keepsProgressInSink: () => keepsProgressInSink(p.groups),
    },
    actions: {
      open: () => [call('appOpen')],
      poll: () => [call('appPoll')],
      close: () => [call('appClose', closing(true))],
      hangUp: () => [call('appClose', closing(false))],
      passOn: (_, event) => [toWorker('work', event.body)],
      tellWorker: (_, event) => [toWorker('committed', event.body)],
      askStored: (_, event) => [toWorker('askStored', event.body)],
      dropLost: (_, event) => [toWorker('lost', event.body)],
      stopWorker: () => [toWorker('stop')],
      rest: () => [{ do: 'startTimer', name: 'new instance', event: 'rested', delayMs: NEW_INSTANCE_AFTER_MS }],
    },
    birth: () => nothing,
    rebirth: () => nothing,
  });
}
