/** What has been published of the price of Dataflow's guarantee: an order of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const DATAFLOW_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'at-least-once mode, streaming ETL',
    figure: 'up to 70 % cheaper',
    source: 'Google Cloud, on streaming modes',
    kind: 'vendor’s post',
  },
];
