import type { Trace } from '../../trace/event';

/** The topic of a partition: its name without the number at the end. Partitions without a name are of one topic. */
export function topicOf({ partitions }: Trace, partition: number): string {
  return (partitions[partition] ?? '').replace(/-\d+$/u, '');
}
