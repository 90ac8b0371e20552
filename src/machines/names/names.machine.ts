import { createMachine } from 'xstate';

/** A store of names that several workers share. Control alone. */
export const namesMachine = createMachine({
  id: 'names',
  initial: 'serving',
  states: { serving: { on: { askName: { actions: 'answerName' } } } },
});
