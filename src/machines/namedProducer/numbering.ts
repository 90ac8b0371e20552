/** Which number a message gets, in which partition it goes, and what a restarted application knows of earlier ones. */
import type { RegisterAnswer } from '../topic/memory';
import type { NamedProducerMemory, NamedProducerParameters } from './memory';

/** The library goes on behind what the broker knows of the name. Source: Pulsar's ProducerImpl. */
export const firstNumbers = ({ initialSequence }: NamedProducerParameters, { last }: RegisterAnswer): number[] =>
  last.map((highest) => Math.max(highest, initialSequence) + 1);

/** The number of a record, in this partition. */
export function nextNumber(
  { numbering, jump }: NamedProducerParameters,
  v: NamedProducerMemory,
  record: number,
  partition: number,
): number {
  const by = record === jump.record ? jump.by : 0;
  switch (numbering) {
    case 'record':
      return record + by;
    case 'counter':
      v.counter += 1;
      return v.counter - 1 + by;
    case 'library': {
      const number = v.numbers[partition] ?? 0;
      v.numbers[partition] = number + 1;
      return number;
    }
  }
}

export function partitionOf(
  { routing, keys, partitions }: NamedProducerParameters,
  v: NamedProducerMemory,
  record: number,
): number {
  if (routing === 'byKey') return ((record - 1) % keys) % partitions;
  v.turn += 1;
  return (v.turn - 1) % partitions;
}

/** Whether the topic has this record, judged by the highest number that it has seen: only where a record's number is its own. */
export const isStoredBy = (
  { keys, partitions }: NamedProducerParameters,
  { last }: RegisterAnswer,
  record: number,
): boolean => record <= (last[((record - 1) % keys) % partitions] ?? -1);
