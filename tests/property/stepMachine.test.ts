import fc from 'fast-check';
import { expect, test } from 'vitest';
import { directStepper, stepperOf } from '../../src/engine/stepMachine';
import { producerMachine } from '../../src/machines/client/producer.machine';
import { controllerMachine } from '../../src/machines/controller/controller.machine';
import { groupMachine } from '../../src/machines/coordinator/group.machine';
import { producerIdsMachine } from '../../src/machines/coordinator/producerIds.machine';
import { transactionMachine } from '../../src/machines/coordinator/transaction.machine';
import { brokerMachine } from '../../src/machines/log/broker.machine';
import { storeMachine } from '../../src/machines/store/store.machine';
import { consumerMachine } from '../../src/machines/consumer/consumer.machine';
import { processorMachine } from '../../src/machines/processor/processor.machine';
import { serviceMachine } from '../../src/machines/service/service.machine';
import { loopMachine } from '../../src/machines/worker/loop.machine';
import { workerMachine } from '../../src/machines/worker/worker.machine';

const CHARTS = {
  producerMachine,
  brokerMachine,
  consumerMachine,
  loopMachine,
  processorMachine,
  serviceMachine,
  workerMachine,
  transactionMachine,
  groupMachine,
  producerIdsMachine,
  controllerMachine,
  storeMachine,
};

test.each(Object.entries(CHARTS))('%s walks the table as XState itself walks', (_, chart) => {
  const events = fc.constantFrom(...chart.events.filter((event) => !event.startsWith('xstate.')), 'neverHeardOf');
  const table = stepperOf(chart);
  const direct = directStepper(chart);
  fc.assert(
    fc.property(fc.array(fc.tuple(events, fc.nat()), { maxLength: 25 }), (steps) => {
      let state = table.start.state;
      expect(state).toBe(direct.start.state);
      for (const [event, answers] of steps) {
        const ask = (guard: string): boolean => ((answers >> (guard.length % 16)) & 1) === 1;
        const step = table.step(state, event, ask);
        expect(step).toEqual(direct.step(state, event, ask));
        state = step.state;
      }
    }),
    { numRuns: 80 },
  );
});
