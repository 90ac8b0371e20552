/** A two-phase lane's settings as typed values. */
import { ID_MAKERS } from '../../machines/mutation/memory';
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    steps: take.text('app.steps').replace(/\s+/gu, ' ').trim(),
    id: take.oneOf('app.id', ID_MAKERS),
    tells: take.oneOf('app.tells', ['afterConfirm', 'afterPrepare']),
    onExpired: take.oneOf('app.onExpired', ['prepareAgain', 'giveUp']),
    onRestart: take.oneOf('app.onRestart', ['resend', 'resume']),
    thinkingMs: take.number('app.thinking.ms'),
    confirmsAgainMs: take.number('app.confirmsAgain.ms'),
    retries: take.number('app.retries'),
    timeoutMs: take.number('app.timeout.ms'),
    backoffMs: take.number('app.backoff.ms'),
    holdMs: take.number('service.hold.ms'),
    keepsMs: take.number('service.keeps.ms'),
    confirm: take.oneOf('service.confirm', ['idempotent', 'blind']),
    stock: take.number('service.stock'),
  };
}

export type TwoPhaseValues = ReturnType<typeof readValues>;
