/** Where the gallery's pictures go, and what is pictured. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEMS, encodeLink, validateScenario, type Scenario } from '../../../src';

/** Outside the repository unless told otherwise. */
const FOLDER = process.env['ACKWARD_GALLERY'] ?? join(tmpdir(), 'ackward-gallery');

export function pictureOf(name: string, look: string): string {
  mkdirSync(join(FOLDER, look), { recursive: true });
  return join(FOLDER, look, `${name.replace(/[^\w-]+/gu, '_')}.png`);
}

export interface Piece {
  readonly name: string;
  readonly scenario: Scenario;
  readonly link: string;
}

/** A scenario by what a file would say. Throws when it is refused. */
function pieceOf(name: string, raw: unknown): Piece {
  const read = validateScenario(raw, SYSTEMS, 'file');
  if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.problems)}`);
  return { name, scenario: read.value, link: encodeLink(read.value, SYSTEMS) };
}

/** Each preset of each system, alone in rough weather, so that it shows what it does when things go wrong. */
export function presetPieces(): ReadonlyMap<string, readonly Piece[]> {
  return new Map(
    SYSTEMS.map(({ id, title, presets }) => [
      id,
      presets.map((preset) =>
        pieceOf(`${id} ${preset.id}`, {
          version: 1,
          title: `${title}: ${preset.title}`,
          seed: 'gallery-1',
          network: { lossPerMille: 60, delayPerMille: 40 },
          crashes: { perMille: 15 },
          lanes: [{ id: 'it', system: id, preset: preset.id }],
        }),
      ),
    ]),
  );
}

/** The scenarios that the page brings along. */
export function cataloguePieces(): readonly Piece[] {
  return readdirSync('public/scenarios')
    .filter((file) => file.endsWith('.json') && file !== 'index.json')
    .map((file) => pieceOf(file.replace('.json', ''), JSON.parse(readFileSync(`public/scenarios/${file}`, 'utf8'))));
}
