/** What Kafka Streams and its clients refuse when they are made (`StreamsConfig`, `ProducerConfig`). */
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { obstaclesOf, refuse as refuseKafka } from '../kafka/refuse';
import { asKafkaSettings, readStreamsValues, type StreamsValues } from './values';

/** What these complete settings contradict; see `SystemDescription.refuse`. */
export function refuse(settings: Settings, explicit: ReadonlySet<string> = new Set()): readonly Problem[] {
  const values = readStreamsValues(settings);
  const clients = refuseKafka(asKafkaSettings(settings), explicit);
  if (!values.exactlyOnce) return clients;
  const known = new Set(clients.map(({ where }) => where));
  return [...clients, ...guaranteeProblems(values).filter(({ where }) => !known.has(where))];
}

/** exactly_once_v2 needs idempotent producers, and transactions that live longer than the work between two commits. */
function guaranteeProblems({ kafka, commitIntervalMs }: StreamsValues): readonly Problem[] {
  const against = obstaclesOf(kafka).map(({ where, value, mend }): Problem => ({
    where,
    what: `${where}=${value} does not go with processing.guarantee=exactly_once_v2 (ConfigException)`,
    fix: `${mend}, or set processing.guarantee=at_least_once`,
  }));
  if (kafka.transactionTimeoutMs >= commitIntervalMs) return against;
  return [
    ...against,
    {
      where: 'transaction.timeout.ms',
      what: `${kafka.transactionTimeoutMs} is less than commit.interval.ms=${commitIntervalMs} (IllegalArgumentException)`,
      fix: `set it to at least ${commitIntervalMs}, or commit more often`,
    },
  ];
}
