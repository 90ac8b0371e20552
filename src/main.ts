/**
 * The page's composition root, and the only file that touches the document, the address and the clock of the browser.
 * It lends them to the session, mounts the views, fetches the rest of the code after the first frame, and hands key
 * strokes over.
 */
import { mount } from 'svelte';
import './app.css';
import type { Environment } from './session/environment';
import { OPENING_SCENARIO } from './session/openings';
import { readPresentation, writePresentation, type Presentation } from './session/presentation';
import { createSession, type Session } from './session/session.svelte';
import type { Stroke } from './session/keys';
import { watch } from './session/watch.svelte';
import type { System } from './engine/contracts';
import App from './views/App.svelte';

const root = document.documentElement;
const darkness = matchMedia('(prefers-color-scheme: dark)');
const environment: Environment = {
  opened: { query: location.search.slice(1), fragment: location.hash.slice(1) },
  reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
  replaceAddress: (query, fragment) => history.replaceState(null, '', addressOf(query, fragment)),
  fullAddress: (query, fragment) => new URL(addressOf(query, fragment), document.baseURI).href,
  everyFrame,
  readOwnFile,
  copy: (text) =>
    navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    ),
  save: saveText,
  firstMotion: () => {
    root.dataset['firstMotionMs'] = String(Math.round(performance.now()));
  },
};

function addressOf(query: string, fragment: string): string {
  return `${location.pathname}${query === '' ? '' : `?${query}`}${fragment === '' ? '' : `#${fragment}`}`;
}

function everyFrame(visit: (realMs: number) => void): () => void {
  let handle = requestAnimationFrame(function again(realMs) {
    handle = requestAnimationFrame(again);
    visit(realMs);
  });
  return () => cancelAnimationFrame(handle);
}

async function readOwnFile(path: string): Promise<string | undefined> {
  try {
    const answer = await fetch(new URL(path, document.baseURI), { credentials: 'omit' });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}

function saveText(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const { presentation, warnings } = readPresentation(environment.opened.query);
showTheme(presentation);
void open();

/** The page's frame is here; the system of the opening scenario comes as a file of its own, and the others after it. */
async function open(): Promise<void> {
  const { kafka } = await import('./systems/kafka');
  const systems: System[] = [kafka];
  const session = createSession({ systems, environment, opening: OPENING_SCENARIO, presentation });
  session.report(warnings);
  showPresentation(session);
  const target = document.getElementById('app');
  if (target !== null) mount(App, { target, props: { session, startOver: () => location.assign(location.pathname) } });
  if (!holdsLink(location.href)) session.begin();
  document.addEventListener('visibilitychange', () => document.hidden && session.playback.hide());
  requestAnimationFrame(() => void fetchTheRest(session, systems));
}

/** The rest of the code, once the first picture stands; then the link, if the page was opened by one. From then on keys are heard. */
async function fetchTheRest(session: Session, systems: System[]): Promise<void> {
  const [late, { SYSTEMS }] = await Promise.all([import('./session/late'), import('./systems/registry')]);
  systems.splice(0, systems.length, ...SYSTEMS);
  const desk = late.createDesk(session, systems);
  session.lend(late, desk);
  const openAddress = async (): Promise<void> => {
    if (!holdsLink(location.href)) return;
    const problems = await desk.openText(location.href);
    session.report(problems);
    if (problems.length > 0) session.begin();
  };
  document.addEventListener('keydown', (event) => {
    const action = late.actionFor(strokeOf(event), session.presentation.keys);
    if (action === undefined || (session.view.dialog !== 'none' && action !== 'escape')) return;
    event.preventDefault();
    late.perform(action, session);
  });
  addEventListener('hashchange', () => void openAddress());
  await openAddress();
  root.dataset['ready'] = '';
}

/** A fragment, in whichever way a mail program has mangled it. */
function holdsLink(address: string): boolean {
  return /#.|%23|[?&][vz]=/.test(address);
}

/** Before anything is drawn, and whenever it changes. */
function showTheme({ theme }: Presentation): void {
  root.dataset['theme'] = theme;
  root.dataset['scheme'] = theme === 'dark' || (theme === 'auto' && darkness.matches) ? 'dark' : 'light';
}

function showPresentation(session: Session): void {
  darkness.addEventListener('change', () => showTheme(session.presentation));
  let query = writePresentation(session.presentation);
  watch(
    () => session.presentation,
    (now) => {
      showTheme(now);
      if (writePresentation(now) === query) return;
      query = writePresentation(now);
      environment.replaceAddress(query, location.hash.slice(1));
    },
  );
}

function strokeOf(event: KeyboardEvent): Stroke {
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  return { key, shift: shiftKey, alt: altKey, ctrlOrMeta: ctrlKey || metaKey, focus: focusOf(event.target) };
}

function focusOf(target: EventTarget | null): Stroke['focus'] {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target.closest('input, select, textarea, [contenteditable]') !== null) return 'field';
  return target.closest('button, a, summary, [role="radio"]') === null ? 'elsewhere' : 'button';
}
