/** Which systems have the place that a fault names: where they do not, it can meet nothing. */
import { findSystem, isOwnFault, type Catalog, type SystemDescription } from '../scenario/catalog';
import type { Fault, LaneSpec } from '../scenario/scenario';

/** Whether a lane of this system could ever have the message, node or target of this fault. */
export function hasPlaceFor(system: SystemDescription, fault: Fault): boolean {
  const isNode = (id: string | undefined): boolean => id === undefined || system.nodes.includes(id);
  switch (fault.do) {
    case 'drop':
    case 'delay':
    case 'duplicate':
      return system.messages.includes(fault.message) && isNode(fault.from) && isNode(fault.to);
    case 'crash':
    case 'powerLoss':
    case 'pause':
      return isNode(fault.node) && (!('step' in fault.pin) || system.steps.includes(fault.pin.step));
    case 'partition':
      return fault.between.every(isNode);
    default:
      return system.ownFaults.some((own) => isOwnFault(own, fault));
  }
}

/** The faults that at least one of these lanes has a place for. */
export function faultsWithin(faults: readonly Fault[], lanes: readonly LaneSpec[], catalog: Catalog): readonly Fault[] {
  const systems = lanes.flatMap(({ system }) => findSystem(catalog, system) ?? []);
  return faults.filter((fault) => systems.some((system) => hasPlaceFor(system, fault)));
}

/** Where a fault met nothing, in words; empty when it met something in every lane. */
export function sayNotMet(
  fault: Fault,
  notMet: readonly string[],
  cards: readonly { readonly id: string; readonly short: string; readonly system: SystemDescription }[],
): string {
  if (notMet.length === 0) return '';
  if (notMet.length === cards.length) return 'meets nothing in any lane';
  const called = (ids: readonly string[]): string =>
    cards.flatMap(({ id, short }) => (ids.includes(id) ? short : [])).join(', ');
  const placed = cards.filter(({ system }) => hasPlaceFor(system, fault)).map(({ id }) => id);
  const missed = notMet.filter((id) => placed.includes(id));
  const said = missed.length === 0 ? '' : `meets nothing in ${called(missed)}`;
  if (placed.length === cards.length) return said;
  const only = `only in ${called(placed)}`;
  return said === '' ? only : `${only}; ${said}`;
}
