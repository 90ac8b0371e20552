/** What the page opens with when no link says otherwise. */
import {
  DEFAULT_CRASHES,
  DEFAULT_NETWORK,
  DEFAULT_RECORDS,
  REFERENCE_LANES,
  defaultLimits,
} from '../scenario/defaults';
import type { Scenario } from '../scenario/scenario';

/**
 * Eight payments, the three references; a lost answer doubles one of them, a crash loses another. Complete, so that the
 * first picture does not wait for the validation (a test does that).
 */
export const OPENING_SCENARIO: Scenario = {
  version: 1,
  title: 'The charge that was made twice',
  seed: 'blue-otter-42',
  records: DEFAULT_RECORDS,
  network: DEFAULT_NETWORK,
  crashes: DEFAULT_CRASHES,
  faults: [
    { do: 'drop', message: 'ProduceResponse', record: 3, attempt: 1 },
    { do: 'crash', node: 'consumer', pin: { when: 'before', step: 'effect', record: 5, attempt: 1 }, forMs: 300 },
  ],
  lanes: REFERENCE_LANES,
  limits: defaultLimits(DEFAULT_RECORDS),
};
