/**
 * What the page needs only once its first picture stands: words, explanations, the checking of edits, the keys. It is one
 * module, so that it comes as one file right after the first frame, and the first picture does not wait for it.
 */
import { canonicalScenario } from '../scenario/canonical';
import type { Catalog } from '../scenario/catalog';
import type { Scenario } from '../scenario/scenario';
import { validateScenario } from '../scenario/validate';
import type { Result } from '../terms/problem';
import type * as late from './late';

export { perform } from './commands';
export { createDesk } from './desk.svelte';
export { describeMoment, sayMoment, sayNow } from './describe';
export { actionFor } from './keys';
export { tellWhy } from './why';

/** Says what an edited scenario contradicts, or that it may run. */
export function validateEdited(scenario: Scenario, catalog: Catalog): Result<Scenario> {
  return validateScenario(canonicalScenario(scenario), catalog, 'file');
}

export type Late = typeof late;
