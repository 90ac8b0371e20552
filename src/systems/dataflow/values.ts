/** A dataflow lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readCode, readSender } from '../replay';
import { readSink } from '../shared';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    mode: take.oneOf('streaming_mode', ['exactly_once', 'at_least_once']),
    idAttribute: take.oneOf('withIdAttribute', ['none', 'orderId']),
    bundle: take.number('app.bundle'),
    bundleMs: take.number('app.bundle.ms'),
    apiKnowsKeys: take.boolean('app.apiKnowsKeys'),
    latenessMs: take.number('allowedLateness'),
    redelivers: take.number('service.redelivers'),
    workers: take.number('app.workers'),
    silenceMs: take.number('service.silence.ms'),
    steps: take.text('app.steps'),
    code: readCode(take),
    sender: readSender(take),
    sink: readSink(take),
  };
}

export type DataflowValues = ReturnType<typeof readValues>;
