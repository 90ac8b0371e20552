/** The comparison of all systems: their own data, and what the run behind each cell counted. */
import { judge } from '../explorer/judge';
import type { System } from '../engine/contracts';
import type { Catalog, Compared, ComparedMemory } from '../scenario/catalog';
import type { Scenario } from '../scenario/scenario';

export const COLUMNS = [
  { id: 'where', title: 'where the memory is' },
  { id: 'scope', title: 'its scope' },
  { id: 'window', title: 'its window' },
  { id: 'brokenBy', title: 'what breaks it' },
  { id: 'price', title: 'its price' },
] as const;

export type ColumnId = (typeof COLUMNS)[number]['id'];

export interface ComparisonRow {
  readonly key: string;
  readonly system: string;
  readonly title: string;
  readonly memory: ComparedMemory;
  readonly cells: readonly (Compared & { readonly column: ColumnId; readonly heading: string })[];
}

/** One row a memory, in the systems' order; a system that says nothing of its memories has none. */
export function comparisonRows(catalog: Catalog): readonly ComparisonRow[] {
  return catalog.flatMap(({ id, title, memories = [] }) =>
    memories.map((memory) => ({
      key: `${id} ${memory.of}`,
      system: id,
      title,
      memory,
      cells: COLUMNS.map((column) => ({ ...memory[column.id], column: column.id, heading: column.title })),
    })),
  );
}

/** What the lanes of one system did in a scenario. */
export interface Counted {
  /** `1 lost, 2 twice of 7`: the most that one of its lanes lost, and that one repeated; else `all 7 once`. */
  readonly worst: string;
  /** `7 names kept, 10 messages for each record`: the most of any of its lanes. */
  readonly price: string;
}

/** Runs the lanes of `system` in a scenario and counts. Undefined when it has none there. */
export function countRun(scenario: Scenario, system: string, systems: readonly System[]): Counted | undefined {
  const lanes = scenario.lanes.filter((lane) => lane.system === system);
  if (lanes.length === 0) return undefined;
  const verdicts = judge({ ...scenario, lanes }, systems).map(({ verdict }) => verdict);
  const most = (of: (verdict: (typeof verdicts)[number]) => number): number => Math.max(...verdicts.map(of));
  const [lost, twice] = [most(({ outcome }) => outcome.lost), most(({ outcome }) => outcome.duplicated)];
  const { count } = scenario.records;
  const parts = [...(lost > 0 ? [`${lost} lost`] : []), ...(twice > 0 ? [`${twice} twice`] : [])];
  const messages = Math.round((most(({ cost }) => cost.messages) / count) * 10) / 10;
  return {
    worst: parts.length === 0 ? `all ${count} once` : `${parts.join(', ')} of ${count}`,
    price: `${most(({ cost }) => cost.rememberedNames)} names kept, ${messages} messages for each record`,
  };
}
