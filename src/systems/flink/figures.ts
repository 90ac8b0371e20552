/** What has been published of the price of Flink's guarantee: orders of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const FLINK_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'until visible to readers of committed records',
    figure:
      'on average half the checkpoint interval and the checkpoint’s duration; at worst the whole interval and the duration',
    source: 'from how checkpoints commit',
    kind: 'derived',
  },
  {
    about: 'changelog state backend',
    figure: 'checkpoints 5 s to 0.3 s (median) and 10 s to 1 s (99.9 %), 30 % larger; recovery 20 s to 35–65 s',
    source: 'Flink project blog, 2022',
    kind: 'vendor’s post',
  },
];
