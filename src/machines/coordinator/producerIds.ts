/** A producer without transactional id gets a new producer id every time it asks. Source: ProducerIdManager. */
import { note, type Effects, type NodeEvent, type Part } from '../../engine/contracts';
import { bodyOf, type InitProducerIdBody, type ProducerIdAnswer } from '../messages';
import type { CoordinatorData } from './memory';
import { producerIdsMachine } from './producerIds.machine';

export const producerIdsPart: Part<CoordinatorData> = {
  chart: producerIdsMachine,
  guards: {},
  actions: { giveProducerId },
};

function giveProducerId({ durable }: CoordinatorData, event: NodeEvent): Effects {
  const { correlation } = bodyOf<InitProducerIdBody>(event);
  const body: ProducerIdAnswer = { correlation, error: 'NONE', producerId: durable.nextProducerId, epoch: 0 };
  durable.nextProducerId += 1;
  const says = `producer id ${body.producerId}, epoch 0`;
  const { from: to, about } = event;
  return [
    note({ kind: 'transaction', id: '', producerId: body.producerId, epoch: 0, became: 'Empty' }, { durable: true }),
    {
      do: 'send',
      message: { name: 'InitProducerIdResponse', to, body, records: [], about, says, answers: event },
    },
  ];
}
