/** A pinot lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readSource } from '../replay';
import { readSink, type SinkValues } from '../shared';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  const own = readSink(take);
  const dedup = take.boolean('dedupConfig.dedupEnabled');
  const sink: SinkValues = dedup
    ? { ...own, dedup: 'set', dedupWindowMs: take.number('dedupConfig.metadataTTL') }
    : own;
  return {
    rows: take.number('realtime.segment.flush.threshold.rows'),
    timeMs: take.number('realtime.segment.flush.threshold.time'),
    replicas: take.number('replication'),
    begins: take.oneOf('stream.kafka.consumer.prop.auto.offset.reset', ['smallest', 'largest']),
    onOutOfRange: take.oneOf('auto.offset.reset', ['earliest', 'latest']),
    partitions: take.number('app.partitions'),
    rowMs: [take.number('app.rowMs.first'), take.number('app.rowMs.second')],
    steps: take.text('app.steps'),
    source: readSource(take),
    dedup,
    sink,
  };
}

export type PinotValues = ReturnType<typeof readValues>;
