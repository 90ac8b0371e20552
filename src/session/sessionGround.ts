/** What a session is made from: given once, by the page's composition root. */
import type { System } from '../engine/contracts';
import type { Scenario } from '../scenario/scenario';
import type { Environment } from './environment';
import type { Presentation } from './presentation';

export interface SessionGround {
  readonly systems: readonly System[];
  readonly environment: Environment;
  readonly opening: Scenario;
  readonly presentation: Presentation;
}
