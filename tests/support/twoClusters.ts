import { isKind, type Trace } from '../../src/trace/event';

/** The records that a cluster stored, in the order of its logs' events; a record that it stored twice stands there twice. */
export const storedAt = ({ events }: Trace, node: string): readonly number[] =>
  events
    .filter(isKind('append'))
    .filter((event) => event.node === node)
    .flatMap(({ records }) => records);

/** Where a reader began each time, and by what: `committed 7`, `reset 0`. */
export const beganAt = ({ events }: Trace, node: string): readonly string[] =>
  events
    .filter(isKind('position'))
    .filter((event) => event.node === node)
    .map(({ from, offset }) => `${from} ${offset}`);
