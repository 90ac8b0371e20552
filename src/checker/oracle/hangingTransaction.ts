import type { Evidence } from './evidence';
import type { Finding } from './verdict';

/** HT: a partition has an open transaction, and nothing is due any more that could close it. */
export function hangingTransaction({ logs }: Evidence): readonly Finding[] {
  return logs.flatMap(({ open }) => open.map(({ record, seq }): Finding => ({ code: 'HT', record, witness: [seq] })));
}
