/**
 * Privileges of a table, as SQL servers check them: with each statement, before its first row. Sources: PostgreSQL
 * documentation, GRANT, INSERT and UPDATE (privileges that a statement needs), error codes (42501).
 */
import type { RightPlan } from '../engine/contracts';
import { bodyOf } from '../machines/messages';
import { responseOf, type NameBody } from '../machines/names/asking';
import type { NameVerb } from '../machines/names/book';
import { INSUFFICIENT_PRIVILEGE } from '../machines/table/privilege';
import { denyQuestion } from './rights';

/** `write`: of a store of names that is no SQL server. */
export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'write';

interface Checked {
  readonly operation: Privilege;
  readonly target: string;
  /** Absent: `sink`. */
  readonly at?: string;
  readonly error?: string;
  /** Whether a write needs it. */
  readonly writes: boolean;
  /** A write of this record is a statement of another kind; absent: none is. */
  readonly except?: number;
  /** Which questions to a table of names need it. */
  readonly asks?: readonly NameVerb[];
}

/** A transaction that lacks one privilege does nothing at all: the whole write is refused. */
export function privilege({
  operation,
  target,
  at = 'sink',
  error = INSUFFICIENT_PRIVILEGE,
  writes,
  except,
  asks = [],
}: Checked): RightPlan {
  const denyName: RightPlan['denies'][string] = (question) => {
    const { verb } = bodyOf<NameBody>(question);
    return asks.includes(verb) ? denyQuestion(responseOf(verb), error)(question) : undefined;
  };
  const denyWrite: RightPlan['denies'][string] = (question) =>
    except !== undefined && question.records.includes(except)
      ? undefined
      : denyQuestion('WriteResponse', error)(question);
  return {
    target,
    operation,
    at: [at],
    denies: {
      ...(writes ? { Write: denyWrite } : {}),
      ...(asks.length > 0 ? { askName: denyName } : {}),
    },
  };
}
