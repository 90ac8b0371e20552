import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { sayPreset, type PresetDescription } from '../../scenario/catalog';
import { SYSTEMS } from '../../systems/registry';
import { CATALOGUE } from '../input';
import { JSON_OPTION, readOptions, type Options } from '../options';
import { answer, asJson, refuse, refuseOne, type Reply } from '../reply';

const INDEX = 'index.json';

type List = (options: Options) => Reply;

const listed =
  (list: List) =>
  async (args: readonly string[]): Promise<Reply> => {
    const options = readOptions(args, { ...JSON_OPTION, system: { type: 'string' } });
    return options.ok ? list(options.value) : refuse(options.problems);
  };

/** The system that is asked for, as a word or with `--system`; undefined: all of them. */
const wantedOf = (options: Options): string | undefined => options.words[0] ?? options.text('system');
const isKnown = (wanted: string): boolean => SYSTEMS.some(({ id }) => id === wanted);
const refuseSystem = (wanted: string): Reply =>
  refuseOne(
    'SYSTEM',
    `there is no system ${wanted.slice(0, 40)}`,
    `the systems are ${SYSTEMS.map(({ id }) => id).join(', ')}`,
  );

/** `systems [SYSTEM]`: what can be run, all of it or one system, with every setting. */
export const systems = listed((options) => {
  const wanted = wantedOf(options);
  if (wanted !== undefined && !isKnown(wanted)) return refuseSystem(wanted);
  const all = SYSTEMS.filter(({ id }) => wanted === undefined || id === wanted).map(({ id, title, settings }) => ({
    id,
    title,
    settings: settings.map(({ name, type, values, bounds, default: byDefault, source, explains }) => ({
      name,
      type,
      values: values ?? bounds ?? null,
      default: byDefault,
      source,
      explains,
    })),
  }));
  const lines = all.flatMap(({ id, title, settings }) => [
    `${id}  ${title}`,
    ...settings.map((one) => `  ${one.name} = ${String(one.default)}   ${one.explains}`),
  ]);
  return answer(options.has('json') ? asJson(all) : lines.join('\n'));
});

/** `presets [SYSTEM]`: named settings, of all systems or of one. */
export const presets = listed((options) => {
  const wanted = wantedOf(options);
  if (wanted !== undefined && !isKnown(wanted)) return refuseSystem(wanted);
  const all = SYSTEMS.filter(({ id }) => wanted === undefined || id === wanted).flatMap((system) =>
    system.presets.map((preset) => ({ system: system.id, preset })),
  );
  return answer(
    options.has('json')
      ? asJson(all.map(({ system, preset: { id, claim, title } }) => ({ id, system, claim, title })))
      : all.map(({ system, preset }) => sayLine(system, preset)).join('\n'),
  );
});

const sayLine = (system: string, preset: PresetDescription): string =>
  `${system}  ${preset.id}  ${preset.title}: ${sayPreset(preset)}  (${preset.claim})`;

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly systems: readonly string[];
}

/** What the index adds where a scenario answers something that is often taught: the sentence, and what is true. */
interface Belief {
  readonly headline: string;
  readonly truth: string;
  readonly misconception: number;
}

/** `scenarios`: the catalogue. */
export const scenarios = listed((options) => {
  const all = readCatalogue();
  return answer(options.has('json') ? asJson(all) : all.map(sayListed).join('\n'));
});

const sayListed = (one: Listed & Partial<Belief>): string =>
  one.headline === undefined ? `${one.id}  ${one.title}` : `${one.id}  ${one.title}  ${one.headline}`;

function readCatalogue(): readonly (Listed & Partial<Belief>)[] {
  if (!existsSync(CATALOGUE)) return [];
  const beliefs = readBeliefs();
  const files = readdirSync(CATALOGUE).filter((name) => name.endsWith('.json') && name !== INDEX);
  return files
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => {
      const { title, lanes } = JSON.parse(readFileSync(`${CATALOGUE}${name}`, 'utf8')) as {
        title: string;
        lanes: { system: string }[];
      };
      const id = name.replace(/\.json$/u, '');
      return { id, title, systems: [...new Set(lanes.map(({ system }) => system))], ...beliefs.get(id) };
    });
}

function readBeliefs(): ReadonlyMap<string, Belief> {
  if (!existsSync(`${CATALOGUE}${INDEX}`)) return new Map();
  const index = JSON.parse(readFileSync(`${CATALOGUE}${INDEX}`, 'utf8')) as readonly (Belief & { id: string })[];
  const taught = index.filter(({ misconception }) => misconception !== undefined);
  return new Map(taught.map(({ id, headline, truth, misconception }) => [id, { headline, truth, misconception }]));
}
