/**
 * The coordinator's role: the leaders of `__transaction_state` and `__consumer_offsets` as one node, with a part for each
 * transactional.id, one for the group and one for producer ids. What they decide is in `rules/`. Source: Kafka's
 * TransactionCoordinator, TransactionStateManager, GroupCoordinatorService and ProducerIdManager classes.
 */
import { asAnyRole, type AnyRole } from '../../engine/contracts';
import { GROUP, PRODUCER_IDS, transactionPart } from '../addresses';
import { groupPart } from './group';
import { emptyLogs, freshMemory, type CoordinatorData, type CoordinatorParameters } from './memory';
import { producerIdsPart } from './producerIds';
import { transactionPartOf } from './transaction';

/** A coordinator's role. */
export function coordinatorRole(p: CoordinatorParameters): AnyRole {
  const transactions = p.transactionalIds.map((id) => [transactionPart(id), transactionPartOf(p, id)] as const);
  return asAnyRole<CoordinatorData>({
    parts: { ...Object.fromEntries(transactions), [GROUP]: groupPart(p), [PRODUCER_IDS]: producerIdsPart },
    birth: () => {
      const durable = emptyLogs();
      return { durable, unflushed: undefined, volatile: freshMemory(0, durable.group) };
    },
    rebirth: ({ durable, volatile }) => ({
      durable,
      unflushed: undefined,
      volatile: freshMemory(volatile.coordinatorEpoch + 1, durable.group),
    }),
  });
}
