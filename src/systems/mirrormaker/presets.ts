/** Named settings of the mirrormaker system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** Positions are saved and translated each second, where a minute is the default. */
const EACH_SECOND: Settings = {
  'offset.flush.interval.ms': 1_000,
  'emit.checkpoints.interval.seconds': 1,
  'sync.group.offsets.interval.seconds': 1,
  'auto.offset.reset': 'earliest',
  'retention.ms': 0,
};

const FAILOVER: Settings = { ...EACH_SECOND, 'app.reads': 'failover', 'sync.group.offsets.enabled': true };

const EXACTLY_ONCE: Settings = {
  ...EACH_SECOND,
  'exactly.once.source.support': 'enabled',
  'exactly.once.support': 'required',
  'source.consumer.isolation.level': 'read_committed',
  'isolation.level': 'read_committed',
  'app.steps': 'e [P V]',
  'app.consumer.steps': '[E P]',
};

export const MIRRORMAKER_PRESETS: readonly PresetDescription[] = [
  {
    id: 'as-shipped',
    claim: 'at-least-once',
    title: 'MM2 as it comes',
    summary: 'copies, and saves its offset now and then',
    scaled: 'flush 1 s for 60 s',
    settings: EACH_SECOND,
  },
  {
    id: 'exactly-once',
    claim: 'exactly-once',
    title: 'MM2 exactly once',
    summary: 'copy and offset in one transaction · read_committed at both ends',
    scaled: 'flush 1 s for 60 s',
    settings: EXACTLY_ONCE,
  },
  {
    id: 'read-uncommitted',
    claim: 'at-least-once',
    title: 'MM2 read uncommitted',
    summary: 'copy and offset in one transaction · read_uncommitted',
    scaled: 'flush 1 s for 60 s',
    settings: { ...EXACTLY_ONCE, 'isolation.level': 'read_uncommitted' },
  },
  {
    id: 'failover',
    claim: 'none',
    title: 'MM2 failover synced',
    summary: 'the group goes on at a translated offset',
    scaled: 'flush 1 s for 60 s',
    settings: FAILOVER,
  },
  {
    id: 'failover-upsert',
    claim: 'at-most-once',
    title: 'MM2 failover upsert',
    summary: 'translated offset · upsert',
    scaled: 'flush 1 s for 60 s',
    settings: { ...FAILOVER, 'sink.write': 'upsert' },
  },
  {
    id: 'failover-latest',
    claim: 'none',
    title: 'MM2 failover latest',
    summary: 'sync.group.offsets.enabled=false · latest',
    scaled: 'flush 1 s for 60 s',
    settings: { ...FAILOVER, 'sync.group.offsets.enabled': false, 'auto.offset.reset': 'latest' },
  },
];
