/** The settings of the dataflow system, with Dataflow's and Beam's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { CODE_SETTINGS, SENDER_SETTINGS } from '../replay';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const DATAFLOW: Shelf = {
  of: 'consumer',
  source: 'Google Cloud Dataflow documentation: streaming modes, exactly-once processing',
};

export const DATAFLOW_SETTINGS: readonly SettingDescription[] = [
  choice(
    DATAFLOW,
    'streaming_mode',
    ['exactly_once', 'at_least_once'],
    'exactly_once',
    'Whether each hop keeps a catalogue of the ids that it has seen.',
    PROMINENT,
  ),
  choice(
    { of: 'consumer', source: 'Apache Beam documentation: PubsubIO, withIdAttribute' },
    'withIdAttribute',
    ['none', 'orderId'],
    'none',
    'What the source knows a message by: the id that Pub/Sub gave it, for which Beam promises a best effort alone, or an attribute that its author gave it.',
    PROMINENT,
  ),
  number(APPLICATION, 'app.bundle', [1, 100], 5, 'How many elements are in a bundle; the runner chooses.', PROMINENT),
  number(APPLICATION, 'app.bundle.ms', FROM_ONE, 10_000, 'After so many ms a bundle is closed with less.'),
  toggle(
    APPLICATION,
    'app.apiKnowsKeys',
    false,
    'The service that a DoFn calls knows the key of an element again.',
    PROMINENT,
  ),
  number(
    { of: 'consumer', source: 'Apache Beam documentation: windowing, withAllowedLateness' },
    'allowedLateness',
    FROM_ZERO,
    0,
    'Elements that come more ms than this after their time are dropped; 0: there are no windows.',
  ),
  number(
    { of: 'broker', source: 'Google Cloud Pub/Sub documentation: at-least-once delivery' },
    'service.redelivers',
    [0, 10_000],
    0,
    'The subscription delivers this record’s message again, under the same id; 0: none.',
  ),
  number(
    APPLICATION,
    'app.workers',
    [1, 2],
    1,
    'How many workers there are; the second takes over from a silent first.',
  ),
  number(APPLICATION, 'service.silence.ms', FROM_ONE, 2_000, 'After so many ms of silence a worker is replaced.'),
  ...CODE_SETTINGS,
  stepsSetting('X [M E P]'),
  ...SENDER_SETTINGS,
  ...SINK_SETTINGS,
];
