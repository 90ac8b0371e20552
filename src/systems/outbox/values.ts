/** An outbox lane's settings as typed values. */
import type { NamesUse } from '../../machines/handler/entry';
import { CURSORS } from '../../machines/outbox/memory';
import type { Settings } from '../../scenario/scenario';
import { readWorker } from '../messaging';
import { settingsReader } from '../reading';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    publishes: take.oneOf('shop.publishes', ['outbox', 'afterCommit', 'beforeCommit']),
    commitMs: take.number('shop.commit.ms'),
    slowOrder: take.number('shop.slowOrder'),
    slowMs: take.number('shop.slow.ms'),
    rolledBack: take.number('shop.rolledBack'),
    cursor: take.oneOf('relay.cursor', CURSORS),
    marks: take.oneOf('relay.marks', ['afterPublish', 'beforePublish']),
    pollMs: take.number('relay.poll.ms'),
    relays: take.oneOf('relay.count', [1, 2]),
    inFlight: take.number('relay.inFlight'),
    onRefused: take.oneOf('relay.onRefused', ['block', 'skip']),
    refusedRecord: take.number('queue.refusedRecord'),
    leaseMs: take.number('queue.lease.ms'),
    retentionMs: take.number('inbox.retention.ms'),
    timeoutMs: take.number('app.timeout.ms'),
    backoffMs: take.number('app.backoff.ms'),
    worker: readWorker(take),
  };
}

export type OutboxValues = ReturnType<typeof readValues>;

/** The inbox: a table of ids in the consumer's own database. */
export const inboxUse = ({ retentionMs, worker }: OutboxValues): NamesUse => ({
  keptBy: 'sink',
  check: worker.steps === 'M E P' ? 'putIfAbsent' : worker.steps === 'E M P' ? 'lookUp' : 'none',
  book: { memory: 'set', windowMs: retentionMs, anchor: 'firstSeen', claimMs: 0 },
  outlivesCrash: true,
  bornMs: () => 0,
});
