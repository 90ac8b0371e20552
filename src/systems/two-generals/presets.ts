/** Named settings of the two-generals system: one for each policy. */
import type { PresetDescription } from '../../scenario/catalog';

export const GENERALS_PRESETS: readonly PresetDescription[] = [
  {
    id: 'chain',
    claim: 'none',
    title: 'A chain of messengers',
    summary: 'act when all that were promised have come',
    settings: {},
  },
  {
    id: 'once',
    claim: 'at-most-once',
    title: 'Send once, take it for done',
    summary: 'no answer asked for',
    settings: { protocol: 'once' },
  },
  {
    id: 'elsewhere',
    claim: 'none',
    title: 'Send once, order it elsewhere when in doubt',
    summary: 'no answer: not done',
    settings: { protocol: 'elsewhere' },
  },
  {
    id: 'retry',
    claim: 'at-least-once',
    title: 'Send until an answer comes',
    summary: 'without a name',
    settings: { protocol: 'retry', 'order.named': false },
  },
  {
    id: 'retry-named',
    claim: 'exactly-once',
    title: 'Send until an answer comes, by name',
    summary: 'harmless repetition',
    settings: { protocol: 'retry' },
  },
];
