/**
 * The page's composition root, and the only file that touches the document, the address and the clock of the browser.
 * It lends them to the session, mounts the views, fetches the rest of the code after the first frame, and hands key
 * strokes over.
 */
import { mount } from 'svelte';
import './app.css';
import type { Environment } from './session/environment';
import { OPENING_SCENARIO } from './session/openings';
import { readPresentation, writePresentation } from './session/presentation';
import { createSession } from './session/session.svelte';
import type { Stroke } from './session/keys';
import { watch } from './session/watch.svelte';
import type { System } from './engine/contracts';
import { kafka } from './systems/kafka';
import App from './views/App.svelte';

const root = document.documentElement;
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
  ready: () => {
    root.dataset['ready'] = '';
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
/** The opening's system at first; the others join with the rest of the code, before a link or a file may name them. */
const systems: System[] = [kafka];
const session = createSession({ systems, environment, opening: OPENING_SCENARIO, presentation });
session.report(warnings);
showPresentation();
const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { session, startOver: () => location.assign(location.pathname) } });

const openedByLink = holdsLink(location.href);
if (!openedByLink) session.begin();
environment.ready();
requestAnimationFrame(() => void fetchTheRest());

/** The rest of the code, once the first picture stands; then the link, if the page was opened by one. */
async function fetchTheRest(): Promise<void> {
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
}

/** A fragment, in whichever way a mail program has mangled it. */
function holdsLink(address: string): boolean {
  return /#.|%23|[?&][vz]=/.test(address);
}

document.addEventListener('visibilitychange', () => document.hidden && session.playback.hide());

function showPresentation(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const show = (): void => {
    const { theme } = session.presentation;
    root.dataset['theme'] = theme;
    root.dataset['scheme'] = theme === 'dark' || (theme === 'auto' && dark.matches) ? 'dark' : 'light';
  };
  dark.addEventListener('change', show);
  let query = writePresentation(session.presentation);
  watch(
    () => session.presentation,
    (now) => {
      show();
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
