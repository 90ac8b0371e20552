/** Named settings of the pinot system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** Segments of six rows, closed after 4 s at the latest, where hours and millions are usual. */
const SEGMENTS_OF_SIX: Settings = {
  'realtime.segment.flush.threshold.rows': 6,
  'realtime.segment.flush.threshold.time': 4_000,
  replication: 2,
  'stream.kafka.consumer.prop.auto.offset.reset': 'smallest',
  'auto.offset.reset': 'earliest',
  'retention.ms': 0,
};

export const PINOT_PRESETS: readonly PresetDescription[] = [
  {
    id: 'realtime',
    claim: 'exactly-once',
    title: 'Pinot, a realtime table',
    summary: 'end offset with the segment · two replicas',
    scaled: 'segment 4 s for 6 h',
    settings: SEGMENTS_OF_SIX,
  },
  {
    id: 'producer-repeats',
    claim: 'at-least-once',
    title: 'Pinot, a producer that repeats itself',
    summary: 'what is in the stream twice is stored twice',
    scaled: 'segment 4 s for 6 h',
    settings: { ...SEGMENTS_OF_SIX, 'enable.idempotence': false },
  },
  {
    id: 'dedup',
    claim: 'exactly-once',
    title: 'Pinot, dedup table',
    summary: 'primary keys in memory · stream keyed',
    scaled: 'segment 4 s for 6 h',
    settings: { ...SEGMENTS_OF_SIX, 'enable.idempotence': false, 'dedupConfig.dedupEnabled': true },
  },
  {
    id: 'dedup-unkeyed',
    claim: 'at-least-once',
    title: 'Pinot, dedup, stream not partitioned by key',
    summary: 'a retry goes to another partition',
    scaled: 'segment 4 s for 6 h',
    settings: {
      ...SEGMENTS_OF_SIX,
      'enable.idempotence': false,
      'dedupConfig.dedupEnabled': true,
      'app.partitions': 2,
      'app.retryInOtherPartition': true,
    },
  },
];
