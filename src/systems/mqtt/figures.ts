/** The price of MQTT's levels, by its specification. */
import type { PublishedFigure } from '../../scenario/catalog';

export const MQTT_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'packets for each message and hop',
    figure: '1 with QoS 0, 2 with QoS 1, 4 with QoS 2',
    source: 'MQTT',
    kind: 'specification',
  },
];
