import { createMachine } from 'xstate';

/** A service outside: it does what it is asked, each time that it is asked. Control alone. */
export const serviceMachine = createMachine({
  id: 'service',
  initial: 'serving',
  states: { serving: { on: { ServiceRequest: { actions: ['serve', 'answer'] } } } },
});
