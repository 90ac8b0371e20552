/** A database lane's settings as typed values. */
import type { NamesUse } from '../../machines/handler/entry';
import { TABLE_KEYS } from '../../machines/table/memory';
import { TABLE_WRITES } from '../../machines/table/rules';
import type { Settings } from '../../scenario/scenario';
import { readSender, readWorker } from '../messaging';
import { settingsReader } from '../reading';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    write: take.oneOf('table.write', TABLE_WRITES),
    key: take.oneOf('table.key', TABLE_KEYS),
    remembers: take.oneOf('table.remembers', ['nothing', 'messageId', 'offset']),
    tombstones: take.boolean('table.tombstones'),
    selectsFirst: take.boolean('app.selectsFirst'),
    messageId: take.oneOf('app.messageId', ['perCall', 'persisted']),
    deletes: take.number('app.deletes'),
    replay: {
      from: take.number('app.replay.from'),
      to: take.number('app.replay.to'),
      atMs: take.number('app.replay.at.ms'),
    },
    leaseMs: take.number('queue.lease.ms'),
    sender: readSender(take),
    worker: readWorker(take),
  };
}

export type DatabaseValues = ReturnType<typeof readValues>;

/** The steps as the worker does them: what is remembered shares the effect's transaction. */
export const stepsOf = ({ worker, remembers }: DatabaseValues): string =>
  remembers === 'nothing' ? worker.steps : worker.steps.replace('E', '[M E]');

/** An offset is a number that only grows: one row is enough for all that was read up to it. */
export const namesUse = ({ remembers, selectsFirst }: DatabaseValues): NamesUse => ({
  keptBy: 'sink',
  check: selectsFirst ? 'lookUp' : 'none',
  book: { memory: remembers === 'offset' ? 'highWater' : 'set', windowMs: 0, anchor: 'firstSeen', claimMs: 0 },
  outlivesCrash: true,
  bornMs: () => 0,
});
