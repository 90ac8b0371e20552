import { createMachine } from 'xstate';

/** Producer ids for producers without transactional.id. Nothing is kept of them. */
export const producerIdsMachine = createMachine({
  id: 'producer ids',
  initial: 'down',
  states: {
    down: { on: { started: 'active' } },
    active: { on: { InitProducerIdRequest: { actions: 'giveProducerId' } } },
  },
});
