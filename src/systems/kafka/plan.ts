/** How a lane's settings become nodes: producer → brokers → consumer → sink, with coordinator and controller beside them. */
import { roleOfParts, type LanePlan, type NodePlan } from '../../engine/contracts';
import { applicationRole } from '../../machines/client/application/application';
import { newJournal, type ApplicationParameters } from '../../machines/client/application/memory';
import { kafkaProducerRole } from '../../machines/client/producer';
import { coordinatorRole } from '../../machines/coordinator/coordinator';
import type { Settings, Workload } from '../../scenario/scenario';
import * as nodes from './nodes';
import { effectiveIdempotence } from './refuse';
import { kafkaRights } from './rights';
import { readValues, type KafkaValues } from './values';

const TOPIC = 'payments';
const GROUP_ID = 'payments';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planKafka(settings: Settings, workload: Workload): LanePlan {
  const values = readValues(settings);
  const partitions = nodes.numbersFrom(0, values.partitions);
  const transactionalIds = values.transactionalId === '' ? [] : [values.transactionalId];
  return {
    nodes: [
      ...producerPlans(values, workload, effectiveIdempotence(settings)),
      ...nodes.clusterPlan(values, partitions, transactionalIds.length > 0),
      { id: 'coordinator', role: coordinatorRole(nodes.coordinatorParameters(values, transactionalIds)) },
      ...consumerIds(values).map((id, index) =>
        nodes.consumerNode(values, {
          id,
          place: index + 1,
          group: GROUP_ID,
          joinsGroup: values.consumers > 1,
          partitions,
        }),
      ),
      nodes.sinkPlan(values),
    ],
    partitions: partitions.map((partition) => `${TOPIC}-${partition}`),
    targets: nodes.targetsOf(values),
    rights: kafkaRights(values.asksForIdempotentWrite),
  };
}

/** The application's instances: each a producer client and its owner; all share the application's database. */
export function producerPlans(v: KafkaValues, workload: Workload, idempotent: boolean): readonly NodePlan[] {
  const journal = newJournal('producer');
  const instance = (id: string, replaces: ApplicationParameters['replaces']): NodePlan => ({
    id,
    role: roleOfParts({
      client: kafkaProducerRole({ ...nodes.clientParameters(v, idempotent), id }),
      app: applicationRole({ ...nodes.applicationParameters(v, workload), id, journal, replaces }),
    }),
  });
  const original = instance('producer', undefined);
  if (v.replacementAfterMs === 0) return [original];
  return [original, instance('producer-2', { node: 'producer', afterMs: v.replacementAfterMs })];
}

/** One consumer is called by its role; several are numbered. */
const consumerIds = ({ consumers }: KafkaValues): readonly string[] =>
  consumers === 1 ? ['consumer'] : nodes.numbersFrom(1, consumers).map((place) => `consumer-${place}`);
