/** What durable execution remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const TEMPORAL_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'journal',
    where: { says: 'the journal of the workflow, on the server', shownBy: 'remembering-is-not-undoing' },
    scope: { says: 'one workflow or invocation', shownBy: 'remembering-is-not-undoing' },
    window: { says: 'while the workflow runs; 24 h for a key of Restate’s', shownBy: 'fixed-not-sliding' },
    brokenBy: {
      says: 'a crash before the record; an id used again after its workflow has closed',
      shownBy: 'remembering-is-not-undoing',
    },
    price: { says: 'one durable write for each step', shownBy: 'remembering-is-not-undoing' },
    source: 'Temporal documentation: activities, workflow id reuse; Restate documentation: idempotency, retention',
  },
];
