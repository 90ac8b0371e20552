/** Named settings of the dataflow system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

const NAMED: Settings = { withIdAttribute: 'orderId' };

export const DATAFLOW_PRESETS: readonly PresetDescription[] = [
  {
    id: 'exactly-once',
    claim: 'exactly-once',
    title: 'Dataflow, inside the pipeline',
    summary: 'catalogue of ids · id attribute',
    settings: { ...NAMED, 'app.steps': '[M E P]' },
  },
  {
    id: 'message-ids',
    claim: 'at-least-once',
    title: 'Dataflow, without an id attribute',
    summary: 'a publisher’s second send has a second id',
    settings: { 'app.steps': '[M E P]' },
  },
  {
    id: 'calls-an-api',
    claim: 'at-least-once',
    title: 'Dataflow, a DoFn that calls an API',
    summary: 'exactly once inside, calls outside',
    settings: NAMED,
  },
  {
    id: 'calls-with-keys',
    claim: 'exactly-once',
    title: 'Dataflow, a DoFn that calls with a key',
    summary: 'the API knows the element again',
    settings: { ...NAMED, 'app.apiKnowsKeys': true },
  },
  {
    id: 'at-least-once-mode',
    claim: 'at-least-once',
    title: 'Dataflow, at-least-once mode',
    summary: 'no catalogues · cheaper',
    settings: { streaming_mode: 'at_least_once', 'app.steps': 'E P' },
  },
];
