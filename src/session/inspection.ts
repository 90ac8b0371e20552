/** What the inspector shows of one node at one instant: its charts, its logs, its batches, its transactions and groups. */
import type { LanePlan } from '../engine/contracts';
import { layChart, liveEdges, outermost, type ChartLayout, type LiveEdge } from '../layout/chart';
import { layLogStrip, type LogStrip } from '../layout/inspector/logStrip';
import type { LaneReading } from '../layout/reading';
import { stateAt } from '../layout/spans';
import {
  cellsAt,
  chartKey,
  coordinationAt,
  moveAt,
  partitionsOf,
  producerAt,
  readHistory,
  readersAt,
  watermarksAt,
  type AssignmentMoment,
  type CommitMoment,
  type History,
  type Move,
  type ProducerMoment,
  type ReaderMoment,
  type TransactionMoment,
} from '../trace/history';
import { chartsOf } from './charts';
import { lastSeqIn, type Place } from './stages';

export interface PartInspection {
  readonly name: string;
  readonly chart: ChartLayout;
  /** The state in which it stands; empty before the run begins. */
  readonly state: string;
  readonly move: Move | undefined;
  readonly live: readonly LiveEdge[];
  readonly logs: readonly PartitionInspection[];
}

export interface PartitionInspection {
  readonly partition: number;
  readonly name: string;
  readonly strip: LogStrip;
  /** Offset of the remembered batch that was met again by the last move; -1 when none was. */
  readonly metAgain: number;
}

export interface NodeInspection {
  readonly away: 'down' | 'paused' | undefined;
  readonly parts: readonly PartInspection[];
  /** The part that moved last. */
  readonly latest: string;
  readonly producer: ProducerMoment | undefined;
  readonly reader: readonly ReaderMoment[];
  readonly transactions: readonly TransactionMoment[];
  readonly commits: readonly CommitMoment[];
  readonly assignments: readonly AssignmentMoment[];
  readonly generation: number;
}

export interface Inspection {
  at(place: Place): NodeInspection;
}

/** Prepares the inspection of a node: reads the trace once and lays out its charts; then each instant is quick. */
export function inspect(reading: LaneReading, plan: LanePlan, node: string): Inspection {
  const history = readHistory(reading.trace);
  const charts = [...chartsOf(plan, node)].map(([name, chart]) => ({ name, chart: layChart(chart) }));
  const writes = writersOf(reading);
  return {
    at(place) {
      const ms = place.atMs;
      const seq = lastSeqIn(reading.trace, place);
      const parts = charts.map(({ name, chart }) => inspectPart({ reading, history, node, seq, ms }, name, chart));
      const coordination = coordinationAt(history.coordination, seq);
      const newest = parts.reduce<PartInspection | undefined>(
        (best, part) => (best === undefined || (part.move?.atMs ?? -1) > (best.move?.atMs ?? -1) ? part : best),
        undefined,
      );
      return {
        away: awayAt(reading, node, ms),
        parts,
        latest: newest?.name ?? '',
        producer: producerAt(history.batches, node, seq),
        reader: readersAt(history.readers, seq).filter(({ reader }) => reader === node),
        transactions: writes.transactions.has(node) ? coordination.transactions : [],
        commits: coordination.commits.filter(({ by }) => by === node),
        assignments: coordination.assignments.filter((one) => one.node === node || writes.groups.has(node)),
        generation: coordination.generation,
      };
    },
  };
}

function awayAt({ spans }: LaneReading, node: string, ms: number): NodeInspection['away'] {
  const span = spans.find(
    ({ what, nodes, fromMs, toMs }) => what !== 'cut' && nodes[0] === node && fromMs <= ms && toMs > ms,
  );
  return span === undefined || span.what === 'cut' ? undefined : span.what;
}

interface Instant {
  readonly reading: LaneReading;
  readonly history: History;
  readonly node: string;
  readonly seq: number;
  readonly ms: number;
}

function inspectPart(instant: Instant, name: string, chart: ChartLayout): PartInspection {
  const { reading, history, node, seq, ms } = instant;
  const move = moveAt(history.edges, node, name, seq);
  const stretches = reading.stretches.get(chartKey(node, name)) ?? [];
  return {
    name,
    chart,
    state: outermost(move?.edges.at(-1)?.edge.to ?? stateAt(stretches, ms)),
    move,
    live: liveEdges(chart, move?.edges ?? []),
    logs: partitionsOf(history.logs, node, name).map((partition) => inspectLog(instant, name, partition, move)),
  };
}

function inspectLog(
  { reading, history, node, seq, ms }: Instant,
  part: string,
  partition: number,
  move: Move | undefined,
): PartitionInspection {
  const cells = cellsAt(history.logs, node, partition, seq);
  const watermarks = watermarksAt(history.logs, node, partition, seq);
  const readers = readersAt(history.readers, seq).filter((reader) => reader.partition === partition);
  const away = new Set(
    readers.map(({ reader }) => reader).filter((reader) => awayAt(reading, reader, ms) !== undefined),
  );
  return {
    partition,
    name: reading.trace.partitions[partition] ?? `partition ${partition}`,
    strip: layLogStrip({ cells, watermarks, readers, away, keeper: chartKey(node, part) }),
    metAgain: metAgain(reading, move, partition),
  };
}

/** A refused duplicate names, among its causes, the append of the batch that it repeats. */
function metAgain({ trace }: LaneReading, move: Move | undefined, partition: number): number {
  const refusals = move?.edges.flatMap((taken) => taken.refusals) ?? [];
  for (const refusal of refusals) {
    if (refusal.kind !== 'refuse' || refusal.reason !== 'duplicate') continue;
    for (const cause of refusal.causes) {
      const source = trace.events[cause];
      if (source?.kind === 'append' && source.partition === partition) return source.offset;
    }
  }
  return -1;
}

/** Which nodes write transactions and generations down. */
function writersOf({ trace }: LaneReading): {
  readonly transactions: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
} {
  const transactions = new Set<string>();
  const groups = new Set<string>();
  for (const event of trace.events) {
    if (event.kind === 'transaction') transactions.add(event.node);
    if (event.kind === 'assign' && event.member === '') groups.add(event.node);
  }
  return { transactions, groups };
}
