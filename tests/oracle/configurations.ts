/** The configurations of the oracle as lanes: the baseline, and what each configuration of the table changes of it. */
import type { OracleOptions } from '../../src/checker/oracle/verdict';
import type { Settings } from '../../src/scenario/scenario';
import { LARGEST_INT } from '../../src/systems/kafka/settings';
import { CONSUMER_CONFIGURATIONS } from './consumeConfigurations';
import type { Side } from './table';

export interface Configuration {
  readonly side: Side;
  readonly id: string;
  readonly system: 'kafka' | 'kafka-streams';
  readonly preset: string;
  readonly settings: Settings;
  /** Whose complaints count. */
  readonly asks: OracleOptions;
}

/** RF=3, min.insync.replicas=2, no unclean election; an application that sends again what it has no proof of. */
const BASELINE: Settings = {
  'replication.factor': 3,
  'min.insync.replicas': 2,
  'unclean.leader.election.enable': false,
  'app.onRestart': 'resend',
  'app.onError': 'resend',
};

const READ_ALL: OracleOptions = { reader: 'read_uncommitted' };
const READ_COMMITTED: OracleOptions = { reader: 'read_committed' };

const producing = (id: string, settings: Settings, asks = READ_ALL): Configuration => ({
  side: 'produce',
  id,
  system: 'kafka',
  preset: 'acks-all-replicated',
  settings: { ...BASELINE, 'isolation.level': asks.reader, ...settings },
  asks,
});

const plain = (settings: Settings): Settings => ({ 'enable.idempotence': false, ...settings });

/** Transactions stay open long enough for any fault that is not about them. */
const transactional = (settings: Settings): Settings => ({
  'transactional.id': 'payments',
  'transaction.timeout.ms': 10_000,
  ...settings,
});

const VERIFICATION = 'transaction.partition.verification.enable';
const IN_FLIGHT = 'max.in.flight.requests.per.connection';

export const PRODUCE_CONFIGURATIONS: readonly Configuration[] = [
  producing('acks0', plain({ acks: '0' })),
  producing('acks1Retry', plain({ acks: '1', retries: LARGEST_INT, [IN_FLIGHT]: 5 })),
  producing('acks1NoRetry', plain({ acks: '1', retries: 0 })),
  producing('acksAll5', plain({ acks: 'all', [IN_FLIGHT]: 5 })),
  producing('acksAll1', plain({ acks: 'all', [IN_FLIGHT]: 1 })),
  producing('idempotent', {}),
  producing('txnTV1', transactional({ 'transaction.version': 1 }), READ_COMMITTED),
  producing('txnTV2', transactional({}), READ_COMMITTED),
  producing('txnTV2ReadUncommitted', transactional({})),
  producing('txnPre36', transactional({ 'transaction.version': 1, [VERIFICATION]: false }), READ_COMMITTED),
];

export const CONFIGURATIONS: readonly Configuration[] = [...PRODUCE_CONFIGURATIONS, ...CONSUMER_CONFIGURATIONS];

/** The configuration of that name. Throws when there is none. */
export function configurationOf(id: string): Configuration {
  const found = CONFIGURATIONS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no configuration is called ${id}`);
  return found;
}
