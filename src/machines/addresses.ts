/** Where a message goes: the nodes that every lane calls by the same name, and the parts that they have. */

export const CONTROLLER = 'controller';
/** The leaders of `__transaction_state` and `__consumer_offsets`, as one node. */
export const COORDINATOR = 'coordinator';
export const SINK = 'sink';
/** A store of names that workers share. */
export const NAMES = 'names';
/** A service outside Kafka that a processor may call. */
export const SERVICE = 'service';

/** The part of a broker, or of the controller, that is about this partition. */
export const partOf = (partition: number): string => `p${partition}`;

/** The part of the coordinator that hands out producer ids to producers without transactions. */
export const PRODUCER_IDS = 'producer ids';
/** The part of the coordinator that is the group's. */
export const GROUP = 'group';
/** The part of the coordinator that keeps this transactional.id; producers without one are told apart by `PRODUCER_IDS`. */
export const transactionPart = (transactionalId: string): string =>
  transactionalId === '' ? PRODUCER_IDS : `transaction ${transactionalId}`;
