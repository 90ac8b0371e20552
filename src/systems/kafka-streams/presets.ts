/** Named settings of the kafka-streams system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';
import { SCALED_TIMES } from '../kafka/presets';

/** Times short enough to be watched, in Kafka's order; a commit after every poll, so that each record has its own. */
const COMMON: Settings = {
  ...SCALED_TIMES,
  'max.poll.records': 1,
  'commit.interval.ms': 0,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 500,
};

const EXACTLY: Settings = {
  ...COMMON,
  'processing.guarantee': 'exactly_once_v2',
  'isolation.level': 'read_committed',
  'app.steps': '[E P]',
};

export const STREAMS_PRESETS: readonly PresetDescription[] = [
  {
    id: 'at-least-once',
    claim: 'at-least-once',
    title: 'Outputs first, progress after them',
    summary: 'at_least_once',
    scaled: 'transaction 2 s for 10 s',
    settings: { ...COMMON, 'processing.guarantee': 'at_least_once', 'app.steps': '[E P]' },
  },
  {
    id: 'exactly-once-v2',
    claim: 'exactly-once',
    title: 'Outputs and progress in one transaction',
    summary: 'exactly_once_v2 · read_committed',
    scaled: 'transaction 2 s for 10 s',
    settings: EXACTLY,
  },
  {
    id: 'read-uncommitted',
    claim: 'at-least-once',
    title: 'Outputs and progress in one transaction, reader of everything',
    summary: 'exactly_once_v2 · read_uncommitted',
    scaled: 'transaction 2 s for 10 s',
    settings: { ...EXACTLY, 'isolation.level': 'read_uncommitted' },
  },
  {
    id: 'side-effect-outside',
    claim: 'at-least-once',
    title: 'Exactly once, and a call to somebody outside',
    summary: 'exactly_once_v2 · a service called for each record',
    scaled: 'transaction 2 s for 10 s',
    settings: { ...EXACTLY, 'app.outsideEffect': 'perRecord' },
  },
  {
    id: 'bare-group-id',
    claim: 'at-least-once',
    title: 'Two processors, and the group’s name alone',
    summary: 'exactly_once_v2 · sendOffsets with a group id',
    scaled: 'transaction 2 s for 10 s',
    settings: { ...EXACTLY, 'app.processors': 2, 'app.groupMetadata': 'groupId' },
  },
  {
    id: 'no-rewind',
    claim: 'at-most-once',
    title: 'Aborted, and not gone back',
    summary: 'exactly_once_v2 · no rewind after an abort',
    scaled: 'transaction 2 s for 10 s',
    settings: { ...EXACTLY, 'app.rewindOnAbort': false },
  },
];
