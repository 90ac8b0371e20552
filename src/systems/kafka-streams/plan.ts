/**
 * How a lane's settings become nodes: producer → input topic → processors → output topic → reader → sink. Partitions are
 * numbered over both topics: the inputs first, then the outputs.
 */
import { roleOfParts, type LanePlan, type NodePlan } from '../../engine/contracts';
import { SERVICE } from '../../machines/addresses';
import { kafkaProducerRole } from '../../machines/client/producer';
import { CONSUMER_PART } from '../../machines/consumer/api';
import { consumerRole } from '../../machines/consumer/consumer';
import { coordinatorRole } from '../../machines/coordinator/coordinator';
import { APP_PART, PRODUCER_PART } from '../../machines/processor/memory';
import { processorRole } from '../../machines/processor/processor';
import { serviceRole } from '../../machines/service/service';
import type { Settings, Workload } from '../../scenario/scenario';
import * as nodes from '../kafka/nodes';
import { producerPlans } from '../kafka/plan';
import { effectiveIdempotence } from '../kafka/refuse';
import { kafkaRights } from '../kafka/rights';
import { asKafkaSettings, readStreamsValues, type StreamsValues } from './values';

const INPUT = 'orders';
const OUTPUT = 'payments';
/** `application.id`: the processors' group, and the beginning of their transactional ids. */
const APPLICATION_ID = 'payments-processor';
const READERS = 'ledger';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planStreams(settings: Settings, workload: Workload): LanePlan {
  const values = readStreamsValues(settings);
  const { kafka, exactlyOnce } = values;
  const inputs = nodes.numbersFrom(0, kafka.partitions);
  const outputs = nodes.numbersFrom(kafka.partitions, kafka.partitions);
  const places = nodes.numbersFrom(1, values.processors);
  const transactionalIds = exactlyOnce ? places.map(transactionalIdOf) : [];
  const idempotent = effectiveIdempotence(asKafkaSettings(settings));
  const reader = { id: 'reader', place: 1, group: READERS, joinsGroup: false, partitions: outputs };
  return {
    nodes: [
      ...producerPlans(kafka, workload, idempotent),
      ...nodes.clusterPlan(kafka, [...inputs, ...outputs], exactlyOnce),
      { id: 'coordinator', role: coordinatorRole(nodes.coordinatorParameters(kafka, transactionalIds)) },
      ...places.map((place) => processorPlan(values, place, idempotent)),
      nodes.consumerNode(values.reader, reader),
      ...(values.callsService ? [{ id: SERVICE, role: serviceRole() }] : []),
      nodes.sinkPlan(kafka),
    ],
    partitions: [
      ...inputs.map((partition) => `${INPUT}-${partition}`),
      ...inputs.map((partition) => `${OUTPUT}-${partition}`),
    ],
    targets: nodes.targetsOf(kafka),
    rights: kafkaRights(false),
  };
}

const transactionalIdOf = (place: number): string => `${APPLICATION_ID}-${place}`;

/** A process with a consumer, a producer and the application between them. */
function processorPlan(values: StreamsValues, place: number, idempotent: boolean): NodePlan {
  const { processor: v, exactlyOnce, callsService } = values;
  const id = values.processors === 1 ? 'processor' : `processor-${place}`;
  const inputs = nodes.numbersFrom(0, v.partitions);
  const identity = { id, place, group: APPLICATION_ID, joinsGroup: true, partitions: inputs };
  const producer = {
    ...nodes.clientParameters(v, idempotent),
    id,
    app: APP_PART,
    partitions: 2 * v.partitions,
    transactionalId: exactlyOnce ? transactionalIdOf(place) : '',
  };
  const application = {
    id,
    transactional: exactlyOnce,
    commitIntervalMs: values.commitIntervalMs,
    outputFrom: v.partitions,
    groupMetadata: values.groupMetadata,
    rewindOnAbort: values.rewindOnAbort,
    callsService,
    throwsAt: v.throwsAt,
    restoreMs: values.restoreMs,
    onException: values.onException,
    requestTimeoutMs: v.requestTimeoutMs,
    maxBlockMs: v.maxBlockMs,
  };
  const consumer = { ...nodes.consumerParameters(v, identity), app: APP_PART, appCommitsBeforeRevoke: true };
  return {
    id,
    role: roleOfParts({
      [CONSUMER_PART]: consumerRole(consumer),
      [PRODUCER_PART]: kafkaProducerRole(producer),
      [APP_PART]: processorRole(application),
    }),
  };
}
