/** The words for what the two checkers find: Kafka's anomalies by code, counted. */

const WORDS: Readonly<Record<string, string>> = {
  LP: 'acknowledged and lost',
  DP: 'stored twice by the library',
  DA: 'stored twice by the application',
  RO: 'stored out of order',
  AR: 'read though aborted',
  ZW: 'written by a replaced instance',
  HT: 'left open by a transaction',
  LC: 'passed over by the consumer',
  DC: 'applied twice by the consumer',
};

/** `2 acknowledged and lost (LP), 1 stored out of order (RO)`, in the order in which the codes first come. */
export function countAnomalies(codes: readonly string[]): string {
  return counted(codes)
    .map(([code, count]) => `${count} ${WORDS[code] ?? code} (${code})`)
    .join(', ');
}

/** `2 lost-write, 1 duplicate`: names that are words already. */
export function countNames(names: readonly string[]): string {
  return counted(names)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function counted(words: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts];
}
