/** A stream lane's settings as typed values. */
import { NUMBERINGS } from '../../machines/caller/numbering';
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readSink } from '../shared';
import { FIRST_OFFSETS, ON_RESTART } from './settings';

const LIST = /^\d{1,9}(,\d{1,9})*$/;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  const written = take.text('app.publishingIds').replaceAll(' ', '');
  return {
    named: take.text('name') !== '',
    numbering: take.oneOf('app.publishingId', NUMBERINGS),
    /** The ids of the first records; `undefined`: what is written is no list of ids. */
    ids: written === '' ? [] : LIST.test(written) ? written.split(',').map(Number) : undefined,
    retryOnRecovery: take.boolean('retryOnRecovery'),
    confirmTimeoutMs: take.number('confirmTimeout.ms'),
    unconfirmedMax: take.number('maxUnconfirmedMessages'),
    backoffMs: take.number('recoveryBackOffDelay.ms'),
    onRestart: take.oneOf('app.onRestart', ON_RESTART),
    jobAgainMs: take.number('app.job.again.ms'),
    instances: take.oneOf('app.instances', [1, 2]),
    maxAgeMs: take.number('max-age.ms'),
    offset: take.oneOf('offset', FIRST_OFFSETS),
    storeAfter: take.number('messageCountBeforeStorage'),
    flushMs: take.number('flushInterval.ms'),
    processingMs: take.number('app.processing.ms'),
    steps: take.text('app.steps'),
    sink: readSink(take),
  };
}

export type StreamValues = ReturnType<typeof readValues>;

/** Whether each id that is given is above all before it. */
export const idsRise = ({ ids }: StreamValues): boolean =>
  (ids ?? []).every((id, at, all) => at === 0 || id > all[at - 1]!);
