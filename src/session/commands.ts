/** What each key's action does. The table of keys is in `keys.ts`. */
import type { Action } from './keys';
import { nextTheme } from './presentation';
import type { Session } from './session.svelte';

const COMMANDS: Readonly<Record<Exclude<Action, `tenth${number}`>, (session: Session) => void>> = {
  toggle: (session) => session.toggle(),
  next: (session) => session.step(1),
  previous: (session) => session.step(-1),
  nextOnNode: (session) => session.stepOnNode(1),
  previousOnNode: (session) => session.stepOnNode(-1),
  laneDown: (session) => session.moveLane(1),
  laneUp: (session) => session.moveLane(-1),
  forward: (session) => session.stepMany(1),
  back: (session) => session.stepMany(-1),
  faster: ({ playback }) => playback.setSpeed(playback.speed + 1),
  slower: ({ playback }) => playback.setSpeed(playback.speed - 1),
  start: (session) => session.seek(0),
  end: (session) => session.toEnd(),
  nextFault: (session) => session.toStop('fault', 1),
  previousFault: (session) => session.toStop('fault', -1),
  nextAnomaly: (session) => session.toStop('anomaly', 1),
  previousAnomaly: (session) => session.toStop('anomaly', -1),
  cause: (session) => session.toCause(),
  effect: (session) => session.toEffect(),
  jumpBack: (session) => session.jumpBack(),
  fork: (session) => session.addOwnLane(),
  restart: (session) => session.restart(),
  newSeed: (session) => session.anotherSeed(),
  describe: (session) => session.show('describe'),
  zoomIn: (session) => session.zoomIn(),
  zoomOut: (session) => session.zoomOut(),
  zoomFit: (session) => session.zoomFit(),
  foldQuiet: (session) => session.foldQuiet(),
  undo: (session) => session.undo(),
  redo: (session) => session.redo(),
  theme: (session) => session.present({ theme: nextTheme(session.presentation.theme) }),
  inspect: inspectNext,
  share: (session) => session.show('share'),
  help: (session) => session.show('keys'),
  escape: (session) => session.close(),
};

/** The chosen node first; with the inspector open already, the next node of its lane, and after the last one none. */
function inspectNext(session: Session): void {
  const { inspected, selection, focusLane } = session.view;
  if (inspected === undefined && selection?.what === 'node') return session.inspect(selection);
  const lane = inspected?.lane ?? focusLane;
  const nodes = session.readingOf(lane)?.trace.nodes ?? [];
  const node = nodes[inspected === undefined ? 0 : nodes.indexOf(inspected.node) + 1];
  session.inspect(node === undefined ? undefined : { lane, node });
}

/** Does what a key asks for. */
export function perform(action: Action, session: Session): void {
  const tenth = /^tenth(\d)$/.exec(action)?.[1];
  if (tenth !== undefined) session.toTenth(Number(tenth));
  else COMMANDS[action as keyof typeof COMMANDS](session);
}
