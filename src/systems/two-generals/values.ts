/** A two-generals lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { PROTOCOLS } from './settings';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    protocol: take.oneOf('protocol', PROTOCOLS),
    chain: take.number('chain.length'),
    named: take.boolean('order.named'),
    retries: take.number('order.retries'),
    timeoutMs: take.number('order.timeout.ms'),
  };
}

export type GeneralsValues = ReturnType<typeof readValues>;
