import { readFileSync, statSync } from 'node:fs';
import { mergeSweeps, sweep as runSweep, type Sweep } from '../../explorer/sweep';
import { SYSTEMS } from '../../systems/registry';
import type { Problem, Result } from '../../terms/problem';
import { INPUT_BYTES_MAX, readScenario } from '../input';
import { CHANGE_OPTIONS, JSON_OPTION, STRICT_OPTION, readOptions, readWhole, type Options } from '../options';
import { answer, asJson, refuse, refuseOne, type Reply } from '../reply';

const SEEDS_MAX = 1_000_000;
const LAST_RUN = 1_000_000_000;
const WHOLE = { index: 0, of: 1 };

/** `sweep INPUT --seeds N`: the same scenario under N seeds. `sweep merge FILE…` joins shards. */
export async function sweep(args: readonly string[]): Promise<Reply> {
  if (args[0] === 'merge') return merge(args.slice(1));
  const options = readOptions(args, {
    ...CHANGE_OPTIONS,
    ...JSON_OPTION,
    ...STRICT_OPTION,
    seeds: { type: 'string' },
    from: { type: 'string' },
    shard: { type: 'string' },
  });
  if (!options.ok) return refuse(options.problems);
  const seeds = readWhole('seeds', options.value.text('seeds'), [1, SEEDS_MAX]);
  const from = readWhole('from', options.value.text('from') ?? '1', [0, LAST_RUN]);
  const shard = readShard(options.value.text('shard'));
  if (!seeds.ok) return refuse(seeds.problems);
  if (!from.ok) return refuse(from.problems);
  if (!shard.ok) return refuse(shard.problems);
  const scenario = await readScenario(options.value);
  if (!scenario.ok) return refuse(scenario.problems);
  const swept = runSweep(scenario.value, SYSTEMS, { from: from.value, seeds: seeds.value, shard: shard.value });
  return replyWith(swept, options.value, scenario.warnings);
}

/** `merge FILE…`: joins the JSON of shards of one sweep. */
export async function merge(args: readonly string[]): Promise<Reply> {
  const options = readOptions(args, { ...JSON_OPTION, ...STRICT_OPTION });
  if (!options.ok) return refuse(options.problems);
  if (options.value.words.length === 0)
    return refuseOne('FILE', 'no file is given', 'give the JSON files of the shards');
  const parts: Sweep[] = [];
  for (const path of options.value.words) {
    const part = readPart(path);
    if (!part.ok) return refuse(part.problems);
    parts.push(part.value);
  }
  const shapes = new Set(parts.map(({ lanes }) => lanes.map(({ id, claim }) => `${id}:${claim}`).join()));
  if (shapes.size > 1) return refuseOne('FILE', 'the files are of different scenarios', 'give shards of one sweep');
  return replyWith(mergeSweeps(parts), options.value);
}

function readShard(text: string | undefined): Result<{ index: number; of: number }> {
  if (text === undefined) return { ok: true, value: WHOLE, warnings: [] };
  const match = /^(\d{1,6})\/(\d{1,6})$/u.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && of >= 1 && index >= 1 && index <= of) return { ok: true, value: { index, of }, warnings: [] };
  return {
    ok: false,
    problems: [
      {
        where: '--shard',
        what: `"${text.slice(0, 40)}" is no shard`,
        fix: 'give i/n with i from 1 to n, for example 1/4',
      },
    ],
  };
}

function readPart(path: string): Result<Sweep> {
  const bad = (what: string): Result<Sweep> => ({
    ok: false,
    problems: [{ where: path.slice(0, 120), what, fix: 'give what `sweep --json` printed' }],
  });
  try {
    if (statSync(path).size > INPUT_BYTES_MAX) return bad(`is larger than ${INPUT_BYTES_MAX} bytes`);
    const raw = JSON.parse(readFileSync(path, 'utf8')) as Sweep;
    const isSweep =
      typeof raw === 'object' &&
      raw !== null &&
      Number.isSafeInteger(raw.seeds) &&
      Array.isArray(raw.lanes) &&
      raw.lanes.every(isLane);
    return isSweep ? { ok: true, value: raw, warnings: [] } : bad('is no result of a sweep');
  } catch {
    return bad('cannot be read as JSON');
  }
}

function isLane(lane: unknown): boolean {
  const one = lane as Partial<Sweep['lanes'][number]> | null;
  return (
    typeof one?.id === 'string' &&
    Number.isSafeInteger(one.runs) &&
    typeof one.outcome === 'object' &&
    one.outcome !== null
  );
}

function replyWith(swept: Sweep, options: Options, warnings: readonly Problem[] = []): Reply {
  const broken = swept.lanes.some((lane) => lane.broken > 0);
  return answer(options.has('json') ? asJson(swept) : tell(swept), warnings, options.has('strict') && broken ? 1 : 0);
}

function tell({ seeds, lanes }: Sweep): string {
  const lines = lanes.map(({ id, claim, runs, broken, outcome, firstBroken }) => {
    const found =
      broken === 0
        ? `no anomaly against ${claim} in ${runs} runs`
        : `${claim} broken in ${broken} of ${runs} runs, first by seed ${firstBroken?.seed ?? '?'}`;
    return `${id}  ${found}   (${outcome.lost} lost, ${outcome.duplicated} duplicated of ${outcome.sent})`;
  });
  return [`${seeds} seeds`, ...lines].join('\n');
}
