/**
 * Start here: the oracle, from a finished trace alone. One file asks one question; all are asked of the
 * same evidence. Facts that tell of faults are not read; crashes and cuts only to see whether everything is healed again.
 */
import type { Trace } from '../../trace/event';
import { abortedRead } from './abortedRead';
import { ackedLoss } from './ackedLoss';
import { applicationDuplicate } from './applicationDuplicate';
import { consumeDuplicate } from './consumeDuplicate';
import { consumeLoss } from './consumeLoss';
import { evidenceOf, type Evidence } from './evidence';
import { hangingTransaction } from './hangingTransaction';
import { libraryDuplicate } from './libraryDuplicate';
import { failedAndFound, stallsOf, vanished } from './notes';
import { reorder } from './reorder';
import type { Finding, OracleCode, OracleOptions, OracleVerdict } from './verdict';
import { zombieWrite } from './zombieWrite';

interface Question {
  readonly code: OracleCode;
  readonly ask: (evidence: Evidence) => readonly Finding[];
  /** It is about what never happens, so it may be asked only when nothing can happen any more. */
  readonly atRest: boolean;
}

const QUESTIONS: readonly Question[] = [
  { code: 'LP', ask: ackedLoss, atRest: true },
  { code: 'DP', ask: libraryDuplicate, atRest: false },
  { code: 'DA', ask: applicationDuplicate, atRest: false },
  { code: 'RO', ask: reorder, atRest: false },
  { code: 'AR', ask: abortedRead, atRest: false },
  { code: 'ZW', ask: zombieWrite, atRest: false },
  { code: 'HT', ask: hangingTransaction, atRest: true },
  { code: 'LC', ask: consumeLoss, atRest: true },
  { code: 'DC', ask: consumeDuplicate, atRest: false },
];

/**
 * What this reader could complain of. Anomalies in the order of the codes, then of the log. In a run that did not come to
 * rest LP, HT, LC and U are left out, and `undecided` says why.
 */
export function oracleOf(trace: Trace, options: OracleOptions): OracleVerdict {
  return judgeEvidence(evidenceOf(trace, options));
}

/** The same, of evidence that is there already. */
export function judgeEvidence(evidence: Evidence): OracleVerdict {
  const { undecided, options } = evidence;
  const asked = QUESTIONS.filter(({ atRest }) => !atRest || undecided === '');
  return {
    reader: options.reader,
    undecided,
    anomalies: asked.flatMap(({ ask }) => ask(evidence)),
    notes: [...(undecided === '' ? vanished(evidence) : []), ...failedAndFound(evidence)],
    stalls: stallsOf(evidence),
  };
}
