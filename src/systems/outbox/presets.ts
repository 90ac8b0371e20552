/** Named settings of the outbox system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';

export const OUTBOX_PRESETS: readonly PresetDescription[] = [
  {
    id: 'two-writes',
    claim: 'none',
    title: 'Commit, then publish',
    summary: 'no outbox · no inbox',
    settings: { 'shop.publishes': 'afterCommit', 'app.steps': 'E P' },
  },
  {
    id: 'outbox-by-id',
    claim: 'none',
    title: 'Outbox, polled by the highest id',
    summary: 'ids are handed out before the commit',
    settings: { 'relay.cursor': 'highestId', 'app.steps': 'E P' },
  },
  {
    id: 'outbox',
    claim: 'at-least-once',
    title: 'Outbox, read from the log',
    summary: 'commit order · no inbox',
    settings: { 'app.steps': 'E P' },
  },
  {
    id: 'outbox-inbox',
    claim: 'exactly-once',
    title: 'Outbox and inbox',
    summary: 'one transaction at each end',
    settings: {},
  },
];
