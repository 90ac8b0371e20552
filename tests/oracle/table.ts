/** The oracle of `kafka.md` 8.5 as it stands there: for each configuration and fault the anomalies that are possible, each with its reason. */
import { ORACLE_CODES, type OracleCode } from '../../src/checker/oracle/verdict';
import written from './oracle.json';

export type Side = 'produce' | 'consume';
export const SIDES: readonly Side[] = ['produce', 'consume'];

/** Reason by code; null where the fault cannot happen to the configuration. */
type Cells = Readonly<Partial<Record<OracleCode, string>>> | null;
type Rows = Readonly<Record<string, Readonly<Record<string, Cells>>>>;

const TABLE: Readonly<Record<Side, Rows>> = written;

/** What each half of the table is about. A consumer's duplicates are no matter of the produce side, and the reverse. */
const ASKED: Readonly<Record<Side, readonly OracleCode[]>> = {
  produce: ['LP', 'DP', 'DA', 'RO', 'AR', 'ZW', 'HT'],
  consume: ['LC', 'DC', 'ZW'],
};

/** The text speaks of ZW on the consume side "for sinks": these columns have one. */
const WITH_A_SINK = ['idempotentSink', 'sinkOffsets'];

/** The codes that a cell answers for. */
export function asked(side: Side, configuration: string): readonly OracleCode[] {
  if (side === 'consume' && !WITH_A_SINK.includes(configuration)) return ['LC', 'DC'];
  return ASKED[side];
}

export interface Row {
  readonly side: Side;
  readonly configuration: string;
  readonly fault: string;
  /** In the order of the codes. */
  readonly possible: readonly { readonly code: OracleCode; readonly reason: string }[];
}

/** Every configuration with every fault that can happen to it, in the order of the table. */
export function rows(side: Side): readonly Row[] {
  return Object.entries(TABLE[side]).flatMap(([configuration, faults]) =>
    Object.entries(faults).flatMap(([fault, cells]): readonly Row[] =>
      cells === null ? [] : [{ side, configuration, fault, possible: possibleIn(cells) }],
    ),
  );
}

function possibleIn(cells: NonNullable<Cells>): Row['possible'] {
  return ORACLE_CODES.flatMap((code) => {
    const reason = cells[code];
    return reason === undefined ? [] : [{ code, reason }];
  });
}
