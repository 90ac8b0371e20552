/**
 * The page's composition root, and the only file that touches the document, the address and the clock of the browser.
 * It lends them to the session, mounts the views, and hands key strokes over.
 */
import { mount } from 'svelte';
import './app.css';
import { perform } from './session/commands';
import { canonicalScenario } from './scenario/canonical';
import type { Scenario } from './scenario/scenario';
import { validateScenario } from './scenario/validate';
import { createDesk } from './session/desk.svelte';
import type { Environment } from './session/environment';
import { actionFor, type Stroke } from './session/keys';
import { OPENING_SCENARIO } from './session/openings';
import { readPresentation } from './session/presentation';
import { createSession } from './session/session.svelte';
import { watch } from './session/watch.svelte';
import { invariant } from './terms/invariant';
import { SYSTEMS } from './systems/registry';
import App from './views/App.svelte';

const root = document.documentElement;
const environment: Environment = {
  opened: { query: location.search.slice(1), fragment: location.hash.slice(1) },
  reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
  replaceAddress: (query, fragment) => history.replaceState(null, '', addressOf(query, fragment)),
  fullAddress: (query, fragment) => new URL(addressOf(query, fragment), document.baseURI).href,
  everyFrame,
  readOwnFile: async (path) => {
    const answer = await fetch(new URL(path, document.baseURI), { credentials: 'omit' }).catch(() => undefined);
    return answer?.ok === true ? answer.text() : undefined;
  },
  copy: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
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

function saveText(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const validate = (scenario: Scenario) => validateScenario(canonicalScenario(scenario), SYSTEMS, 'file');
const opening = validateScenario(OPENING_SCENARIO, SYSTEMS, 'file');
invariant(opening.ok, 'the opening scenario is valid');
const { presentation, warnings } = readPresentation(environment.opened.query);
const session = createSession({ systems: SYSTEMS, validate, environment, opening: opening.value, presentation });
session.report(warnings);
const desk = createDesk();

const dark = matchMedia('(prefers-color-scheme: dark)');

watch(
  () => session.presentation.theme,
  (theme) => {
    root.dataset['theme'] = theme;
    root.dataset['scheme'] = theme === 'dark' || (theme === 'auto' && dark.matches) ? 'dark' : 'light';
  },
);

const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { session, desk, startOver: () => location.assign(location.pathname) } });
environment.ready();
session.begin();

document.addEventListener('keydown', (event) => {
  const action = actionFor(strokeOf(event), session.presentation.keys);
  if (action === undefined || (session.dialog !== 'none' && action !== 'escape')) return;
  event.preventDefault();
  perform(action, session);
});
document.addEventListener('visibilitychange', () => document.hidden && session.playback.hide());

function strokeOf(event: KeyboardEvent): Stroke {
  return { key: event.key, shift: event.shiftKey, alt: event.altKey, ctrlOrMeta: event.ctrlKey || event.metaKey, focus: focusOf(event.target) };
}

function focusOf(target: EventTarget | null): Stroke['focus'] {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target.closest('input, select, textarea, [contenteditable]') !== null) return 'field';
  return target.closest('button, a, summary, [role="radio"]') === null ? 'elsewhere' : 'button';
}
