/** The settings of the two-phase system. No product is meant: the names are this project's own, and the defaults of nobody. */
import type { SettingDescription } from '../../scenario/catalog';
import { ID_MAKERS } from '../../machines/mutation/memory';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, text, type Shelf } from '../describe';
import { APPLICATION } from '../shared';

const SERVICE: Shelf = {
  of: 'coordinator',
  source: 'decided by the service; compare PayPal’s authorize and capture, Stripe’s manual capture, TCC',
};

export const TWO_PHASE_SETTINGS: readonly SettingDescription[] = [
  text(
    APPLICATION,
    'app.steps',
    'P e V',
    'The order in which the application prepares (e), confirms (V) and writes the id down (P); or does all in one (E).',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.id',
    ID_MAKERS,
    'random',
    'Who makes the id of a change: the application by chance or from the order, or the service when it prepares.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.tells',
    ['afterConfirm', 'afterPrepare'],
    'afterConfirm',
    'When the customer hears “ok”.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.onExpired',
    ['prepareAgain', 'giveUp'],
    'prepareAgain',
    'What the application does when it confirms and the proposal is gone.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.onRestart',
    ['resend', 'resume'],
    'resend',
    'What a restarted application does with changes that it has not written down.',
  ),
  number(APPLICATION, 'app.thinking.ms', FROM_ZERO, 0, 'How long lies between preparing and confirming.'),
  number(
    APPLICATION,
    'app.confirmsAgain.ms',
    FROM_ZERO,
    0,
    'So long after a confirmation a job confirms the same id once more; 0: never.',
  ),
  number(APPLICATION, 'app.retries', FROM_ZERO, 5, 'How often a request is sent again when nothing is heard.'),
  number(APPLICATION, 'app.timeout.ms', FROM_ONE, 300, 'How long the application waits for an answer.'),
  number(APPLICATION, 'app.backoff.ms', FROM_ZERO, 100, 'How long it waits before it sends again.'),
  number(
    SERVICE,
    'service.hold.ms',
    FROM_ZERO,
    2_000,
    'A proposal that is not confirmed for so long is dropped; 0: never.',
    PROMINENT,
  ),
  number(SERVICE, 'service.keeps.ms', FROM_ZERO, 0, 'For how long a confirmed id is known; 0: for ever.', PROMINENT),
  choice(
    SERVICE,
    'service.confirm',
    ['idempotent', 'blind'],
    'idempotent',
    'Whether confirming what is confirmed changes nothing, or is done again.',
    PROMINENT,
  ),
  number(
    SERVICE,
    'service.stock',
    [0, 10_000],
    0,
    'For how many changes there is room, proposals included; 0: for any number.',
  ),
];
