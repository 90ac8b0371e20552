/** The oracle's table: for each configuration and fault the anomalies that are possible, each with its reason. */
import { ORACLE_CODES, type OracleCode } from '../../src/checker/oracle/verdict';
import type { Settings, SettingValue } from '../../src/scenario/scenario';
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

/** The row of this configuration and fault. Throws when the table has none. */
export function rowOf(configuration: string, fault: string): Row {
  const found = SIDES.flatMap(rows).find((row) => row.configuration === configuration && row.fault === fault);
  if (found === undefined) throw new Error(`the table has no row ${configuration} ${fault}`);
  return found;
}

function possibleIn(cells: NonNullable<Cells>): Row['possible'] {
  return ORACLE_CODES.flatMap((code) => {
    const reason = cells[code];
    return reason === undefined ? [] : [{ code, reason }];
  });
}

/** What the table calls impossible and Kafka's own code makes possible: the table's reading is narrower than its words. */
export interface Beyond {
  readonly side: Side;
  readonly configuration: string;
  readonly fault: string;
  readonly code: OracleCode;
  readonly reason: string;
  /** A setting, and the value with which the table is right. */
  readonly unless: readonly [setting: string, value: SettingValue];
}

export const BEYOND: readonly Beyond[] = [
  /*
   * k7 itself: "the producer aborts, but the position is not moved back". The table thinks of eager rebalances, which take every
   * partition away and begin again at committed offsets. With cooperative ones a member keeps its partitions and their positions
   * while it joins, is given records meanwhile, and commits them for the generation that ends just then (ConsumerCoordinator:
   * onJoinPrepare, poll without waiting for the join, onJoinComplete; KIP-429). The zombie's return is such a rebalance.
   */
  {
    side: 'consume',
    configuration: 'eosNoRewind',
    fault: 'zombieConsumer',
    code: 'LC',
    reason: 'k7',
    unless: ['partition.assignment.strategy', 'range'],
  },
];

/** What goes beyond the table in this row with these settings. */
export const beyondIn = (row: Row, settings: Settings): readonly Beyond[] =>
  BEYOND.filter(({ configuration, fault, unless: [setting, value] }) => {
    const isHere = configuration === row.configuration && fault === row.fault;
    return isHere && settings[setting] !== value;
  });
