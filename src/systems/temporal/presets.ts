/** Named settings of the temporal system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';

export const TEMPORAL_PRESETS: readonly PresetDescription[] = [
  {
    id: 'activity',
    claim: 'at-least-once',
    title: 'Temporal, activities without keys',
    summary: 'recorded after it returned',
    settings: {},
  },
  {
    id: 'derived-key',
    claim: 'exactly-once',
    title: 'Temporal, a key from workflow and step',
    summary: 'stable key · the service knows it',
    settings: { 'app.stepKey': 'derived' },
  },
  {
    id: 'random-key',
    claim: 'at-least-once',
    title: 'Temporal, a random key in each attempt',
    summary: 'new key · the service cannot know it',
    settings: { 'app.stepKey': 'perAttempt' },
  },
  {
    id: 'restate-without-keys',
    claim: 'at-least-once',
    title: 'Restate, steps without keys',
    summary: 'the start is known again · the step is not',
    scaled: 'retention 30 s for 24 h',
    settings: { 'app.runtime': 'restate', idempotency_retention: 30_000 },
  },
  {
    id: 'restate',
    claim: 'exactly-once',
    title: 'Restate, deterministic keys',
    summary: 'idempotency key',
    scaled: 'retention 30 s for 24 h',
    settings: { 'app.runtime': 'restate', 'app.stepKey': 'derived', idempotency_retention: 30_000 },
  },
];
