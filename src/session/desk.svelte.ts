/** Where scenarios come in and go out: links, files, the catalogue. */
import type { System } from '../engine/contracts';
import { canonicalScenario } from '../scenario/canonical';
import type { Catalog } from '../scenario/catalog';
import { decodeLink, encodeLink, encodeShortest, type LinkResult, type LinkView } from '../scenario/link';
import type { Scenario } from '../scenario/scenario';
import { validateScenario } from '../scenario/validate';
import type { Problem } from '../terms/problem';
import { beliefOf, readCatalogue, searchCatalogue, type CatalogueEntry } from './catalogue';
import { countRun, type Counted } from './comparison';
import { isHeavy } from './cost';
import { writePresentation } from './presentation';
import { runDigest } from './runDigest';
import { readSelection, writeSelection } from './selectionText';
import type { Session } from './session.svelte';
import { shareTexts, type Shared } from './share';

export interface Desk {
  readonly catalogue: readonly CatalogueEntry[];
  loadCatalogue(): Promise<void>;
  /** The entries of the catalogue that have all these words, and a lane of this system unless it is ''. */
  search(words: string, system: string): readonly CatalogueEntry[];
  /** What is often taught and wrong, when the scenario on the page shows that. */
  readonly belief: CatalogueEntry | undefined;
  /** A scenario file or a link; what is wrong with it, or nothing when it is on the page. */
  openText(text: string): Promise<readonly Problem[]>;
  /** A scenario of the catalogue, by its id. */
  openEntry(id: string): Promise<readonly Problem[]>;
  /** What one system's lanes did in a scenario of the catalogue; undefined when that cannot be said. */
  countEntry(id: string, system: string): Promise<Counted | undefined>;
  /** Puts the scenario into the address bar, unless it is too long for one. */
  writeAddress(): void;
  share(): Promise<Shared>;
  saveFile(): void;
}

const ADDRESS_AT_MOST = 4_000;
const FILE_NAME = 'ackward-scenario.json';

/** The desk of a session. It reads files of the page's own origin only. */
export function createDesk(session: Session, systems: readonly System[]): Desk {
  const catalog: Catalog = systems;
  let catalogue = $state.raw<readonly CatalogueEntry[]>([]);
  const belief = $derived(beliefOf(catalogue, session.scenario.title));
  const { environment } = session;

  const viewNow = (): LinkView => {
    const selected = writeSelection(session.view.selection);
    return {
      cursorMs: session.playback.cursorMs,
      digest: runDigest(session.run.lanes.map(({ trace }) => trace)),
      ...(selected === undefined ? {} : { selected }),
    };
  };
  const query = (): string => writePresentation(session.presentation);

  /** Puts the scenario on the page; a heavy one waits until the visitor asks for it. */
  function lay(scenario: Scenario, view: LinkView): void {
    if (isHeavy(scenario)) return session.hold(scenario, () => show(scenario, view));
    show(scenario, view);
  }

  function show(scenario: Scenario, view: LinkView): void {
    session.open(scenario);
    const { cursorMs, selected, digest } = view;
    session.confirm(
      digest === undefined
        ? 'unknown'
        : digest === runDigest(session.run.lanes.map(({ trace }) => trace))
          ? 'same'
          : 'differs',
    );
    if (cursorMs === undefined) session.begin();
    else session.seek(cursorMs);
    const selection = readSelection(
      selected,
      scenario.lanes.map(({ id }) => id),
    );
    if (selection !== undefined) session.select(selection);
    writeAddress();
  }

  function writeAddress(): void {
    const fragment = encodeLink(session.scenario, catalog, viewNow());
    environment.replaceAddress(query(), fragment.length <= ADDRESS_AT_MOST ? fragment : '');
  }

  /** A link that did not arrive whole is another run, whatever the engine: the two are not compared. */
  function takeLink(result: LinkResult): readonly Problem[] {
    if (!result.ok) return result.problems;
    session.dismissProblems();
    session.report(result.warnings);
    const { digest, ...view } = result.view;
    const isWhole = result.warnings.length === 0 && digest !== undefined;
    lay(result.scenario, isWhole ? { ...view, digest } : view);
    void loadCatalogue();
    return [];
  }

  function takeFile(text: string): readonly Problem[] {
    const parsed = parse(text);
    if ('problem' in parsed) return [parsed.problem];
    const result = validateScenario(parsed.value, catalog, 'file');
    if (!result.ok) return result.problems;
    session.dismissProblems();
    lay(result.value, {});
    return [];
  }

  async function loadCatalogue(): Promise<void> {
    if (catalogue.length === 0) catalogue = readCatalogue(await environment.readOwnFile('scenarios/index.json'));
  }

  async function openText(text: string): Promise<readonly Problem[]> {
    const trimmed = text.trim();
    return /^[{["]/.test(trimmed) ? takeFile(trimmed) : takeLink(await decodeLink(trimmed, catalog));
  }

  return {
    get catalogue(): readonly CatalogueEntry[] {
      return catalogue;
    },
    get belief(): CatalogueEntry | undefined {
      return belief;
    },
    openText,
    writeAddress,
    loadCatalogue,
    search: (words, system) => searchCatalogue(catalogue, words, system),
    async countEntry(id: string, system: string): Promise<Counted | undefined> {
      const parsed = parse((await environment.readOwnFile(`scenarios/${encodeURIComponent(id)}.json`)) ?? '');
      const read = 'problem' in parsed ? undefined : validateScenario(parsed.value, catalog, 'file');
      return read?.ok === true ? countRun(read.value, system, systems) : undefined;
    },
    async openEntry(id: string): Promise<readonly Problem[]> {
      const text = await environment.readOwnFile(`scenarios/${encodeURIComponent(id)}.json`);
      if (text === undefined)
        return [{ where: id, what: 'the scenario could not be loaded', fix: 'try again, or open a file' }];
      return takeFile(text);
    },
    async share(): Promise<Shared> {
      const { scenario, cards, ledger, kind } = session;
      const fragment = await encodeShortest(scenario, catalog, viewNow());
      return shareTexts({
        title: scenario.title,
        link: environment.fullAddress(query(), fragment),
        fragment,
        cards,
        ledger,
        kind,
      });
    },
    saveFile(): void {
      environment.save(FILE_NAME, `${JSON.stringify(canonicalScenario(session.scenario), null, 2)}\n`);
    },
  };
}

function parse(text: string): { readonly value: unknown } | { readonly problem: Problem } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: { where: 'text', what: 'it is not JSON', fix: 'paste a whole scenario file, or a whole link' } };
  }
}
