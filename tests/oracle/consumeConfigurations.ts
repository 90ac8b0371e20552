/** The configurations of the table's consume side as lanes. One broker: what befalls replicas is the other side's matter. */
import type { OracleOptions } from '../../src/checker/oracle/verdict';
import type { Configuration } from './configurations';
import type { Settings } from '../../src/scenario/scenario';

/** Records are written once and in order, so that whatever is repeated is the consumer's doing. */
const BASELINE: Settings = { 'enable.idempotence': true, 'auto.offset.reset': 'earliest', 'app.onRestart': 'resend' };

const consuming = (id: string, settings: Settings): Configuration => ({
  side: 'consume',
  id,
  system: 'kafka',
  preset: 'at-least-once',
  settings: { ...BASELINE, ...settings },
  asks: { reader: 'read_uncommitted' },
});

const AUTOMATIC: Settings = { 'enable.auto.commit': true, 'app.steps': 'E P' };

const transforming = (id: string, settings: Settings = {}, asks: Partial<OracleOptions> = {}): Configuration => ({
  side: 'consume',
  id,
  system: 'kafka-streams',
  preset: 'exactly-once-v2',
  settings: { 'transaction.timeout.ms': 10_000, ...settings },
  asks: { reader: 'read_committed', ...asks },
});

export const CONSUMER_CONFIGURATIONS: readonly Configuration[] = [
  consuming('commitFirst', { 'app.steps': 'P E' }),
  consuming('processFirst', { 'app.steps': 'E P' }),
  consuming('autoSync', { ...AUTOMATIC, 'app.processing': 'inPoll' }),
  consuming('autoAsync', { ...AUTOMATIC, 'app.processing': 'handedOver' }),
  transforming('eos'),
  transforming('eosNoRewind', { 'app.rewindOnAbort': false }),
  transforming('eosBareGroup', { 'app.groupMetadata': 'groupId' }),
  transforming('eosSideEffect', { 'app.outsideEffect': 'perRecord' }, { effects: 'outside' }),
  consuming('idempotentSink', { 'app.steps': 'E P', 'sink.write': 'upsert' }),
  consuming('sinkOffsets', { 'app.steps': '[E P]' }),
];
