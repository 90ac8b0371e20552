/** A refusal as a sentence, with the shield that held. */
import { shieldOf } from '../layout/shields';
import type { Refusal } from '../trace/history';

const ABSORBED: Readonly<Record<Extract<Refusal, { kind: 'absorb' }>['reason'], string>> = {
  sameKey: 'written over itself, nothing changed',
  conflict: 'its key is taken',
  remembered: 'its name is remembered',
  fenced: 'a later owner has gone further',
};

/** `Known, refused: producer id 1000, epoch 0, sequence 2`. */
export function sayRefusal(refusal: Refusal): string {
  const shield = shieldOf(refusal);
  const head = shield === 'known' ? 'Known, refused' : shield === 'fenced' ? 'Fenced, refused' : 'Refused';
  if (refusal.kind === 'absorb') return `${head}: ${ABSORBED[refusal.reason]}`;
  const error = refusal.error === '' || refusal.error === 'NONE' ? '' : refusal.error;
  const answered = refusal.reason === 'duplicate' ? ', answered with success' : '';
  return `${head}: ${[error, refusal.why].filter((word) => word !== '').join(', ')}${answered}`;
}
