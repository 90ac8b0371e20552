/** A ttl lane's settings as typed values. */
import type { NamePolicy } from '../../machines/caller/naming';
import type { NamesUse } from '../../machines/handler/entry';
import type { Settings, Workload } from '../../scenario/scenario';
import { readSender, readWorker } from '../messaging';
import { settingsReader } from '../reading';
import { CHECKS, MEMORIES, STORES } from './settings';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    memory: take.oneOf('dedup.memory', MEMORIES),
    lastNames: take.number('dedup.lastN'),
    bloomBits: take.number('dedup.bloom.bits'),
    windowMs: take.number('dedup.window.ms'),
    anchor: take.oneOf('dedup.anchor', ['firstSeen', 'lastSeen', 'eventTime']),
    store: take.oneOf('dedup.store', STORES),
    check: take.oneOf('dedup.check', CHECKS),
    claimMs: take.number('dedup.inProgress.ms'),
    key: take.oneOf('dedup.key', ['messageId', 'perAttempt', 'content']),
    leaseMs: take.number('queue.lease.ms'),
    twinAfterMs: take.number('app.twins.ms'),
    write: take.oneOf('sink.write', ['append', 'upsert']),
    sender: readSender(take),
    worker: readWorker(take),
  };
}

export type TtlValues = ReturnType<typeof readValues>;

/** What the sender calls an event. */
export const namePolicy = ({ key }: TtlValues): NamePolicy => (key === 'messageId' ? 'persisted' : key);

/** Whether the steps have an M at all: without one nobody keeps a book. */
export const keepsBook = ({ worker }: TtlValues): boolean => worker.steps.includes('M');

/** How the worker uses its book. */
export const namesUse = (v: TtlValues, { everyMs }: Workload): NamesUse => ({
  keptBy: keeperOf(v),
  check: keepsBook(v) ? v.check : 'none',
  book: {
    memory: v.memory,
    lastNames: v.lastNames,
    bloomBits: v.bloomBits,
    windowMs: v.windowMs,
    anchor: v.anchor,
    claimMs: v.claimMs,
  },
  outlivesCrash: v.store !== 'process',
  bornMs: (record) => (record - 1) * everyMs,
});

function keeperOf({ store }: TtlValues): NamesUse['keptBy'] {
  if (store === 'sink') return 'sink';
  return store === 'process' || store === 'disk' ? 'worker' : 'store';
}
