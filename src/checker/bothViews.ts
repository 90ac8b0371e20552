/** One run seen from above and from outside. */
import type { Trace } from '../trace/event';
import { clientViewOf } from './client/clientView';
import type { ClientReport } from './client/report';
import { gapOf, type Gap } from './gap';
import { evidenceOf } from './oracle/evidence';
import { judgeEvidence } from './oracle/oracle';
import { sightingsOf } from './oracle/sightings';
import type { OracleOptions, OracleVerdict } from './oracle/verdict';

export interface BothViews {
  readonly oracle: OracleVerdict;
  readonly client: readonly ClientReport[];
  readonly gap: Gap;
}

/** Both verdicts, and what lies between them. Clients may judge losses when the oracle may: when all is at rest. */
export function bothViewsOf(trace: Trace, options: OracleOptions): BothViews {
  const evidence = evidenceOf(trace, options);
  const oracle = judgeEvidence(evidence);
  const client = clientViewOf(trace, { healed: oracle.undecided === '' });
  return { oracle, client, gap: gapOf(oracle, sightingsOf(evidence), client) };
}
