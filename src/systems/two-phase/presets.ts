/** Named settings of the two-phase system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';

export const TWO_PHASE_PRESETS: readonly PresetDescription[] = [
  {
    id: 'one-step',
    claim: 'at-least-once',
    title: 'One step tried again',
    summary: 'no proposal · no id',
    settings: { 'app.steps': 'E P' },
  },
  {
    id: 'two-phase',
    claim: 'exactly-once',
    title: 'Prepare then confirm',
    summary: 'the id is written down first · confirm is the guard',
    settings: {},
  },
  {
    id: 'id-in-memory',
    claim: 'at-least-once',
    title: 'Id kept in memory',
    summary: 'a restart makes another id',
    settings: { 'app.steps': 'e V P' },
  },
  {
    id: 'told-too-early',
    claim: 'at-most-once',
    title: '“Ok” when prepared',
    summary: 'a promise that somebody else’s clock ends',
    settings: { 'app.tells': 'afterPrepare', 'app.onExpired': 'giveUp', 'app.steps': 'e P V' },
  },
];
